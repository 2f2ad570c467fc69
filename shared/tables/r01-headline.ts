import { CHANNELS } from '../schema/codes.ts';
import { average, cell, rate, shareOf } from './basis.ts';
import { counts, derived, from, partsOf, plain } from './treatment.ts';
import { measure, mergeTallies, type Tally } from '../fold/tally.ts';
import { periodTitle, yearOf, yearToDate, yearToDateTitle, type Period } from '../time/period.ts';
import { largestRemainder, roundedQuotient, tenthsOfPercent } from './rounding.ts';
import { headlineOf, type Headline } from './headline.ts';
import { FIGURES, lineTable, type Line } from './line-table.ts';
import { partsAddUp, sameFigure } from './identities.ts';
import type { ReportDefinition } from './report-table.ts';

/** The line of a channel; the line of the total includes its persons. */
export const channelLine = (code: string): string => `R01.channel.${code}`;
const TOTAL = 'R01.total.ytd';
/** The line of the amount that households gained; the headline says it too. */
export const UPLIFT_AMOUNT = 'R01.amount.ytd';
const UPLIFTED = cell('value', TOTAL);

/** R01 总体情况: the headline, line by line. */
export const r01: ReportDefinition = {
  id: 'R01',
  publication: {
    rows: 'city',
    columns: {
      number: plain,
      item: plain,
      value: { as: 'count', by: 'line' },
      share: derived('value'),
      amount: derived('value'),
    },
    lines: {
      [TOTAL]: counts('ytd.persons'),
      [channelLine('*')]: counts('ytd.persons.*'),
      'R01.target.year': 'plain',
      'R01.target.rate': 'plain',
      'R01.total.quarter': counts('quarter.persons'),
      'R01.households.ytd': counts('ytd.households'),
      'R01.registered.persons': 'plain',
      'R01.registered.uplifted': 'plain',
      [UPLIFT_AMOUNT]: partsOf('households uplifted'),
      'R01.quarter.*': counts('persons.*'),
      'R01.amount.perPerson': from(UPLIFT_AMOUNT),
    },
  },
  // Each group by itself: a new line that is of none has no unit, and a test says so.
  tidy: {
    lines: {
      'R01.total.*': 'persons',
      'R01.channel.*': 'persons',
      'R01.target.*': 'persons',
      'R01.registered.*': 'persons',
      'R01.quarter.*': 'persons',
      'R01.households.ytd': 'households',
    },
    fromTownships: true,
  },
  bases: {
    'R01.target.rate.share': rate(UPLIFTED, cell('value', 'R01.target.year')),
    'R01.registered.uplifted.share': rate(UPLIFTED, cell('value', 'R01.registered.persons')),
    'R01.amount.perPerson.amount': average(cell('amount', UPLIFT_AMOUNT), UPLIFTED),
    share: shareOf('value', UPLIFTED),
  },
  build: (facts) => {
    const headline = headlineOf(facts);
    const whole = mergeTallies(facts.tallies.values());
    return lineTable(
      'R01',
      {
        zh: '总体情况',
        en: 'Headline',
        unit: { zh: '人、户、元', en: 'persons, households, yuan' },
        notes: [
          {
            zh: '本年累计按户去重，各季相加不等于累计。',
            en: 'Year to date counts each household once; quarters do not add up to it.',
          },
        ],
      },
      [FIGURES.value, FIGURES.share, FIGURES.yuan],
      [
        ...upliftedLines(headline, facts.period),
        ...targetLines(headline),
        ...quarterLines(whole, facts.period),
        {
          line: 'R01.amount.perPerson',
          zh: '人均增收金额',
          en: 'uplift amount per person, year to date',
          amount: roundedQuotient(measure(whole, 'ytd.amount'), headline.personsUplifted.yearToDate),
        },
      ],
    );
  },
  identities: (table, { tally }) => [
    ...partsAddUp(table, 'value'),
    sameFigure(table.rows.find(({ line }) => line === TOTAL)?.['value'], measure(tally, 'ytd.persons')),
  ],
};

/** Persons uplifted in the year to date, and by channel; the shares add to those of the total. */
function upliftedLines({ personsUplifted, byChannel }: Headline, period: Period): Line[] {
  const { yearToDate: total } = personsUplifted;
  const persons = CHANNELS.map(({ code }) => byChannel[code]);
  const shares = largestRemainder(persons, total, 1000);
  return [
    {
      line: TOTAL,
      zh: `${yearToDateTitle(period)}带动增收人数`,
      en: 'persons uplifted, year to date',
      value: total,
      share: total > 0 ? 1000 : null,
    },
    ...CHANNELS.map(({ code, zh, en }, index) => ({
      line: channelLine(code),
      partOf: TOTAL,
      zh: `其中：${zh}`,
      en: `of which ${en}`,
      value: persons[index] ?? 0,
      share: shares[index] ?? 0,
    })),
  ];
}

/** The plan, the quarter, the register, and how the year to date stands against them. */
function targetLines(headline: Headline): Line[] {
  const { annualTarget: target, registeredPersons: registered } = headline;
  const { yearToDate: total, quarter } = headline.personsUplifted;
  return [
    { line: 'R01.target.year', zh: '年度任务人数', en: 'annual target', value: target },
    {
      line: 'R01.target.rate',
      zh: '完成率',
      en: 'achievement rate',
      share: target === null ? null : tenthsOfPercent(total, target),
    },
    { line: 'R01.total.quarter', zh: '本季带动增收人数', en: 'persons uplifted this quarter', value: quarter },
    {
      line: 'R01.households.ytd',
      zh: '本年累计增收户数',
      en: 'households uplifted, year to date',
      value: headline.householdsUplifted.yearToDate,
    },
    { line: 'R01.registered.persons', zh: '在册贫困人口', en: 'registered persons', value: registered },
    {
      line: 'R01.registered.uplifted',
      zh: '增收人数占在册人口',
      en: 'uplifted among registered',
      share: registered === null ? null : tenthsOfPercent(total, registered),
    },
    {
      line: UPLIFT_AMOUNT,
      zh: '本年累计带动增收金额',
      en: 'uplift amount, year to date',
      amount: headline.upliftAmountFen,
    },
  ];
}

/**
 * Persons of each quarter so far. Quarters still to come keep their line numbers, so that a number means the same line
 * all year.
 */
function quarterLines(city: Tally, period: Period): (Line | null)[] {
  const soFar = yearToDate(period);
  return yearToDate(`${yearOf(period)}Q4`).map((each) =>
    soFar.includes(each)
      ? {
          line: `R01.quarter.${each}`,
          zh: `${periodTitle(each)}当季带动增收人数`,
          en: `persons uplifted in ${each}`,
          value: measure(city, `persons.${each}`),
        }
      : null,
  );
}
