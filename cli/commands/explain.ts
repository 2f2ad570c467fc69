import type { City } from '../../shared/city/city.ts';
import type { Explanation } from '../../shared/explanation/explain.ts';
import { figuresNamed, NoSuchFigureError } from '../../shared/explanation/find-figures.ts';
import type { Figure } from '../../shared/explanation/figures.ts';
import { revisionPrefix } from '../../shared/ledger/keys.ts';
import type { PublishedManifest } from '../../shared/publication/published-manifest.ts';
import { readSummaryJson } from '../../shared/summary/summary-json.ts';
import type { Summary } from '../../shared/summary/summary.ts';
import type { Period } from '../../shared/time/period.ts';
import { asPeriod, connected, OF, reporterIn, STACK, type Command, type Options } from '../command.ts';
import { explainedBySystem, notCountedIn } from '../explanation.ts';
import { explanationText, type Told } from '../explanation-text.ts';
import { otherVersions } from '../reproduction.ts';
import type { System } from '../system.ts';
import { EXIT, UsageError } from '../told-errors.ts';

/** Lists what a figure is made of: files and their rows, never names of persons; the list adds up to the figure. */
export const explain: Command = {
  name: 'explain',
  usage: 'PERIOD TABLE [ROW] COLUMN [--of CITY] [--unit DIVISION] [--revision N] [--rows] [--stack NAME]',
  zh: '说明一个数字由哪些文件的哪些行构成，如 explain 2016Q2 R02 冠县 ytd、explain 2016Q2 R01.channel.IND.value；通报第3句：explain 2016Q2 R19 3',
  en: 'list the files and rows that a figure is made of, as in explain 2016Q2 R02 冠县 ytd, explain 2016Q2 R01.channel.IND.value; of a sentence of the bulletin: explain 2016Q2 R19 3',
  options: {
    unit: { type: 'string', zh: '单位的代码或名称', en: 'code or name of the division' },
    revision: { type: 'string', zh: '第几版（默认最新）', en: 'which revision (default: the newest)' },
    rows: { type: 'boolean', zh: '行数很多时也逐行列出', en: 'list every row, however many' },
    of: OF,
    stack: STACK,
  },
  run: async (options, [text, ...words], language) => {
    if (!text || words.length === 0)
      throw new UsageError({ zh: '请给出季度、表、行和列', en: 'expected PERIOD TABLE ROW COLUMN' });
    const period = asPeriod(text);
    const { city, folder } = reporterIn(options, period);
    const system = await connected(options);
    const { summary, manifest } = await revisionOf(system, { period, folder }, options);
    const figures = named(summary, words, { city, options });
    const { explanations, filed } = await explainedBySystem(system, { manifest, city }, figures);
    const told = { revision: manifest.revision, filed, notCounted: (unit: string) => notCountedIn(manifest, unit) };
    if (options['json']) {
      const documents = explanations.map((explanation) => explanationDocument(period, explanation, told));
      console.log(JSON.stringify(words[0] === 'R19' ? documents : documents[0], null, 1));
    } else
      for (const explanation of explanations)
        console.log(explanationText(explanation, told, { everyRow: options['rows'] === true, language }));
    if (explanations.every(({ agrees }) => agrees)) return EXIT.good;
    // What was stored then is what is stored now: rows are never written over. So it is the program, or a fault.
    for (const version of await otherVersions(manifest)) console.error(version[language]);
    return EXIT.fault;
  },
};

/** @throws UsageError when there is no such revision */
async function revisionOf(
  system: System,
  { period, folder }: { readonly period: Period; readonly folder: string },
  { revision }: Options,
): Promise<{ readonly summary: Summary; readonly manifest: PublishedManifest }> {
  const latest = await system.latest(period);
  if (revision !== undefined && !/^[1-9]\d*$/.test(String(revision)))
    throw new UsageError({
      zh: `--revision 应为第几版的数字，给出的是“${String(revision)}”`,
      en: `--revision: got “${String(revision)}”, expected a number`,
    });
  const prefix = revision === undefined ? latest?.prefix : revisionPrefix(period, Number(revision));
  const [summary, manifest] =
    latest && prefix
      ? await Promise.all([system.readReport(`${prefix}internal/${folder}summary.json`), system.manifest(prefix)])
      : [null, null];
  if (!latest) throw new UsageError({ zh: `${period} 还没有汇总`, en: `${period} has no summary yet` });
  if (summary === null || manifest === null)
    throw new UsageError({
      zh: `${period} 没有第${String(revision)}版，最新的是第${latest.revision}版`,
      en: `${period} has no revision ${String(revision)}, the newest is ${latest.revision}`,
    });
  return { summary: readSummaryJson(summary), manifest };
}

/** @throws UsageError that lists what there is */
function named(
  summary: Summary,
  words: readonly string[],
  { city, options: { unit } }: { readonly city: City; readonly options: Options },
): readonly Figure[] {
  try {
    return figuresNamed(summary, words, typeof unit === 'string' ? unit : null, city);
  } catch (error) {
    if (error instanceof NoSuchFigureError) throw new UsageError(error.text);
    throw error;
  }
}

/** An explanation as data: the figure, what it is made of, and whether that is the figure. */
function explanationDocument(period: Period, explanation: Explanation, told: Told): object {
  const { address, unitName, rowName, columnName, value, kind, made, agrees } = explanation;
  const terms =
    made.by === 'terms'
      ? made.terms.map((term) =>
          'said' in term
            ? { role: term.role, said: term.said, value: term.value }
            : { role: term.role, ...explanationDocument(period, term.explanation, told) },
        )
      : undefined;
  return {
    period,
    revision: told.revision,
    ...address,
    names: { unit: unitName, row: rowName, column: columnName },
    figure: value,
    kind,
    agrees,
    notCounted: told.notCounted(address.unit),
    ...(made.by === 'sum' ? { sum: made.sum, ...told.filed(made.parts) } : {}),
    ...(made.by === 'terms' ? { basis: made.basis.as, terms } : {}),
  };
}
