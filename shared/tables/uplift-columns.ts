import { measure, type Tally } from '../fold/tally.ts';
import { perChannel } from '../schema/channels.ts';
import { CHANNELS } from '../schema/codes.ts';
import { count, type ColumnTreatment } from './treatment.ts';
import type { ReportColumn, ReportRow } from './report-table.ts';

const YTD = { zh: '本年累计带动增收人数', en: 'persons uplifted, year to date' };

/** The uplift figures that R02, R03 and their totals share. */
export const UPLIFT_COLUMNS: readonly ReportColumn[] = [
  { key: 'quarter', zh: '本季带动增收人数', en: 'persons uplifted this quarter', kind: 'count' },
  { key: 'ytd', zh: '合计', en: 'total', group: YTD, kind: 'count' },
  ...CHANNELS.map(({ code, zh, en }): ReportColumn => ({ key: code, zh, en, group: YTD, kind: 'count' })),
];

/** How the public edition prints the channels: each is a part of the year to date. */
export const CHANNEL_TREATMENTS: Readonly<Record<string, ColumnTreatment>> = perChannel((code) =>
  count(`ytd.persons.${code}`),
);

/** How the public edition prints them all. */
export const UPLIFT_TREATMENTS: Readonly<Record<string, ColumnTreatment>> = {
  quarter: count('quarter.persons'),
  ytd: count('ytd.persons'),
  ...CHANNEL_TREATMENTS,
};

export function upliftFigures(tally: Tally | undefined): ReportRow {
  return {
    quarter: measure(tally, 'quarter.persons'),
    ytd: measure(tally, 'ytd.persons'),
    ...perChannel((code) => measure(tally, `ytd.persons.${code}`)),
  };
}

/** Column sums of counts and money; other columns stay empty. */
export function sumRows(columns: readonly ReportColumn[], rows: readonly ReportRow[]): Record<string, number | null> {
  return Object.fromEntries(
    columns
      .filter((column) => column.kind === 'count' || column.kind === 'money' || column.kind === 'wan')
      .map(({ key }) => {
        const values = rows.map((row) => row[key]).filter((value) => typeof value === 'number');
        return [key, values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0)];
      }),
  );
}
