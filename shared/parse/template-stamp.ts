import { crc32 } from 'node:zlib';
import { TABLES } from '../schema/tables.ts';
import { isPeriod, quarterOf, yearOf, type Period } from '../time/period.ts';

/**
 * The version of the template, and of the columns that each version had. A change of a column makes a test fail until a
 * new line stands here, so that clerks who fill in an older template are told (rule F16).
 */
export const TEMPLATE_VERSIONS: readonly { readonly version: string; readonly columns: string }[] = [
  { version: 't1', columns: 'd31231b7' },
];

export const TEMPLATE_VERSION = TEMPLATE_VERSIONS.at(-1)?.version ?? '';

/** What of the columns a clerk's sheet depends on, as a checksum: their order, names, types, choices and obligation. */
export function columnsChecksum(): string {
  const columns = TABLES.map(({ kind, title, columns }) => [
    kind,
    title.zh,
    columns.map(({ field, header, type, core = false, required = false }) => [
      field,
      header,
      core,
      required,
      { ...type, ...('list' in type ? { list: type.list.map(({ code, zh }) => [code, zh]) } : {}) },
    ]),
  ]);
  return crc32(JSON.stringify(columns)).toString(16).padStart(8, '0');
}

/** Which template a sheet was filled in on. */
export type Stamp = { readonly version: string; readonly division: string; readonly period: Period };

/** The custom property that carries the stamp beside the sheets. */
export const STAMP_PROPERTY = 'UpliftTemplate';

/**
 * The stamp as the sheet shows it, above the header: every format of file keeps it. The quarter is not written as a
 * title would, since the reader takes a quarter above the header for the sheet's own.
 */
export const stampText = ({ version, division, period }: Stamp): string =>
  `模板版本：${version}（${division}，${yearOf(period)}-${quarterOf(period)}）`;

const STAMP = /模板版本\s*[:：]\s*(t\d{1,4})\s*[(（]\s*(\d{2}|\d{4}|\d{6}|\d{9})\s*[,，]\s*(20\d\d)-([1-4])\s*[)）]/;

/** Finds a stamp in a text; null where there is none, as in a sheet of the clerk's own. */
export function findStamp(text: string): Stamp | null {
  const [, version = '', division = '', year = '', quarter = ''] = STAMP.exec(text) ?? [];
  const period = `${year}Q${quarter}`;
  return isPeriod(period) ? { version, division, period } : null;
}
