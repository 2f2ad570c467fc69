import { CITY_PACK } from '../../cities/pack.ts';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { limitsFor } from '../../shared/check/file-limits.ts';
import { summaryWorkbook } from '../../shared/workbook/workbook.ts';
import { readWorkbook } from '../../shared/sheet/read.ts';
import { citySummary } from './city-summary.ts';
import { textIn } from '../../shared/tables/report-table.ts';

describe('the workbook of a summary', () => {
  const city = citySummary(['371525108']);
  const bytes = summaryWorkbook(city, CITY_PACK.profile);
  const parts = unzipSync(bytes);
  const part = (name: string): string => strFromU8(parts[name] ?? new Uint8Array());
  const workbook = readWorkbook(bytes, limitsFor('3715'));
  if ('refused' in workbook) throw new Error(workbook.detail.en);
  const sheets = new Map(workbook.sheets.map((sheet) => [sheet.name.slice(0, 3), sheet]));

  it('prints every table on A4 with its header rows on each page, its area and its page numbers', () => {
    const names = part('xl/workbook.xml');
    for (const [index, sheet] of workbook.sheets.entries()) {
      const xml = part(`xl/worksheets/sheet${index + 1}.xml`);
      // The contents are one page whatever their length; a table takes the pages that it needs.
      const high = index === 0 ? '1' : '0';
      expect(xml, sheet.name).toMatch(
        new RegExp(`<pageSetup paperSize="9" orientation="(?:landscape|portrait)" fitToHeight="${high}"/>`),
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
    const amount = sheets.get('R01')?.rows.find((row) => row[1] === '本年累计带动增收金额');
    expect(amount?.[4]).toBe(Number(city.headline.upliftAmountFen) / 100);
    const units = sheets.get('R02')?.rows ?? [];
    const column = units.find((row) => row.includes('完成率'))?.indexOf('完成率') ?? -1;
    for (const { unit, rate } of city.tables['R02']?.rows ?? [])
      expect(units.find((row) => row.includes(textIn(unit)))?.[column], textIn(unit)).toBe(Number(rate) / 1000);
  });
});
