import { CITY_PACK } from '../../cities/pack.ts';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { summaryWorkbook } from '../../shared/workbook/workbook.ts';
import { hasProgram, savedBySoffice } from '../office-programs.ts';
import { citySummary } from './city-summary.ts';
import { textIn } from '../../shared/tables/report-table.ts';

describe.skipIf(!hasProgram('soffice'))('the workbook of a summary in LibreOffice', () => {
  const city = citySummary(['371525108']);
  const folder = mkdtempSync(join(tmpdir(), 'uplift-workbook-'));
  const file = join(folder, 'workbook.xlsx');
  const bytes = summaryWorkbook(city, CITY_PACK.profile);
  writeFileSync(file, bytes);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has the same figures', async () => {
    // The third sheet as text, quoted where needed, as it is shown.
    await savedBySoffice(
      [file],
      'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,3',
      folder,
    );
    const lines = readFileSync(join(folder, 'workbook-R02 分县（市、区）情况表.csv'), 'utf8').split('\n');
    expect(lines.filter((line) => /^\d+,3715/.test(line))).toHaveLength(11);
    const { columns = [], rows = [] } = city.tables['R02'] ?? {};
    for (const row of rows) {
      const cells = columns.map(({ key, kind }) => {
        const value = row[key];
        return kind === 'percent' && typeof value === 'number' ? `${value / 10}%` : textIn(value);
      });
      // The last cell is empty: above the table it is the way back to the contents.
      expect(lines.find((line) => line.includes(`,${textIn(row['code'])},`))).toBe(`${cells.join(',')},`);
    }
  });

  it('is printed on whole pages', async () => {
    await savedBySoffice([file], 'pdf', folder);
    const pdf = readFileSync(join(folder, 'workbook.pdf'), 'latin1');
    // A4 upright or across: 595 x 842 points. A sheet that did not fit would add pages for the rest of its columns.
    const boxes = [...pdf.matchAll(/\/Type\/Page\/[^>]*?\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/g)].map(
      ([, a, b]) => [Number(a), Number(b)].sort((x, y) => x - y).map(Math.round),
    );
    const sheets = Object.keys(unzipSync(bytes)).filter((name) => name.startsWith('xl/worksheets/sheet')).length;
    expect(boxes.length).toBeGreaterThan(sheets);
    expect(boxes.length).toBeLessThan(sheets + 12);
    for (const box of boxes) expect(box).toEqual([595, 842]);
  });
});
