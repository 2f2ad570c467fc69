import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { limitsFor } from '../../shared/check/file.ts';
import { summaryWorkbook } from '../../shared/workbook/workbook.ts';
import { readWorkbook } from '../../shared/sheet/read.ts';
import { citySummary } from './city-summary.ts';

const SOFFICE = spawnSync('which', ['soffice'], { encoding: 'utf8' }).stdout.trim();

describe('the workbook of a summary', () => {
  const city = citySummary(['371525108']);
  const bytes = summaryWorkbook(city);
  const parts = unzipSync(bytes);
  const part = (name: string): string => strFromU8(parts[name] ?? new Uint8Array());
  const workbook = readWorkbook(bytes, limitsFor('3715'));
  if ('refused' in workbook) throw new Error(workbook.detail.en);
  const sheets = new Map(workbook.sheets.map((sheet) => [sheet.name.slice(0, 3), sheet]));

  it('prints every table on A4 with its header rows on each page, its area and its page numbers', () => {
    const names = part('xl/workbook.xml');
    for (const [index, sheet] of workbook.sheets.entries()) {
      const xml = part(`xl/worksheets/sheet${index + 1}.xml`);
      expect(xml, sheet.name).toMatch(
        /<pageSetup paperSize="9" orientation="(?:landscape|portrait)" fitToHeight="0"\/>/,
      );
      expect(xml, sheet.name).toContain('第 &amp;P 页，共 &amp;N 页');
      expect(names, sheet.name).toContain(`<definedName name="_xlnm.Print_Area" localSheetId="${index}">`);
    }
    expect(part('xl/worksheets/sheet3.xml')).toContain('orientation="landscape"');
    expect(names).toMatch(/Print_Titles" localSheetId="2">'R02 [^!]*'!\$1:\$4</);
  });

  it('has a line to be signed under every table, and a link to and from the contents', () => {
    for (const sheet of workbook.sheets) {
      expect(
        sheet.rows.some((row) => typeof row[0] === 'string' && row[0].includes('单位负责人')),
        sheet.name,
      ).toBe(true);
    }
    const contents = part('xl/worksheets/sheet1.xml');
    for (const name of workbook.sheets.slice(1).map((sheet) => sheet.name))
      expect(contents).toContain(`location="'${name}'!A1"`);
    expect(part('xl/worksheets/sheet2.xml')).toContain(`location="'目录'!A1"`);
  });

  it('keeps figures as numbers in the units that its headers name', () => {
    const amount = sheets.get('R01')?.rows.find((row) => row[0] === 'R01.12');
    expect(amount?.[4]).toBe(city.headline.upliftAmountFen / 100);
    const rate = sheets.get('R02')?.rows[4]?.[12];
    expect(rate).toBe(Number(city.tables['R02']?.rows[0]?.['rate']) / 1000);
  });

  it.skipIf(SOFFICE === '')(
    'opens in LibreOffice, which reads the same figures and prints it on whole pages',
    { timeout: 120_000 },
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'uplift-workbook-'));
      try {
        writeFileSync(join(folder, 'workbook.xlsx'), bytes);
        const convert = (format: string): void => {
          execFileSync(
            SOFFICE,
            [
              `-env:UserInstallation=file://${folder}/profile`,
              '--headless',
              '--convert-to',
              format,
              '--outdir',
              folder,
              join(folder, 'workbook.xlsx'),
            ],
            // Names of sheets become names of files, which need a locale that can write them.
            { stdio: 'ignore', env: { ...process.env, LC_ALL: 'C.UTF-8' } },
          );
        };
        convert('csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,3');
        const lines = readFileSync(join(folder, 'workbook-R02 分县（市、区）情况表.csv'), 'utf8').split('\n');
        const table = city.tables['R02'];
        expect(lines.filter((line) => /^\d+,3715/.test(line))).toHaveLength(11);
        const best = table?.rows[0] ?? {};
        const rate = Number(best['rate']);
        const figures = [
          'rank',
          'code',
          'unit',
          'registeredHouseholds',
          'registeredPersons',
          'plan',
          'quarter',
          'ytd',
          'IND',
          'EMP',
          'EDM',
          'SOC',
        ];
        expect(lines.find((line) => line.startsWith('1,'))).toBe(
          `${figures.map((key) => best[key]).join(',')},${Math.trunc(rate / 10)}.${rate % 10}%,,,正常,`,
        );
        convert('pdf');
        const pdf = readFileSync(join(folder, 'workbook.pdf'), 'latin1');
        // A4 upright or across: 595 x 842 points. A sheet that did not fit would add pages for the rest of its columns.
        const boxes = [...pdf.matchAll(/\/Type\/Page\/[^>]*?\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/g)].map(
          ([, a, b]) => [Number(a), Number(b)].sort((x, y) => x - y).map(Math.round),
        );
        expect(boxes.length).toBeGreaterThan(workbook.sheets.length);
        expect(boxes.length).toBeLessThan(workbook.sheets.length + 12);
        for (const box of boxes) expect(box).toEqual([595, 842]);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});
