/** Fills in a template as another program does: the rows go into the XML of its sheets, after the header. */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Value } from '../../shared/schema/column.ts';
import { tableOf, type TableKind } from '../../shared/schema/tables.ts';
import { columnLetters } from '../../shared/sheet/reference.ts';
import { cellValueOf } from '../../shared/template/cell-values.ts';
import { FIRST_ROW } from '../../shared/template/sheet-rows.ts';
import { tablesFor } from '../../shared/template/template.ts';

export type Records = Readonly<Partial<Record<TableKind, readonly Readonly<Record<string, Value>>[]>>>;

/** The template of a division with these records filled in. */
export function filledIn(template: Uint8Array, division: string, records: Records): Uint8Array {
  const parts = unzipSync(template);
  for (const [index, { kind }] of tablesFor(division).entries()) {
    const name = `xl/worksheets/sheet${index + 1}.xml`;
    const rows = (records[kind] ?? []).map((record, at) => rowXml(kind, record, FIRST_ROW + 1 + at));
    const xml = strFromU8(parts[name] ?? new Uint8Array());
    parts[name] = strToU8(xml.replace('</sheetData>', `${rows.join('')}</sheetData>`));
  }
  return zipSync(parts);
}

function rowXml(kind: TableKind, record: Readonly<Record<string, Value>>, number: number): string {
  const cells = tableOf(kind).columns.map((column, index) => {
    const value = cellValueOf(column, record[column.field]);
    if (value === null) return '';
    const reference = `${columnLetters(index)}${number}`;
    if (typeof value === 'number') return `<c r="${reference}"><v>${value}</v></c>`;
    const text = String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    return `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
  });
  return `<row r="${number}">${cells.join('')}</row>`;
}

/** A file of the workbook's archive, as text. */
export function partOf(workbook: Uint8Array, name: string): string {
  return strFromU8(unzipSync(workbook)[name] ?? new Uint8Array());
}
