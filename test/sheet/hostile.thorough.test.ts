import { describe, expect, test } from 'vitest';
import { writeWorkbook } from '../../shared/sheet/write.ts';
import {
  onlySheet,
  oneSheet,
  pack,
  read,
  refusalOf,
  sharedStrings,
  workbookPart,
  worksheet,
} from './workbook-parts.ts';

const HONEST = writeWorkbook([
  {
    name: '户表',
    rows: [
      ['户编号', '姓名'],
      ...Array.from({ length: 40 }, (_, row) => [`371599${String(row).padStart(12, '0')}`, row * 1.5]),
    ],
  },
  { name: '填表说明', rows: [[{ value: '说明', comment: '批注' }]] },
]);

/** Small and reproducible: the same mutants on every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('hostile archives', () => {
  test('a zip bomb is F11, by what comes out and not by what the directory claims', () => {
    const bomb = Buffer.from(pack(oneSheet(new Uint8Array(30_000_000).fill(32))));
    const limits = { inflatedBytes: 1_000_000 };
    expect(refusalOf(bomb, limits)).toMatch(/^F11 .*解压后超过上限/);
    for (let at = bomb.indexOf('PK\u{1}\u{2}'); at >= 0; at = bomb.indexOf('PK\u{1}\u{2}', at + 4))
      bomb.writeUInt32LE(10, at + 24);
    expect(refusalOf(bomb, limits)).toMatch(/^F11 /);
  });

  test('many parts together count against one limit', () => {
    const sheets = Array.from({ length: 50 }, (_, index) => `<sheet name="s${index}" r:id="rId1"/>`).join('');
    const parts = oneSheet(worksheet(`<row><c t="inlineStr"><is><t>${'x'.repeat(30_000)}</t></is></c></row>`), {
      'xl/workbook.xml': workbookPart(`<sheets>${sheets}</sheets>`),
    });
    expect(refusalOf(pack(parts), { inflatedBytes: 1_000_000 })).toMatch(/^F11 /);
  });

  test('too many entries are F11', () => {
    const extra = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`media/${index}`, 'x']));
    expect(refusalOf(pack(oneSheet(worksheet(''), extra)), { archiveEntries: 50 })).toMatch(/^F11 .*上限 50 个/);
  });

  test('names that climb out of the archive and archives inside are harmless', () => {
    const parts = oneSheet(worksheet('<row><c><v>1</v></c></row>'), {
      '../../etc/passwd': 'x',
      '/abs': 'x',
      'xl/embeddings/a.zip': HONEST,
    });
    expect(onlySheet(pack(parts)).rows).toEqual([[1]]);
  });

  test('a file cut off at every 97th byte is refused as damaged', () => {
    for (let length = 4; length < HONEST.length; length += 97) {
      expect(refusalOf(HONEST.subarray(0, length))).toMatch(/^F01 .*已损坏/);
    }
  });

  test('300 files with changed bytes: read or refused, never an exception, and never other figures', () => {
    const honest = JSON.stringify(read(HONEST));
    const pick = numbers(7);
    for (let mutant = 0; mutant < 300; mutant++) {
      const bytes = Uint8Array.from(HONEST);
      for (let change = pick(3); change >= 0; change--) bytes[pick(bytes.length)] = pick(256);
      const result = read(bytes);
      if (!('refused' in result) && result.format === 'xlsx') expect(JSON.stringify(result)).toBe(honest);
    }
  });

  test('300 archives whose parts have changed bytes but right checksums: read or refused, never an exception', () => {
    const strings = sharedStrings('<t>户编号</t>', '<r><t>a&amp;b_x0041_</t></r><rPh><t>c</t></rPh>');
    const sheet = worksheet(
      '<row r="1" hidden="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="b"><v>1</v></c><c r="C1"><f>1</f><v>-1.5</v></c></row>',
      '<cols><col min="1" max="2" hidden="1"/></cols>',
      '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>',
    );
    const original = oneSheet(sheet, { 'xl/sharedStrings.xml': strings });
    const names = Object.keys(original);
    const pick = numbers(11);
    for (let mutant = 0; mutant < 300; mutant++) {
      const name = names[pick(names.length)]!;
      const bytes = Buffer.from(original[name]!);
      for (let change = pick(3); change >= 0; change--)
        bytes[pick(bytes.length)] = pick(2) === 0 ? pick(256) : bytes[pick(bytes.length)]!;
      expect(read(pack({ ...original, [name]: bytes }))).toBeTypeOf('object');
    }
  });

  test('a wrong checksum is damage', () => {
    const bytes = Buffer.from(HONEST);
    const at = bytes.lastIndexOf('PK\u{1}\u{2}', bytes.indexOf('xl/worksheets/sheet1.xml', bytes.length / 2));
    bytes[at + 16]! ^= 1;
    expect(refusalOf(bytes)).toMatch(/^F01 .*已损坏.*校验和/);
  });

  test('two parts of one name are damage', () => {
    const bytes = Buffer.from(pack(oneSheet(worksheet(''), { 'xl/workbook2xml': 'x' })));
    const renamed = Buffer.from(bytes.toString('latin1').replaceAll('xl/workbook2xml', 'xl/workbook.xml'), 'latin1');
    expect(refusalOf(renamed)).toMatch(/^F01 .*重名/);
  });
});

describe('hostile parts', () => {
  test.each([
    ['a document type', '<!DOCTYPE worksheet SYSTEM "http://127.0.0.1/x.dtd"><worksheet/>'],
    ['an entity', '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet/>'],
    ['a bare entity', '<worksheet><!ENTITY a "b"></worksheet>'],
  ])('%s is F01 and not processed', (_what, xml) => {
    expect(refusalOf(pack(oneSheet(xml)))).toMatch(/^F01 .*DTD/);
    expect(
      refusalOf(pack(oneSheet(worksheet(''), { 'xl/workbook.xml': xml.replaceAll('worksheet', 'workbook') }))),
    ).toMatch(/^F01 .*DTD/);
  });

  test('a cell of 10 MB is F11 and is named', () => {
    const inline = worksheet(`<row r="7"><c r="C7" t="inlineStr"><is><t>${'x'.repeat(10_000_000)}</t></is></c></row>`);
    expect(refusalOf(pack(oneSheet(inline)))).toMatch(/^F11 工作表“户表”第 7 行第 3 列（C7）有 10000000 个字符/);
    const shared = oneSheet(worksheet('<row r="7"><c r="C7" t="s"><v>0</v></c></row>'), {
      'xl/sharedStrings.xml': sharedStrings(`<t>${'x'.repeat(1_000_000)}</t>`),
    });
    expect(refusalOf(pack(shared))).toMatch(/^F11 .*C7/);
  });

  test('16,384 styled columns are nothing, one value among them is F11', () => {
    const letters = Array.from({ length: 16_384 }, (_, column) => {
      let name = '';
      for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
        name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
      return name;
    });
    const styled = (row: number) =>
      `<row r="${row}">${letters.map((name) => `<c r="${name}${row}" s="1"/>`).join('')}</row>`;
    const rows = `<row r="1"><c r="A1"><v>1</v></c></row>${Array.from({ length: 30 }, (_, row) => styled(row + 2)).join('')}`;
    expect(onlySheet(pack(oneSheet(worksheet(rows)))).rows).toEqual([[1]]);
    const value = `${rows}<row r="40"><c r="XFD40"><v>1</v></c></row>`;
    expect(refusalOf(pack(oneSheet(worksheet(value))))).toMatch(/^F11 .*第 40 行第 16384 列（XFD40）/);
  });

  test('a million empty styled rows are nothing, a value below them is F11', () => {
    // All but the last thousand are left out, as Excel does; test/sheet/hostile-files.ts has a million that are there.
    const styled = '<row s="5" customFormat="1" hidden="1"><c s="5"/><c s="6"/></row>';
    const rows = `<row r="1"><c r="A1"><v>1</v></c></row><row r="1047575"/>${styled.repeat(1_000)}`;
    const limits = { fileBytes: 100_000_000 };
    const sheet = onlySheet(pack(oneSheet(worksheet(rows)), 0), limits);
    expect(sheet.rows).toEqual([[1]]);
    expect(sheet.hiddenRows.size).toBe(0);
    const below = pack(oneSheet(worksheet(`${rows}<row><c><v>2</v></c></row>`)), 0);
    expect(refusalOf(below, limits)).toMatch(/^F11 .*第 1048576 行/);
  });

  test('values far to the right in many rows cannot be used to exhaust memory', () => {
    const rows = '<row><c r="XFD1"><v>1</v></c></row>'.repeat(1000);
    expect(refusalOf(pack(oneSheet(worksheet(rows))), { columns: 16_384 })).toMatch(/^F11 .*空单元格过多/);
  });

  test('deep nesting and endless tags end in a refusal or a sheet', () => {
    expect(refusalOf(pack(oneSheet(`<worksheet>${'<a>'.repeat(500_000)}`)))).toMatch(/^F01 /);
    expect(refusalOf(pack(oneSheet(`<worksheet><sheetData><row ${'a="'.repeat(200_000)}`)))).toMatch(/^F01 /);
    const nested = `${'<a>'.repeat(200_000)}${'</a>'.repeat(200_000)}`;
    expect(onlySheet(pack(oneSheet(worksheet('<row><c><v>1</v></c></row>', nested)))).rows).toEqual([[1]]);
  });

  test('a part packed in an unknown way is damage', () => {
    const bytes = Buffer.from(HONEST);
    for (let at = bytes.indexOf('PK\u{1}\u{2}'); at >= 0; at = bytes.indexOf('PK\u{1}\u{2}', at + 4))
      bytes.writeUInt16LE(99, at + 10);
    expect(refusalOf(bytes)).toMatch(/^F01 .*压缩方法 99/);
  });
});
