import * as z from 'zod';

/**
 * Raised whenever a field of summary.json changes its meaning or its place (docs/schemas/CHANGELOG.md). New fields do
 * not raise it.
 */
export const SUMMARY_SCHEMA_VERSION = 2;

const count = z.int().nonnegative();
const both = z.strictObject({ zh: z.string(), en: z.string() });
const percent = z
  .string()
  .regex(/^(?:—|\d+\.\d%)$/)
  .describe('A percentage with one decimal, or — where there is nothing to divide by');
const value = z.union([z.string(), z.int(), z.null()]);

const Row = z
  .record(z.string(), z.union([value, z.array(z.string())]))
  .describe(
    'Values by column key; null where there is none. Keys that are no columns: `line` names the row where it is not known by its division alone, and is the same in every revision; `partOf` is the line that this one and its fellows add up to; `from` and `to` are the bounds of an income band in fen; a key with En at its end is the English of the text column before it. In the public edition `suppressed` lists the columns whose figure is hidden; their value is null.',
  );

const Table = z.strictObject({
  id: z.string().regex(/^R\d\d$/),
  zh: z.string(),
  en: z.string(),
  unit: both.describe('The unit of measure, as the table prints it'),
  columns: z.array(
    z.strictObject({
      key: z.string(),
      zh: z.string(),
      en: z.string(),
      group: both.optional().describe('The upper header over neighbouring columns'),
      kind: z
        .enum(['text', 'line', 'count', 'percent', 'points', 'rank', 'money', 'wan', 'decimal'])
        .describe(
          'percent and points are integers in tenths (652 is 65.2%), decimal in hundredths; money and wan are in fen; line is the printed number of a line, which another line before it can change',
        ),
    }),
  ),
  rows: z.array(Row),
  total: Row.nullable().describe('合计, where the table has one'),
  notes: z.array(both),
});

const AbsentTownships = z.array(
  z.strictObject({ code: z.string(), name: z.string(), unit: z.string(), registeredPersons: count.nullable() }),
);

/** What summary.json holds. The published JSON Schema is made from this. */
export const SummaryDocument = z
  .strictObject({
    schemaVersion: z.literal(SUMMARY_SCHEMA_VERSION),
    edition: z.enum(['internal', 'public']),
    period: z.string().regex(/^20\d\dQ[1-4]$/),
    revision: z.int().positive(),
    state: z.enum(['provisional', 'final', 'restated']).describe('Where the revision stood when it was made'),
    asOf: z.iso.date().nullable().describe('City date of the newest upload that the figures hold'),
    headline: z.looseObject({
      personsUplifted: z.strictObject({ quarter: count, yearToDate: count }),
      byChannel: z
        .record(z.string().regex(/^[A-Z]+$/), count)
        .describe(
          'Persons uplifted, year to date, by the code of the channel of the household’s latest uplifted quarter; every channel that the register had then',
        ),
      householdsUplifted: z.strictObject({ quarter: count, yearToDate: count }),
      upliftAmountFen: z
        .int()
        .nullable()
        .describe('Year to date, in fen; null in a public edition where one household has nearly all of it'),
      registeredHouseholds: count.nullable(),
      registeredPersons: count.nullable(),
      shareOfRegistered: percent,
      annualTarget: count.nullable(),
      achievementRate: percent,
    }),
    completeness: z.looseObject({
      due: count,
      received: count,
      onTime: count,
      late: count,
      missing: AbsentTownships.describe(
        'Townships that have not reported; the figures do not hold them. registeredPersons: members of the households on file last quarter; null where none are, and in the public edition',
      ),
      notCounted: AbsentTownships.describe(
        'Townships that the system could not count, reported or not; no figure holds a row of theirs, of whatever quarter. registeredPersons as above',
      ),
    }),
    tables: z.record(z.string().regex(/^R\d\d$/), Table),
    checks: z
      .array(
        z.strictObject({
          rule: z.string(),
          severity: z.enum(['error', 'warning', 'trial']),
          zh: z.string(),
          en: z.string(),
        }),
      )
      .describe('What readers should know of the figures'),
    narrative: z.string().describe('The bulletin’s text'),
    narrativeEn: z.string().describe('The same in English'),
  })
  .describe('Quarterly summary of poverty alleviation');
/** The JSON Schema of summary.json, as it is published beside every revision and in docs/schemas. */
export function summarySchema(): string {
  const schema = z.toJSONSchema(SummaryDocument);
  return `${JSON.stringify({ $id: `summary.v${SUMMARY_SCHEMA_VERSION}.json`, title: 'summary.json', ...schema }, null, 2)}\n`;
}
