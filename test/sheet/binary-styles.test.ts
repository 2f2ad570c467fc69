/** Number formats and struck-through fonts in .xls and .xlsb: what the clerk sees is what counts, in every format. */
import * as fc from 'fast-check';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { formatAt } from '../../shared/sheet/cell-formats.ts';
import type { Sheet } from '../../shared/sheet/grid.ts';
import { bySheetJs } from '../golden/files/make/sheetjs.ts';
import { record, words, xlsOf } from './biff8-files.ts';
import { onlySheet, relationships } from './workbook-parts.ts';
import { longs, row, sheetData, wide, xlsbOf, xlsbRecord } from './xlsb-files.ts';

type Run = { readonly from: number; readonly struck: boolean };
type Text = { readonly text: string; readonly runs: readonly Run[]; readonly isStruck: boolean };

/** Fonts in the order in which both formats name them here: plain, struck. */
const FONTS = [false, true];
const STRIKE = 0x08;

/** The sheet of one column of texts, as an .xls; its fifth font has the number 5, as there is none of number 4. */
function inXls(texts: readonly Text[]): Sheet {
  const font = (struck: boolean): Buffer => record(0x31, words(200, struck ? STRIKE : 0, 0, 0, 0, 0, 0, 0));
  const xf = (number: number): Buffer => record(0xe0, Buffer.concat([words(number, 0), Buffer.alloc(16)]));
  const fonts = [false, false, false, false, ...FONTS].map(font);
  const numberOf = (struck: boolean): number => (struck ? 6 : 5);
  const shared = texts.map(({ text, runs }) =>
    Buffer.concat([
      words(text.length),
      Buffer.from([runs.length > 0 ? 1 | 8 : 1]),
      ...(runs.length > 0 ? [words(runs.length)] : []),
      Buffer.from(text, 'utf16le'),
      ...runs.map(({ from, struck }) => words(from, numberOf(struck))),
    ]),
  );
  const sst = record(0xfc, Buffer.concat([longs(texts.length, texts.length), ...shared]));
  const cells = texts.map(({ isStruck }, at) =>
    record(0xfd, Buffer.concat([words(at, 0, isStruck ? 1 : 0), longs(at)])),
  );
  return onlySheet(xlsOf(cells, [...fonts, xf(5), xf(6), sst]));
}

/** The same as an .xlsb. */
function inXlsb(texts: readonly Text[]): Sheet {
  const font = (struck: boolean): Buffer =>
    xlsbRecord(0x2b, Buffer.concat([words(200, struck ? STRIKE : 0), Buffer.alloc(20)]));
  const xf = (number: number): Buffer => xlsbRecord(0x2f, Buffer.concat([words(0, 0, number), Buffer.alloc(10)]));
  const styles = [...FONTS.map(font), xlsbRecord(0x269), xf(0), xf(1), xlsbRecord(0x26a)];
  const shared = texts.map(({ text, runs }) =>
    xlsbRecord(
      0x13,
      Buffer.concat([
        Buffer.from([runs.length > 0 ? 1 : 0]),
        wide(text),
        ...(runs.length > 0
          ? [longs(runs.length), ...runs.map(({ from, struck }) => words(from, struck ? 1 : 0))]
          : []),
      ]),
    ),
  );
  const cells = texts.flatMap(({ isStruck }, at) => [row(at), xlsbRecord(0x07, longs(0, isStruck ? 1 : 0, at))]);
  return onlySheet(
    zipSync({
      ...unzipSync(xlsbOf(sheetData(...cells))),
      'xl/_rels/workbook.bin.rels': strToU8(
        relationships(
          ['worksheet', 'worksheets/sheet1.bin'],
          ['sharedStrings', 'sharedStrings.bin'],
          ['styles', 'styles.bin'],
        ),
      ),
      'xl/styles.bin': Buffer.concat(styles),
      'xl/sharedStrings.bin': Buffer.concat([
        xlsbRecord(0x9f, longs(texts.length, texts.length)),
        ...shared,
        xlsbRecord(0xa0),
      ]),
    }),
  );
}

const READERS = [
  ['.xls', inXls],
  ['.xlsb', inXlsb],
] as const;

describe.each(READERS)('text that is struck through in an %s', (_extension, sheetOf) => {
  it('is left out of the rows and listed: runs, whole cells, all but a run', () => {
    const sheet = sheetOf([
      {
        text: '1446',
        runs: [
          { from: 0, struck: true },
          { from: 1, struck: false },
        ],
        isStruck: false,
      },
      {
        text: '徐某新清',
        runs: [
          { from: 1, struck: true },
          { from: 2, struck: false },
        ],
        isStruck: false,
      },
      { text: '作废', runs: [], isStruck: true },
      { text: '旧新', runs: [{ from: 1, struck: false }], isStruck: true },
      { text: '全部', runs: [{ from: 0, struck: true }], isStruck: false },
      { text: '照旧', runs: [{ from: 1, struck: false }], isStruck: false },
    ]);
    expect(sheet.rows).toEqual([['446'], ['徐新清'], [], ['新'], [], ['照旧']]);
    expect(sheet.struck?.cells.map(({ row: at, cell }) => [at, cell])).toEqual([
      [2, '作废'],
      [4, '全部'],
    ]);
    expect(sheet.partlyStruck?.cells.map(({ cell }) => cell)).toEqual(['1446', '徐某新清', '旧新']);
  });

  it('is left out wherever its runs begin and end', () => {
    const text = fc.record({
      text: fc.stringMatching(/^[0-9一二三]{1,12}$/),
      isStruck: fc.boolean(),
      cuts: fc.uniqueArray(fc.record({ from: fc.nat({ max: 11 }), struck: fc.boolean() }), {
        selector: ({ from }) => from,
        maxLength: 5,
      }),
    });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), (drawn) => {
        const texts = drawn.map(({ text: whole, isStruck, cuts }): Text => ({
          text: whole,
          isStruck,
          runs: cuts.filter(({ from }) => from < whole.length).toSorted((a, b) => a.from - b.from),
        }));
        const left = texts.map(({ text: whole, runs, isStruck }) =>
          [...whole].filter((_, at) => !(runs.findLast(({ from }) => from <= at)?.struck ?? isStruck)).join(''),
        );
        const sheet = sheetOf([...texts, { text: '末', runs: [], isStruck: false }]);
        expect(sheet.rows.slice(0, -1).map(([cell]) => cell ?? '')).toEqual(left);
        const listed = (sheet.struck?.count ?? 0) + (sheet.partlyStruck?.count ?? 0);
        expect(listed).toBe(texts.filter((one, at) => one.text !== left[at]).length);
      }),
      { numRuns: 40 },
    );
  });
});

describe('number formats', () => {
  const rows = [
    [{ number: 0.04, format: '0.00%' }, { number: 1833.333, format: '#,##0.00' }, 7],
    [{ number: 0.15, format: '0%' }, { number: 42_551, format: 'yyyy/m/d' }, '文字'],
  ];

  it.each(['biff8', 'xlsb', 'ods', 'xlsx'] as const)('are those of the cells in a file of SheetJS: %s', (type) => {
    const sheet = onlySheet(bySheetJs({ sheets: [{ name: '甲', rows }] }, type));
    expect(sheet.rows).toEqual([
      [0.04, 1833.333, 7],
      [0.15, 42_551, '文字'],
    ]);
    const formats = [0, 1].map((at) => [0, 1].map((column) => formatAt(sheet, at, column)));
    expect(formats[0]?.[0]).toMatch(/%$/);
    expect(formats[1]?.[0]).toMatch(/%$/);
    expect(formats[1]?.[1]).toMatch(/y+.*m.*d/i);
    expect([0, 1].map((at) => formatAt(sheet, at, 2))).toEqual(['General', '@']);
  });

  it('of a run of small numbers in one record of an .xls are each its own', () => {
    const xf = (format: number): Buffer => record(0xe0, Buffer.concat([words(0, format), Buffer.alloc(16)]));
    const format = record(0x41e, Buffer.concat([words(164, 4), Buffer.from([0]), Buffer.from('0.0%')]));
    const integer = (value: number): Buffer => longs((value << 2) | 2);
    const mulRk = record(
      0xbd,
      Buffer.concat([words(0, 0, 1), integer(1), words(0), integer(2), words(2), integer(3), words(2)]),
    );
    const sheet = onlySheet(xlsOf([mulRk], [format, xf(0), xf(10), xf(164)]));
    expect(sheet.rows).toEqual([[1, 2, 3]]);
    expect([0, 1, 2].map((column) => formatAt(sheet, 0, column))).toEqual(['0.00%', 'General', '0.0%']);
  });
});
