import { CHANNELS } from '../schema/codes.ts';
import type { ColumnTreatment, SmallBelow, TableTreatment, Treatments } from './treatment.ts';

/** Counts of persons or households from 1 up to below these are not published. */
export const SMALL_BELOW: SmallBelow = { township: 8, unit: 8, county: 8, city: 8 };

const plain: ColumnTreatment = { as: 'plain' };
const count = (measure: string): ColumnTreatment => ({ as: 'count', measure });
const derived = (...of: string[]): ColumnTreatment => ({ as: 'derived', of });
const ranked = (...of: string[]): ColumnTreatment => ({ as: 'ranked', of });

const byChannel = (
  name: (code: string) => string,
  treatment: (code: string) => ColumnTreatment,
): Record<string, ColumnTreatment> => Object.fromEntries(CHANNELS.map(({ code }) => [name(code), treatment(code)]));

const channelCounts = byChannel(
  (code) => code,
  (code) => count(`ytd.persons.${code}`),
);
const channelCodes = CHANNELS.map(({ code }) => code);

/** The lines of R01 that count persons or households of the city; the others are plans, the register and what is made from these. */
const HEADLINE_LINES: Readonly<Record<string, string>> = {
  'R01.1': 'ytd.persons',
  ...Object.fromEntries(CHANNELS.map(({ code }, index) => [`R01.${index + 2}`, `ytd.persons.${code}`])),
  'R01.8': 'quarter.persons',
  'R01.9': 'ytd.households',
};
const FIRST_QUARTER_LINE = 13;

/** A table of single figures of the city (R09 to R13); of its lines those named count households, persons or borrowers. */
const indicators = (...counted: readonly string[]): TableTreatment => ({
  rows: 'city',
  whole: true,
  columns: {
    line: plain,
    item: plain,
    value: { as: 'count', measure: ({ line }) => (counted.includes(String(line)) ? String(line) : null) },
    ratio: plain,
    capacity: plain,
    amount: plain,
    share: plain,
    printed: plain,
    names: plain,
  },
});

/** The tables of the public edition and how each column of theirs is published (docs/editions.md says why, table by table). */
export const TREATMENTS: Treatments = {
  R01: {
    rows: 'city',
    columns: {
      line: plain,
      item: plain,
      value: {
        as: 'count',
        measure: ({ line }, period) => {
          const quarter = Number(String(line).slice('R01.'.length)) - FIRST_QUARTER_LINE;
          return (
            HEADLINE_LINES[String(line)] ??
            (quarter < 0 || quarter > 3 ? null : `persons.${period.slice(0, 5)}${quarter + 1}`)
          );
        },
      },
      share: derived('value'),
      amount: derived('value'),
    },
  },
  R02: {
    rows: 'code',
    order: 'code',
    columns: {
      rank: ranked('ytd'),
      code: plain,
      unit: plain,
      registeredHouseholds: plain,
      registeredPersons: plain,
      plan: plain,
      quarter: count('quarter.persons'),
      ytd: count('ytd.persons'),
      ...channelCounts,
      rate: derived('ytd'),
      progress: derived('ytd'),
    },
  },
  R03: {
    rows: 'code',
    columns: {
      code: plain,
      township: plain,
      county: plain,
      unit: plain,
      households: count('households'),
      persons: count('persons'),
      quarter: count('quarter.persons'),
      ytd: count('ytd.persons'),
      ...channelCounts,
      share: derived('ytd', 'persons'),
    },
  },
  R04: {
    rows: 'code',
    columns: {
      code: plain,
      unit: plain,
      ...channelCounts,
      sum: count('ytd.persons'),
      ...byChannel(
        (code) => `${code}.share`,
        () => derived('sum', ...channelCodes),
      ),
    },
  },
  R09: indicators('R09.5'),
  R10: indicators('R10.2'),
  R11: indicators('R11.2'),
  R12: indicators('R12.7', 'R12.13', 'R12.17'),
  R13: indicators('R13.7'),
  R15: {
    rows: 'code',
    columns: {
      code: plain,
      unit: plain,
      due: plain,
      received: plain,
      onTime: plain,
      late: plain,
      missing: plain,
      files: plain,
      resubmissions: plain,
      missingNames: plain,
    },
  },
};
