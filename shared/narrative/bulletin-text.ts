import type { City } from '../city/city.ts';
import { rootLevel } from '../city/levels.ts';
import type { Register } from '../city/register.ts';
import { titleOf } from '../city/profile.ts';
import type { Language, Text } from '../language/language.ts';
import { periodTitle, quarterOf, yearToDateTitle, type Period } from '../time/period.ts';
import type { SummaryCheck } from '../tables/summary-rules.ts';
import type { AbsentTownship, Completeness } from '../tables/completeness.ts';
import { grouped } from '../tables/rounding.ts';
import type { ReportTable } from '../tables/report-table.ts';
import type { Tables } from '../tables/report-table.ts';
import { composeNarrative, type Piece } from './narrative.ts';
import { NARRATIVE } from './narrative-text.ts';

/** R19 简报: the bulletin's text in both languages, and the table that says from which cell each number is. */
export type Bulletin = { readonly zh: string; readonly en: string; readonly table: ReportTable };

/** @param warnings what the summary's checks ask readers to look at (rules T02 and T04) */
export function bulletinOf(
  city: City,
  tables: Tables,
  completeness: Completeness,
  warnings: readonly SummaryCheck[],
): Bulletin {
  const { period, profile } = city;
  const zh = compose('zh', city, tables, completeness);
  const en = compose('en', city, tables, completeness);
  return {
    zh: textOf(
      `${titleOf(profile).zh}${periodTitle(period)}通报`,
      zh,
      warnings.map((check) => `校验提示（${check.rule}）：${check.zh}。`),
    ),
    en: textOf(
      `${titleOf(profile).en}: bulletin of ${period}`,
      en,
      warnings.map((check) => `Check ${check.rule}: ${check.en}.`),
    ),
    table: sourcesTable(zh, en),
  };
}

function compose(
  language: Language,
  { period, register }: City,
  tables: Tables,
  completeness: Completeness,
): Piece[][][] {
  const names = {
    missing: missingText(completeness.missing, register, language),
    notCounted: namesOf(completeness.notCounted, register, language),
  };
  const isFirst = quarterOf(period) === 1;
  const fillings = {
    zh: {
      level: rootLevel(register),
      yearToDate: yearToDateTitle(period),
      quarter: periodTitle(period),
      ...names,
      whole: register.whole.zh,
      earlier: isFirst ? '' : '（累计数含其以前各季）',
    },
    en: {
      level: rootLevel(register),
      yearToDate: englishYearToDate(period),
      quarter: period,
      ...names,
      whole: register.whole.en.replace('whole', 'the'),
      earlier: isFirst ? '' : ' (the year to date has their earlier quarters)',
    },
  }[language];
  return composeNarrative(NARRATIVE, tables, fillings, language);
}

/** More names than a sentence bears. */
const MOST_NAMES = 10;

/** Few townships by name; many are counted by unit, and R15 lists them. */
function missingText(townships: readonly AbsentTownship[], register: Register, language: Language): string {
  if (townships.length <= MOST_NAMES) return namesOf(townships, register, language);
  const units = [...Map.groupBy(townships, ({ code }) => register.unitOf(code) ?? code)].map(([unit, own]) => {
    const name = register.textOf(unit);
    return { zh: `${name.zh}${own.length}个`, en: `${name.en} ${own.length}` }[language];
  });
  return { zh: `${units.join('、')}（名单见R15）`, en: `${units.join(', ')} (R15 lists them)` }[language];
}

/** Each township with the persons that it had on file, so that a reader can tell how much the figures lack. */
const namesOf = (townships: readonly AbsentTownship[], register: Register, language: Language): string =>
  townships
    .map(({ code, registeredPersons: persons }) => {
      const [unit, name] = [register.unitOf(code) ?? '', code].map((division) => register.textOf(division)[language]);
      const weight =
        persons === null
          ? ''
          : { zh: `（上季在册${grouped(persons)}人）`, en: ` (${grouped(persons)} persons last quarter)` }[language];
      return `${unit}${language === 'en' ? ' ' : ''}${name}${weight}`;
    })
    .join({ zh: '、', en: ', ' }[language]);

/** the first half of 2016 */
const englishYearToDate = (period: Period): string =>
  `${['the first quarter', 'the first half', 'the first three quarters', 'all'][Number(period.slice(5)) - 1]} of ${period.slice(0, 4)}`;

const wordsOf = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join('');

function textOf(title: string, paragraphs: readonly (readonly Piece[][])[], warnings: readonly string[]): string {
  const lines = [...paragraphs.map((sentences) => sentences.map(wordsOf).join('').trimEnd()), ...warnings];
  return `${title}\n\n${lines.join('\n')}\n`;
}

/** What R19 is called. */
export const SOURCES_TITLE: Text = { zh: '简报及数字出处', en: 'Narrative and its sources' };

/** One row for each sentence: the cells of its numbers, with their values. */
function sourcesTable(zh: readonly Piece[][][], en: readonly Piece[][][]): ReportTable {
  const english = en.flat();
  return {
    id: 'R19',
    ...SOURCES_TITLE,
    unit: { zh: '—', en: '—' },
    columns: [
      { key: 'no', zh: '句', en: 'no.', kind: 'rank' },
      { key: 'text', zh: '正文', en: 'text', kind: 'text' },
      { key: 'cells', zh: '数字出处（表.行.列＝值）', en: 'cells', kind: 'text' },
    ],
    rows: zh.flat().map((pieces, index) => ({
      no: index + 1,
      text: { zh: wordsOf(pieces), en: wordsOf(english[index] ?? []) },
      cells:
        pieces
          .flatMap(({ cell, value, printed }) =>
            cell === undefined || value === undefined ? [] : [`${cell}=${printed ?? value}`],
          )
          .join('；') || null,
    })),
    total: null,
    notes: [
      {
        zh: '行以其名称指明，与行号无关，例如R01.target.year为R01的年度任务人数。',
        en: 'A line is referred to by its name and not by its number: R01.target.year is the annual target of R01.',
      },
      {
        zh: '出处的值的单位和写法与所在的表相同；“余”为舍去首位以下。',
        en: 'Values have the unit and the form of their tables.',
      },
    ],
  };
}
