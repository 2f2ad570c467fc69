import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CITY_PACK, PACK_HASH } from '../cities/pack.ts';
import { DEFAULT_STACK, ENVIRONMENT } from '../shared/contract.ts';
import { addressKey, figuresOf, type Figure } from '../shared/explanation/figures.ts';
import { readSummaryJson } from '../shared/summary/summary-json.ts';
import type { Summary } from '../shared/summary/summary.ts';
import { textIn } from '../shared/tables/report-table.ts';
import { figureTables } from '../shared/tidy/observations.ts';
import { cityTime, type Period } from '../shared/time/period.ts';
import type { Text } from '../shared/language/language.ts';
import { inputsOf } from '../shared/ledger/manifest.ts';
import { RULE_SET_VERSION } from '../shared/rules/rule-sets.ts';
import { assemblyFolder } from './assembly.ts';
import { Progress } from './progress.ts';
import type { System } from './system.ts';
import type { PublishedManifest } from '../shared/publication/published-manifest.ts';

/** Something that is not as it was when a revision was published: what, under which name, and how it differs. */
export type Difference = {
  readonly of: 'manifest' | 'upload' | 'stored row' | 'published file' | 'rebuilt file';
  readonly name: string;
  readonly text: Text;
};

export type Reproduction = {
  /** Files of both editions. */
  readonly files: number;
  /** Uploads that the revision was made of. */
  readonly uploads: number;
  /** In the order in which a figure is made: the first one explains those after it. */
  readonly differences: readonly Difference[];
  /** What of this program is not what made the revision. */
  readonly otherVersions: readonly Text[];
};

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/**
 * Checks a published revision from its inputs to the files that lie in the bucket: that its manifest is what it says,
 * that every upload is there with its bytes, that every published file has its bytes, and that the stored rows give the
 * same files once more.
 * @param prefix of the revision, such as `reports/2016Q2/rev-1/`
 * @param labels of the work, for a terminal
 */
export async function reproduced(
  system: System,
  { prefix, manifest }: { readonly prefix: string; readonly manifest: PublishedManifest },
  labels: { readonly uploads: string; readonly files: string },
): Promise<Reproduction> {
  const restatement = await system.readReport(`${prefix}internal/restatement.json`);
  const before =
    restatement === null ? null : (JSON.parse(restatement) as { revision: { from: number } }).revision.from;
  const differences = [
    ...manifestDifferences(manifest),
    ...(await uploadDifferences(system, manifest, labels.uploads)),
    ...(await publishedDifferences(system, { prefix, manifest }, labels.files)),
    ...(await rebuiltDifferences(system, { prefix, manifest }, before)),
  ];
  return {
    files: Object.keys(manifest.outputs).length,
    uploads: manifest.submissions.length,
    differences,
    otherVersions: differences.length === 0 ? [] : await otherVersions(manifest),
  };
}

function manifestDifferences(manifest: PublishedManifest): Difference[] {
  const inputs = inputsOf(manifest, sha256);
  if (inputs === manifest.inputs) return [];
  const text = {
    zh: `清单的内容与其标识不符（标识 ${manifest.inputs}，按内容应为 ${inputs}），清单发布后被改动过`,
    en: `its content does not have the identity that it names (${manifest.inputs}; by its content ${inputs}): it was changed after publication`,
  };
  return [{ of: 'manifest', name: 'internal/manifest.json', text }];
}

/** Uploads whose bytes are gone, or are not those that were read. */
async function uploadDifferences(system: System, manifest: PublishedManifest, label: string): Promise<Difference[]> {
  const periods = [...new Set(manifest.submissions.map(({ period }) => period))];
  const ledgers = await Promise.all(periods.map((period) => system.ledger(period)));
  const known = new Map(ledgers.flatMap(({ submissions }) => submissions.map((one) => [one.versionId, one] as const)));
  const progress = new Progress(label);
  const found: Difference[] = [];
  for (const [index, { versionId, sha256: wanted, division, period }] of manifest.submissions.entries()) {
    progress.update(index, manifest.submissions.length);
    const submission = known.get(versionId);
    const bytes = submission ? await system.readVersion(submission) : null;
    const name = `${division}/${period} ${versionId}`;
    if (bytes === null) found.push({ of: 'upload', name, text: goneText(submission?.erasedAt) });
    else if (sha256(bytes) !== wanted)
      found.push({
        of: 'upload',
        name,
        text: { zh: '上传的文件与当时读到的不同', en: 'the uploaded file has other bytes than were read' },
      });
  }
  progress.end();
  return found;
}

/** @param erasedAt when its personal data was erased, if that is why */
const goneText = (erasedAt: string | undefined): Text =>
  erasedAt === undefined
    ? { zh: '上传的文件已不在', en: 'the uploaded file is gone' }
    : {
        zh: `个人信息已于 ${cityTime(new Date(erasedAt))} 按决定清除（audit 可查），这一版不能再重算`,
        en: `its personal data was erased on ${cityTime(new Date(erasedAt))} (audit says by whom and why); the revision cannot be made again`,
      };

/** Published files that lie in the bucket otherwise than their manifest says. */
async function publishedDifferences(
  system: System,
  { prefix, manifest }: { readonly prefix: string; readonly manifest: PublishedManifest },
  label: string,
): Promise<Difference[]> {
  const progress = new Progress(label);
  const found: Difference[] = [];
  const outputs = Object.entries(manifest.outputs);
  for (const [index, [name, { sha256: wanted }]] of outputs.entries()) {
    progress.update(index, outputs.length);
    const bytes = await system.read('reports', `${prefix}${name}`);
    if (bytes === null)
      found.push({ of: 'published file', name, text: { zh: '已发布的文件不在了', en: 'the published file is gone' } });
    else if (sha256(bytes) !== wanted)
      found.push({
        of: 'published file',
        name,
        text: {
          zh: '桶中的文件与发布时的不同，发布后被改动过',
          en: 'the file in the bucket is not the one that was published: it was changed afterwards',
        },
      });
  }
  progress.end();
  return found;
}

/** Rows that are not there, and files that the stored rows make otherwise: first the figure that moved. */
async function rebuiltDifferences(
  system: System,
  { prefix, manifest }: { readonly prefix: string; readonly manifest: PublishedManifest },
  before: number | null,
): Promise<Difference[]> {
  let rebuilt: Awaited<ReturnType<System['rebuild']>>;
  try {
    rebuilt = await system.rebuild(manifest, before);
  } catch (error) {
    if (!(error instanceof Error) || !ROWS_ARE_GONE.has(error.name)) throw error;
    const text = {
      zh: `入库的行与清单所列的上传不符：${error.message}`,
      en: `the stored rows are not those of the uploads that the manifest names: ${error.message}`,
    };
    return [{ of: 'stored row', name: 'internal/records.parquet', text }];
  }
  const differing = [...new Set([...Object.keys(manifest.outputs), ...rebuilt.keys()])].sort().filter((name) => {
    const content = rebuilt.get(name)?.content;
    return content === undefined || manifest.outputs[name]?.sha256 !== sha256(content);
  });
  const files = differing.map((name): Difference => ({
    of: 'rebuilt file',
    name,
    text: {
      zh: '用入库的数据重新生成，结果与发布时的不同：入库的行有变动，或程序与当时的不同',
      en: 'the stored rows make another file: rows were changed, or this program is not the one that made it',
    },
  }));
  const published = await system.readReport(`${prefix}${SUMMARY}`);
  const now = rebuilt.get(SUMMARY)?.content;
  if (!differing.includes(SUMMARY) || published === null || typeof now !== 'string') return files;
  const moved = firstMoved(readSummaryJson(published), readSummaryJson(now));
  return moved ? [moved, ...files] : files;
}

const SUMMARY = 'internal/summary.json';
/** Errors of readers whose rows are not what the ledger says of them. */
export const ROWS_ARE_GONE: ReadonlySet<string> = new Set(['TornReadError', 'FoldMissingError']);

/** The first figure that the stored rows make otherwise; townships first, where it is nearest to its rows. */
function firstMoved(published: Summary, now: Summary): Difference | null {
  const city = CITY_PACK.at(published.period as Period);
  const figures = (summary: Summary): Map<string, Figure> =>
    new Map(
      figureTables(summary)
        .toSorted((a, b) => Number(b.id === 'R03') - Number(a.id === 'R03'))
        .flatMap((table) => figuresOf(table, city).map((figure) => [addressKey(figure), figure] as const)),
    );
  const rebuilt = figures(now);
  for (const [key, { table, line, unit, column, cell }] of figures(published)) {
    const other = rebuilt.get(key)?.cell ?? null;
    if (cell === other) continue;
    const [was, is] = [cell, other].map((value) => textIn(value) || '—');
    return {
      of: 'stored row',
      name: `${table} ${line} ${column} --unit ${unit}`,
      text: {
        zh: `入库的行现在得出 ${is}，发布时为 ${was}（explain 可列出其各行）`,
        en: `the stored rows make it ${is} now, it was published as ${was} (explain lists its rows)`,
      },
    };
  }
  return null;
}

/** Where this program is not the one that made the revision, its files may differ though nothing was changed. */
export async function otherVersions({ ruleSet, pack, codeVersion }: PublishedManifest): Promise<Text[]> {
  const other = (isOther: boolean, text: Text): Text[] => (isOther ? [text] : []);
  const own = await summaryCodeVersion();
  return [
    ...other(codeVersion !== own, {
      zh: `该版由程序 ${codeVersion} 生成，本程序为 ${own}`,
      en: `it was made by program ${codeVersion}, this one is ${own}`,
    }),
    ...other(ruleSet !== RULE_SET_VERSION, {
      zh: `该版用规则 ${ruleSet} 生成，本程序为 ${RULE_SET_VERSION}`,
      en: `it was made under rules ${ruleSet}, this program has ${RULE_SET_VERSION}`,
    }),
    ...other(pack !== '' && pack !== PACK_HASH, {
      zh: `该版用城市资料 ${pack} 生成，现在的是 ${PACK_HASH}；用 --city 指向当时的资料目录可重新生成`,
      en: `it was made with the city’s folder ${pack}, this one is ${PACK_HASH}; name the folder of that time with --city`,
    }),
  ];
}

/** What functions of this program would write as the version of their code: the template says it. */
async function summaryCodeVersion(): Promise<string> {
  const template = JSON.parse(readFileSync(join(await assemblyFolder(), `${DEFAULT_STACK}.template.json`), 'utf8')) as {
    readonly Resources: Readonly<
      Record<
        string,
        { readonly Properties?: { readonly Environment?: { readonly Variables?: Record<string, unknown> } } }
      >
    >;
  };
  const publish = Object.entries(template.Resources).find(
    ([id, { Properties }]) => id.startsWith('SummaryPublish') && Properties?.Environment?.Variables !== undefined,
  );
  const version = publish?.[1].Properties?.Environment?.Variables?.[ENVIRONMENT.codeVersion];
  return typeof version === 'string' ? version : '—';
}
