import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Register } from '../../shared/city/register.ts';
import type { Language } from '../../shared/language/language.ts';
import { revisionPrefix } from '../../shared/ledger/keys.ts';
import { restatementFiles } from '../../shared/publication/restatement-files.ts';
import {
  causesText,
  CHANGES,
  figuresOf,
  figureWords,
  groupsOf,
  inWords,
  numbersOf,
} from '../../shared/publication/restatement-page.ts';
import {
  fullName,
  restatementOf,
  type RestatedRevision,
  type Restatement,
} from '../../shared/publication/restatement.ts';
import { readSummaryJson } from '../../shared/summary/summary-json.ts';
import { periodsFoldedFor, type Period } from '../../shared/time/period.ts';
import { asPeriod, asRevision, connected, OF, reporterIn, STACK, type Command } from '../command.ts';
import type { System } from '../system.ts';
import { EXIT, UsageError } from '../told-errors.ts';

/** What one revision changes against any other of its period, with the files behind it. */
export const compare: Command = {
  name: 'compare',
  usage: 'PERIOD rev-N rev-M [--of CITY] [--out DIR] [--stack NAME]',
  zh: '比较一个季度的任意两版：哪些数字变了、差多少、因为哪些文件，如 compare 2016Q2 rev-1 rev-3',
  en: 'what changed between any two revisions of a quarter and why, as in compare 2016Q2 rev-1 rev-3',
  options: {
    out: { type: 'string', zh: '另存网页、CSV 和 JSON 的目录', en: 'folder for the same as a page, CSV and JSON' },
    of: OF,
    stack: STACK,
  },
  run: async (options, [text = '', from = '', to = '', ...rest], language) => {
    if (rest.length > 0 || to === '')
      throw new UsageError({ zh: '请给出季度和两版，如 2016Q2 rev-1 rev-3', en: 'expected PERIOD rev-N rev-M' });
    const period = asPeriod(text);
    const [before, after] = [asRevision(from), asRevision(to)];
    const system = await connected(options);
    const { city, folder } = reporterIn(options, period);
    const { register } = city;
    const restatement = restatementOf(
      await readRevision(system, { period, revision: before, folder }),
      await readRevision(system, { period, revision: after, folder }),
      register,
    );
    const files = await filesBehind(restatement, system);
    const { out } = options;
    if (typeof out === 'string') {
      await mkdir(out, { recursive: true });
      for (const [name, { content }] of restatementFiles(restatement, register))
        await writeFile(path.join(out, name), content);
    }
    if (options['json']) {
      const submissions = restatement.submissions.map((one) => ({ ...one, key: files.get(one.submissionId) ?? null }));
      console.log(JSON.stringify({ ...restatement, submissions }, null, 1));
    } else console.log(comparisonText(restatement, { register, files }, language));
    return EXIT.good;
  },
};

/** @throws UsageError that says which revisions there are when there is none of this number */
async function readRevision(
  system: System,
  { period, revision, folder }: { readonly period: Period; readonly revision: number; readonly folder: string },
): Promise<RestatedRevision> {
  const prefix = revisionPrefix(period, revision);
  const [manifest, summary] = await Promise.all([
    system.manifest(prefix),
    system.readReport(`${prefix}internal/${folder}summary.json`),
  ]);
  if (manifest && summary !== null) return { manifest, summary: readSummaryJson(summary) };
  const latest = await system.latest(period);
  throw new UsageError(
    latest
      ? {
          zh: `${period} 没有第${revision}版，最新的是第${latest.revision}版`,
          en: `${period} has no revision ${revision}; the newest is ${latest.revision}`,
        }
      : { zh: `${period} 还没有汇总`, en: `${period} has no summary yet` },
  );
}

/** Keys of the files behind a restatement, by submission; they name people's files, so no report holds them. */
async function filesBehind({ period, submissions }: Restatement, system: System): Promise<ReadonlyMap<string, string>> {
  if (submissions.length === 0) return new Map();
  const wanted = new Set(submissions.map(({ submissionId }) => submissionId));
  const ledgers = await Promise.all(periodsFoldedFor(period).map((one) => system.ledger(one)));
  return new Map(
    ledgers
      .flatMap((ledger) => ledger.submissions)
      .filter(({ submissionId }) => wanted.has(submissionId))
      .map(({ submissionId, key }) => [submissionId, key]),
  );
}

/** The sentences of the page, then its files by name and its figures, by whom they are about. */
function comparisonText(
  restatement: Restatement,
  { register, files }: { readonly register: Register; readonly files: ReadonlyMap<string, string> },
  language: Language,
): string {
  const numbers = numbersOf(restatement);
  const listed = restatement.submissions.map(({ submissionId, change, acceptedAt }) =>
    [
      `  ${numbers.get(submissionId)}`,
      CHANGES[change][language],
      files.get(submissionId) ?? submissionId,
      acceptedAt,
    ].join('\t'),
  );
  const grouped = groupsOf(register).flatMap(({ level, title }) => {
    const places = Map.groupBy(figuresOf(restatement, level), ({ code }) => code);
    return [...places].flatMap(([code, moved]) => [
      '',
      code === null ? title[language] : `${code} ${fullName(code, register)[language]}`,
      ...moved.map((figure) => {
        const { table, oldText, newText, differenceText, causes } = figure;
        const change = `${oldText || '—'} → ${newText || '—'}`;
        return [
          `  ${table}`,
          figureWords(figure)[language],
          change,
          differenceText,
          causesText(causes, numbers)[language],
        ].join('\t');
      }),
    ]);
  });
  return [...inWords(restatement, register).map((words) => words[language]), ...listed, ...grouped].join('\n');
}
