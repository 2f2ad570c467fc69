import { execFileSync } from 'node:child_process';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeWorkbook, type CellSpec, type SheetSpec } from '../../shared/sheet/write.ts';
import { sheetNames } from '../../shared/sheet/write-text.ts';
import { character, codePoint } from '../any-text.ts';
import { onlySheet, read } from './workbook-parts.ts';

function partsOf(sheets: readonly SheetSpec[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(unzipSync(writeWorkbook(sheets))).map(([name, bytes]) => [name, strFromU8(bytes)]),
  );
}

const sheetXml = (sheet: Omit<SheetSpec, 'name'>): string =>
  partsOf([{ name: '表', ...sheet }])['xl/worksheets/sheet1.xml'] ?? '';
const roundTrip = (rows: readonly (readonly CellSpec[])[]) => onlySheet(writeWorkbook([{ name: '表', rows }])).rows;

const FULL: SheetSpec = {
  name: '总表',
  rows: [
    [
      {
        value: '371599196203045718',
        style: { numberFormat: '@', bold: true, fill: 'ffff00' },
        link: "'总表'!A1",
        comment: '看 <这里>\n第二行',
      },
      1.5,
      true,
    ],
  ],
  columnWidths: [20, null, 8],
  rowHeights: [30],
  merges: [{ top: 0, left: 1, bottom: 0, right: 2 }],
  freeze: { rows: 2, columns: 1 },
  autoFilter: { top: 0, left: 0, bottom: 5, right: 2 },
  landscape: true,
  printTitleRows: 2,
};

describe('what is written can be read', () => {
  test('text stays text: IDs, formulas, numbers, truth values', () => {
    const texts = ['371599196203045718', '=1+1', '+1', '-1', '@x', '0012', 'TRUE', '1e5', '#REF!'];
    expect(roundTrip([texts])).toEqual([texts]);
  });

  test('a sheet of some megabytes comes back whole, wherever its characters fall', () => {
    const rows = Array.from({ length: 2_000 }, (_, row) =>
      Array.from({ length: 25 }, (__, column) =>
        column % 3 === 0 ? row * column : `${'乡𠮷村'.repeat(column % 8)}${row}`,
      ),
    );
    expect(roundTrip(rows)).toEqual(rows);
  });

  test('characters that XML cannot hold are dropped, the rest survives', () => {
    expect(
      roundTrip([
        ['a\0b\u{1}\u{b}\u{ffff}c', ' 前后 ', 'a\tb\nc\r\nd', '_x0041_', '_x005F_', '\u{d800}', '<&>"\'', ']]>', '𠮷·'],
      ]),
    ).toEqual([['abc', ' 前后 ', 'a\tb\nc\r\nd', '_x0041_', '_x005F_', '\u{fffd}', '<&>"\'', ']]>', '𠮷·']]);
  });

  test('text that would become an escape by what is dropped or replaced beside it stays text', () => {
    expect(
      roundTrip([['_x0101\r', '_x00\u{1}41_', '_x0041\u{b}_', '_\u{ffff}x0041_', '_x0041_x0042\r_x0043_']]),
    ).toEqual([['_x0101\r', '_x0041_', '_x0041_', '_x0041_', '_x0041_x0042\r_x0043_']]);
  });

  test('a number that is not finite is seen as an error, a text too long for Excel is cut at a character', () => {
    expect(roundTrip([[Number.NaN, Infinity]])).toEqual([[{ broken: '#NUM!' }, { broken: '#NUM!' }]]);
    const [cut] = roundTrip([[`${'字'.repeat(32_765)}𠮷字字`]])[0] ?? [];
    expect(cut).toBe(`${'字'.repeat(32_765)}…`);
  });

  test('property: any rows come back', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));
    const xmlText = fc
      .string({ unit: character, maxLength: 20 })
      .map((text) => text.toWellFormed().replace(/[\p{Cc}\u{fffe}\u{ffff}]/gu, '\n'));
    const escaped = fc.string({
      unit: fc.constantFrom('_', 'x', '0', '0', '4', '1', '_x0041', '\u{1}', '\r', '\n', ' ', '&', '<'),
      maxLength: 16,
    });
    const cell = fc.oneof(fc.constant(null), number, fc.integer(), fc.boolean(), xmlText, escaped);
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 6 }), fc.boolean(), (rows, styled) => {
        const specs = rows.map((row) =>
          row.map((value): CellSpec => (styled ? { value, style: { border: true } } : value)),
        );
        const read = roundTrip(specs).map((row) => [...row]);
        const expected = rows.map((row) =>
          trimmed(
            row.map((value) => (typeof value === 'string' ? value.replaceAll('\u{1}', '') || null : value)),
            null,
          ),
        );
        while (expected.at(-1)?.length === 0) expected.pop();
        expect(read).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  test('merges and hidden sheets come back', () => {
    const result = read(
      writeWorkbook([
        { ...FULL, hidden: true },
        { name: '二', rows: [] },
      ]),
    );
    expect(result).toMatchObject({
      sheets: [
        { name: '总表', hidden: true, merges: FULL.merges },
        { name: '二', hidden: false, rows: [] },
      ],
    });
  });
});

function trimmed<T>(items: readonly T[], empty: T): T[] {
  const end = items.findLastIndex((item) => item !== empty);
  return items.slice(0, end + 1);
}

describe('layout', () => {
  test('widths, heights, merges, panes, filter, page and links are where Excel looks for them, in its order', () => {
    const xml = sheetXml(FULL);
    const order = [
      '<sheetPr>',
      '<dimension ref="A1:C1"/>',
      'topLeftCell="B3"',
      '<col min="1" max="1" width="20"',
      '<col min="3"',
      'ht="30"',
      '<autoFilter ref="A1:C6"/>',
      '<mergeCell ref="B1:C1"/>',
      `location="'总表'!A1"`,
      'orientation="landscape"',
      '<legacyDrawing r:id="rId1"/>',
    ];
    const places = order.map((part) => xml.indexOf(part));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('what guards a sheet stands where Excel looks for it, in its order, with what stays allowed', () => {
    const range = { top: 2, left: 0, bottom: 9, right: 0 };
    const open = { unlocked: true, border: 'BFBFBF' } as const;
    const guarded: SheetSpec = {
      ...FULL,
      tabColor: '1f4e78',
      defaultRowHeight: 18,
      columnStyles: { styles: [open], others: { unlocked: true } },
      isProtected: true,
      highlights: [{ ranges: [range, { ...range, left: 2, right: 2 }], formula: 'A3<1', fill: 'FFEB9C' }],
      validations: [
        {
          range,
          rule: { kind: 'list', source: '选项' },
          otherwise: 'warning',
          error: `"${'长'.repeat(300)}`,
          prompt: { title: '一', text: '二' },
        },
        { range, rule: { kind: 'whole', operator: 'between', from: '0', to: '$B3' }, otherwise: 'stop' },
        { range, rule: { kind: 'list', source: '"是,否"' }, otherwise: 'none' },
      ],
    };
    const parts = partsOf([guarded]);
    const xml = parts['xl/worksheets/sheet1.xml'] ?? '';
    const order = [
      '<sheetPr><tabColor rgb="FF1F4E78"/><pageSetUpPr',
      '<sheetFormatPr defaultRowHeight="18" customHeight="1"/>',
      '<col min="1" max="1" width="20" customWidth="1" style="',
      '<col min="4" max="16384" width="9" style="',
      '</sheetData><sheetProtection sheet="1" formatCells="0"',
      '<autoFilter',
      '<mergeCells',
      '<conditionalFormatting sqref="A3:A10 C3:C10"><cfRule type="expression" dxfId="0" priority="1"><formula>A3&lt;1</formula>',
      '<dataValidations count="3"><dataValidation type="list" errorStyle="warning" allowBlank="1" showInputMessage="1" showErrorMessage="1" error="&quot;长',
      'promptTitle="一" prompt="二" sqref="A3:A10"><formula1>选项</formula1>',
      '<dataValidation type="whole" allowBlank="1" showErrorMessage="1" sqref="A3:A10"><formula1>0</formula1><formula2>$B3</formula2>',
      '<dataValidation type="list" allowBlank="1" sqref="A3:A10"><formula1>&quot;是,否&quot;</formula1>',
      '<hyperlinks>',
    ];
    const places = order.map((part) => xml.indexOf(part));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(/ error="&quot;([^"]*)"/.exec(xml)?.[1]).toBe(`${'长'.repeat(223)}…`);
    expect(parts['xl/styles.xml']).toMatch(/applyProtection="1"><protection locked="0"\/>/);
    expect(parts['xl/styles.xml']).toContain(
      '<dxfs count="1"><dxf><fill><patternFill patternType="solid"><bgColor rgb="FFFFEB9C"/>',
    );
    expect(parts['xl/styles.xml']).toContain('<left style="thin"><color rgb="FFBFBFBF"/></left>');
    expect(() => writeWorkbook([{ ...guarded, tabColor: 'blue' }])).toThrow(RangeError);
  });

  test('names and properties of the workbook come back, and a damaged part of properties costs nothing but them', () => {
    const bytes = writeWorkbook([FULL], {
      names: [{ name: '选项', refersTo: "'总表'!$A$1" }],
      properties: { 模板: '甲 <乙> & "丙"' },
    });
    expect(read(bytes)).toMatchObject({ properties: new Map([['模板', '甲 <乙> & "丙"']]) });
    const parts = unzipSync(bytes);
    expect(strFromU8(parts['xl/workbook.xml'] ?? new Uint8Array())).toContain(
      `<definedName name="选项">'总表'!$A$1</definedName>`,
    );
    const broken = zipSync({ ...parts, 'docProps/custom.xml': strToU8('<!DOCTYPE x [<!ENTITY y "z">]><Properties/>') });
    expect(read(broken)).toMatchObject({ properties: new Map(), sheets: [{ name: '总表' }] });
    const [prefixes = ''] = /xmlns=.*xmlns:vt="[^"]*"/.exec(strFromU8(parts['docProps/custom.xml']!)) ?? [];
    const many = Array.from(
      { length: 5_000 },
      (_, index) => `<property name="${index}"><vt:lpwstr>${'x'.repeat(300)}</vt:lpwstr></property>`,
    );
    const flooded = read(
      zipSync({ ...parts, 'docProps/custom.xml': strToU8(`<Properties ${prefixes}>${many.join('')}</Properties>`) }),
    );
    expect('properties' in flooded && flooded.properties?.size).toBe(100);
    expect(read(writeWorkbook([FULL]))).toMatchObject({ properties: new Map() });
  });

  test('printed titles and the filter have their defined names', () => {
    const workbook = partsOf([{ ...FULL, name: "乡'镇" }])['xl/workbook.xml'];
    expect(workbook).toContain(`<definedName name="_xlnm.Print_Titles" localSheetId="0">'乡''镇'!$1:$2</definedName>`);
    expect(workbook).toContain(`hidden="1">'乡''镇'!$A$1:$C$6</definedName>`);
  });

  test('comments have their text and their box', () => {
    const parts = partsOf([FULL]);
    expect(parts['xl/comments1.xml']).toContain('看 &lt;这里&gt;\n第二行');
    expect(parts['xl/drawings/vmlDrawing1.vml']).toContain('<x:Row>0</x:Row><x:Column>0</x:Column>');
    expect(parts['xl/worksheets/_rels/sheet1.xml.rels']).toContain('../comments1.xml');
    expect(parts['[Content_Types].xml']).toContain('/xl/comments1.xml');
  });

  test('the default font is 宋体 11, text columns have format @, equal styles are stored once', () => {
    const style = { numberFormat: '@', border: true } as const;
    const parts = partsOf([
      {
        name: '表',
        rows: [
          [
            { value: 'a', style },
            { value: 'b', style: { ...style } },
            { value: null, style: { numberFormat: 'yyyy"年"m"月"' } },
          ],
        ],
      },
    ]);
    expect(parts['xl/styles.xml']).toContain('<sz val="11"/><color indexed="8"/><name val="宋体"/>');
    expect(parts['xl/styles.xml']).toContain('<cellXfs count="3">');
    expect(parts['xl/styles.xml']).toContain('numFmtId="49"');
    expect(parts['xl/styles.xml']).toContain('formatCode="yyyy&quot;年&quot;m&quot;月&quot;"');
    expect(parts['xl/worksheets/sheet1.xml']).toContain('<c r="C1" s="2"/>');
  });

  test('names of sheets are made valid and different', () => {
    expect(sheetNames(['a/b:c', "'x'", '', 'A', 'a', '很'.repeat(40), '很'.repeat(40)])).toEqual([
      'a_b_c',
      'x',
      'Sheet3',
      'A',
      'a(2)',
      '很'.repeat(31),
      `${'很'.repeat(28)}(2)`,
    ]);
  });

  test('property: names are never refused by Excel, whatever is asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: codePoint, maxLength: 40 }), { maxLength: 5 }), (wanted) => {
        const names = sheetNames(wanted);
        expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(wanted.length);
        for (const name of names) expect(name).toMatch(/^(?!')[^[\]:*?/\\]{1,31}(?<!')$/);
      }),
    );
  });

  test('a workbook without a visible sheet or with an odd colour is refused at once', () => {
    expect(() => writeWorkbook([])).toThrow(RangeError);
    expect(() => writeWorkbook([{ name: 'a', rows: [], hidden: true }])).toThrow(RangeError);
    expect(() => writeWorkbook([{ name: 'a', rows: [[{ value: 1, style: { color: 'red' } }]] }])).toThrow(RangeError);
  });
});

describe('the same sheets give the same bytes', () => {
  test('in every part, however quickly they are packed', () => {
    expect(unzipSync(writeWorkbook([FULL], { isQuick: true }))).toEqual(unzipSync(writeWorkbook([FULL])));
  });

  test('twice, and with the zip fields of 1980-01-01', () => {
    const bytes = Buffer.from(writeWorkbook([FULL]));
    expect(Buffer.from(writeWorkbook([structuredClone(FULL)])).equals(bytes)).toBe(true);
    for (const [mark, field] of [
      ['PK\u{3}\u{4}', 10],
      ['PK\u{1}\u{2}', 12],
    ] as const) {
      expect(bytes.readUInt32LE(bytes.indexOf(mark) + field)).toBe(0x00210000);
    }
  });

  test('in any time zone', () => {
    const module = new URL('../../shared/sheet/write.ts', import.meta.url).href;
    const script = `import { writeWorkbook } from ${JSON.stringify(module)}; process.stdout.write(writeWorkbook([${JSON.stringify(FULL)}]));`;
    const here = Buffer.from(writeWorkbook([FULL]));
    for (const TZ of ['Asia/Shanghai', 'America/New_York', 'Pacific/Kiritimati']) {
      const there = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
        env: { ...process.env, TZ },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      expect(there.equals(here)).toBe(true);
    }
  });
});
