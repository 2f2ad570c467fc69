/**
 * .xlsb files put together record by record ([MS-XLSB]).
 */
import { zipSync, strToU8 } from 'fflate';
import { relationships } from './workbook-parts.ts';

/** A record with its number and length in as few bytes as they need. */
export function xlsbRecord(type: number, body: Uint8Array = Buffer.alloc(0)): Buffer {
  const head = type < 0x80 ? [type] : [(type & 0x7f) | 0x80, type >> 7];
  for (let rest = body.length; ; rest >>= 7) {
    head.push(rest < 0x80 ? rest : (rest & 0x7f) | 0x80);
    if (rest < 0x80) return Buffer.concat([Buffer.from(head), body]);
  }
}

export const longs = (...values: number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer);
export const wide = (text: string): Buffer => Buffer.concat([longs(text.length), Buffer.from(text, 'utf16le')]);

export const row = (number: number): Buffer => xlsbRecord(0x00, Buffer.concat([longs(number), Buffer.alloc(8)]));
export const real = (column: number, value: number): Buffer =>
  xlsbRecord(0x05, Buffer.concat([longs(column, 0), Buffer.from(Float64Array.of(value).buffer)]));
export const textCell = (column: number, text: string): Buffer =>
  xlsbRecord(0x06, Buffer.concat([longs(column, 0), wide(text)]));
export const sharedCell = (column: number, index: number): Buffer => xlsbRecord(0x07, longs(column, 0, index));

/** BrtBeginSheetData and BrtEndSheetData around the given records. */
export const sheetData = (...records: readonly Buffer[]): Buffer =>
  Buffer.concat([xlsbRecord(0x91), ...records, xlsbRecord(0x92)]);

const bundle = (name: string, relationship: string): Buffer =>
  xlsbRecord(0x9c, Buffer.concat([longs(0, 1), wide(relationship), wide(name)]));

/** A workbook of one sheet 甲, and of others that are named with their relationships alone. */
export function xlsbOf(
  sheet: Uint8Array,
  texts: readonly string[] = [],
  others: readonly (readonly [name: string, relationship: string])[] = [],
): Uint8Array {
  return zipSync({
    '_rels/.rels': strToU8(relationships(['officeDocument', 'xl/workbook.bin'])),
    'xl/_rels/workbook.bin.rels': strToU8(
      relationships(['worksheet', 'worksheets/sheet1.bin'], ['sharedStrings', 'sharedStrings.bin']),
    ),
    'xl/workbook.bin': Buffer.concat([bundle('甲', 'rId1'), ...others.map((other) => bundle(...other))]),
    'xl/sharedStrings.bin': Buffer.concat([
      xlsbRecord(0x9f, longs(texts.length, texts.length)),
      ...texts.map((text) => xlsbRecord(0x13, Buffer.concat([Buffer.from([0]), wide(text)]))),
      xlsbRecord(0xa0),
    ]),
    'xl/worksheets/sheet1.bin': sheet,
  });
}
