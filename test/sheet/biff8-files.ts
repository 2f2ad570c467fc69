/**
 * .xls files put together record by record ([MS-XLS]), for what no writer at hand writes.
 */
import { CFB } from '@e965/xlsx';

export const words = (...values: number[]): Buffer => Buffer.from(Uint16Array.from(values).buffer);

export function record(type: number, body: Uint8Array = Buffer.alloc(0)): Buffer {
  return Buffer.concat([words(type, body.length), body]);
}

export function compoundFile(...streams: readonly (readonly [name: string, content: Uint8Array])[]): Uint8Array {
  const file = CFB.utils.cfb_new();
  for (const [name, content] of streams) CFB.utils.cfb_add(file, name, Buffer.from(content));
  return Uint8Array.from(CFB.write(file, { type: 'buffer' }) as Uint8Array);
}

/** The Workbook stream of a compound file. */
export function streamOf(file: Uint8Array): Buffer {
  return Buffer.from(CFB.find(CFB.read(file, { type: 'buffer' }), '/Workbook')!.content as Uint8Array);
}

const bof = (kind: number): Buffer => record(0x809, words(0x600, kind, 0, 0, 0, 0, 0, 0));

/** BOUNDSHEET of a visible worksheet named with one character. */
const boundSheet = (at: number, name: string): Buffer =>
  record(0x85, Buffer.concat([words(at & 0xffff, at >> 16, 0), Buffer.from([1, 1]), Buffer.from(name, 'utf16le')]));

/** A stream with one worksheet 甲 of the given records, and perhaps some ahead of it. */
export function biff8Stream(cells: readonly Buffer[], globals: readonly Buffer[] = [], shift = 0): Buffer {
  const before = [bof(5), ...globals];
  const at = Buffer.concat([...before, boundSheet(0, '甲'), record(0x0a)]).length;
  return Buffer.concat([...before, boundSheet(at + shift, '甲'), record(0x0a), bof(0x10), ...cells, record(0x0a)]);
}

export function xlsOf(cells: readonly Buffer[], globals: readonly Buffer[] = []): Uint8Array {
  return compoundFile(['/Workbook', biff8Stream(cells, globals)]);
}

export function number(row: number, column: number, value: number): Buffer {
  const body = Buffer.alloc(14);
  body.set(words(row, column));
  body.writeDoubleLE(value, 6);
  return record(0x203, body);
}

/** LABEL: a text in its cell. */
export function label(row: number, column: number, text: string): Buffer {
  return record(
    0x204,
    Buffer.concat([words(row, column, 0, text.length), Buffer.from([1]), Buffer.from(text, 'utf16le')]),
  );
}

export type FormulaWay = { readonly type?: number; readonly flags?: number; readonly behind?: number };

/** FORMULA in A1 notation row 0, with a number as its result; `behind` is what some writers leave behind the flags. */
export function formula(
  column: number,
  value: number,
  { type = 0x06, flags = 0, behind = 0 }: FormulaWay = {},
): Buffer {
  const body = Buffer.alloc(25);
  body.writeUInt16LE(column, 2);
  body.writeDoubleLE(value, 6);
  body.writeUInt16LE(flags, 14);
  body.writeUInt32LE(behind, 16);
  body.set([3, 0, 0x1e, 1, 0], 20);
  return record(type, body);
}

/** MERGECELLS of one range. */
export const merge = (top: number, bottom: number, left: number, right: number): Buffer =>
  record(0xe5, words(1, top, bottom, left, right));
