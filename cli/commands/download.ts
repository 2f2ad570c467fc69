import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { nameInSet } from '../../shared/city/report-sets.ts';
import type { Text } from '../../shared/language/language.ts';
import { latestKey, REPORTS, revisionPrefix } from '../../shared/ledger/keys.ts';
import { PublishedManifest, type PublishedFile } from '../../shared/publication/published-manifest.ts';
import type { Edition } from '../../shared/summary/summary.ts';
import { isPeriod, type Period } from '../../shared/time/period.ts';
import {
  asPeriod,
  asRevision,
  connected,
  OF,
  reporterIn,
  required,
  STACK,
  type Command,
  type Options,
} from '../command.ts';
import { Progress } from '../progress.ts';
import { fetchFiles, type Fetched } from '../report-download.ts';
import type { System } from '../system.ts';
import { BadDataError, EXIT, UsageError } from '../told-errors.ts';

/** Brings the files of a revision to this machine and checks every one against the manifest. */
export const download: Command = {
  name: 'download',
  usage: '[PERIOD] [--edition internal|public] [--of CITY] [--revision N] --out DIR [--stack NAME]',
  zh: '下载汇总文件并逐个核对哈希值；中断后再运行会接着下载；不写季度则下载各季最新一版',
  en: 'fetch the files of a revision and check each hash; run it again to go on; without PERIOD the newest of every quarter',
  options: {
    edition: { type: 'string', zh: '版本：internal（默认）或 public', en: 'internal (default) or public' },
    revision: { type: 'string', zh: '第几版（默认最新）', en: 'which revision (default: the newest)' },
    of: OF,
    out: { type: 'string', zh: '存放目录', en: 'folder' },
    stack: STACK,
  },
  run: async (options, words, language) => {
    const out = required(options, 'out');
    const edition = editionIn(options);
    const [text, ...rest] = words;
    if (rest.length > 0) throw new UsageError({ zh: '最多一个季度', en: 'expected one PERIOD at most' });
    if (text === undefined && options['revision'] !== undefined)
      throw new UsageError({ zh: '--revision 须同时给出季度', en: '--revision needs a PERIOD' });
    const revision = options['revision'] === undefined ? null : asRevision(String(options['revision']));
    const system = await connected(options);
    const periods = text === undefined ? await publishedPeriods(system) : [asPeriod(text)];
    const results: Downloaded[] = [];
    for (const period of periods) {
      const wanted = revision ?? (await newest(system, period));
      const folder = path.join(out, period, `rev-${wanted}`, edition);
      const label = `${period} rev-${wanted}`;
      const set = options['of'] === undefined ? null : reporterIn(options, period).folder;
      results.push({
        period,
        revision: wanted,
        folder,
        ...(await fetchEdition(system, { period, revision: wanted, edition, set, folder, label })),
      });
    }
    if (options['json']) console.log(JSON.stringify({ edition, revisions: results }, null, 1));
    else for (const one of results) console.log(summaryText(one)[language]);
    for (const trouble of results.flatMap(troubles)) console.error(trouble[language]);
    return results.some(({ bad }) => bad.length > 0) ? EXIT.badData : EXIT.good;
  },
};

type Downloaded = Fetched & { readonly period: Period; readonly revision: number; readonly folder: string };

const summaryText = ({ folder, fetched, resumed, kept }: Downloaded): Text => ({
  zh: `${folder}：下载 ${fetched.length} 个文件（续传 ${resumed.length}），已有 ${kept.length} 个，哈希值均相符`,
  en: `${folder}: ${fetched.length} files fetched (${resumed.length} resumed), ${kept.length} there already; their hashes are right`,
});

/** What was not as the manifest says, file by file. */
const troubles = ({ period, revision, mended, bad }: Downloaded): Text[] => [
  ...mended.map((name) => ({
    zh: `${period} 第${revision}版 ${name}：本机原有的文件与清单不符`,
    en: `${period} revision ${revision} ${name}: the file on this machine was not the published one`,
  })),
  ...bad.map((name) => ({
    zh: `${period} 第${revision}版 ${name}：服务器上的文件缺失或与清单的哈希值不符，没有保存；请告知发布单位`,
    en: `${period} revision ${revision} ${name}: the server has no such file, or not the one whose hash the manifest names; it is not kept. Tell the office that published it`,
  })),
];

function editionIn({ edition = 'internal' }: Options): Edition {
  if (edition === 'internal' || edition === 'public') return edition;
  throw new UsageError({
    zh: `--edition 应为 internal 或 public，给出的是“${String(edition)}”`,
    en: `--edition: got “${String(edition)}”, expected internal or public`,
  });
}

/** Quarters that have a newest revision, oldest first. */
async function publishedPeriods(system: System): Promise<Period[]> {
  const keys = new Set(await system.list('reports', REPORTS));
  const periods = [...keys].map((key) => key.slice(REPORTS.length).split('/')[0] ?? '').filter(isPeriod);
  return [...new Set(periods)].filter((period) => keys.has(latestKey(period))).sort();
}

/** @throws BadDataError when nothing is published */
async function newest(system: System, period: Period): Promise<number> {
  const latest = await system.latest(period);
  if (latest) return latest.revision;
  throw new BadDataError({ zh: `${period} 还没有汇总`, en: `${period} has no summary yet` });
}

type WantedEdition = {
  readonly period: Period;
  readonly revision: number;
  readonly edition: Edition;
  /** Folder of the only report set that is wanted; null for all. */
  readonly set: string | null;
  readonly folder: string;
  /** Of the work, for a terminal. */
  readonly label: string;
};

/** An edition's own manifest says what there is: who may read the public one needs nothing of the other. */
async function fetchEdition(
  system: System,
  { period, revision, edition, set, folder, label }: WantedEdition,
): Promise<Fetched> {
  const prefix = `${revisionPrefix(period, revision)}${edition}/`;
  const text = await system.readReport(`${prefix}manifest.json`);
  if (text === null)
    throw new BadDataError({
      zh: `${period} 没有第${revision}版（${edition}）`,
      en: `${period} has no revision ${revision} (${edition})`,
    });
  const { readPart } = await import('../../functions/aws/objects.ts');
  const progress = new Progress(label);
  const fetched = await fetchFiles({
    files: new Map([...filesOf(text, edition)].filter(([name]) => set === null || nameInSet(name, set) !== null)),
    folder,
    readPart: (name, from, length) => readPart(system.outputs.reports, `${prefix}${name}`, from, length),
    progress: (done, total) => progress.update(done, total),
  });
  progress.end();
  await writeFile(path.join(folder, 'manifest.json'), text);
  return fetched;
}

/** The internal manifest names the files of both editions by their folders, the public one its own. */
function filesOf(manifest: string, edition: Edition): ReadonlyMap<string, PublishedFile> {
  const { outputs } = z.object({ outputs: PublishedManifest.shape.outputs }).parse(JSON.parse(manifest));
  const files = Object.entries(outputs);
  if (edition === 'public') return new Map(files);
  return new Map(
    files.flatMap(([name, file]) => (name.startsWith('internal/') ? [[name.slice('internal/'.length), file]] : [])),
  );
}
