/** Fills in a template as another program does: the rows go into the XML of its sheets, after the header. */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Value } from '../../shared/schema/column.ts';
import { tableOf, type TableKind } from '../../shared/schema/tables.ts';
import { columnLetters } from '../../shared/sheet/reference.ts';
import { cellValueOf } from '../../shared/template/cell-values.ts';
import { formulaOf } from '../../shared/template/row-formulas.ts';
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
    parts[name] = strToU8(withRows(xml, rows));
  }
  return zipSync(parts);
}

/** In place of the rows that the template has below its header. */
function withRows(xml: string, rows: readonly string[]): string {
  const isLeft = (number: number): boolean => number <= FIRST_ROW || number > FIRST_ROW + rows.length;
  const left = xml.replace(/<row r="(\d+)".*?<\/row>/g, (row, number) => (isLeft(Number(number)) ? row : ''));
  const at = left.search(new RegExp(`<row r="${FIRST_ROW + rows.length + 1}"|</sheetData>`));
  return left.slice(0, at) + rows.join('') + left.slice(at);
}

function rowXml(kind: TableKind, record: Readonly<Record<string, Value>>, number: number): string {
  const cells = tableOf(kind).columns.map((column, index) => {
    const value = cellValueOf(column, record[column.field]);
    const reference = `${columnLetters(index)}${number}`;
    if (value === null) {
      const formula = formulaOf(tableOf(kind).columns, column, number - 1);
      return formula === undefined ? '' : `<c r="${reference}" t="str"><f>${formula}</f><v></v></c>`;
    }
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
