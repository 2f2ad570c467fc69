/** A report table is its own file and its entry in the catalogue: one is added here, and no other file is touched. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { limitsFor } from '../../shared/check/file-limits.ts';
import { measure } from '../../shared/fold/tally.ts';
import type { RevisionFiles } from '../../shared/publication/revision.ts';
import { readWorkbook } from '../../shared/sheet/read.ts';
import type { summarise, Summary } from '../../shared/summary/summary.ts';
import type * as Catalogue from '../../shared/tables/catalogue.ts';
import { sameFigure, sumOver } from '../../shared/tables/identities.ts';
import type { ReportDefinition } from '../../shared/tables/report-table.ts';
import { talliesByUnit } from '../../shared/tables/units.ts';
import { cityFacts } from './city-summary.ts';

const CATALOGUE = '../../shared/tables/catalogue.ts';
const facts = cityFacts();

describe('a table more', () => {
  const R99: ReportDefinition = {
    id: 'R99',
    publication: {
      rows: 'code',
      columns: {
        code: { as: 'plain' },
        unit: { as: 'plain' },
        ytd: { as: 'count', measure: 'ytd.persons' },
      },
    },
    build: (from) => {
      const byUnit = talliesByUnit(from);
      const rows = from.register.units.map(({ code, name }) => ({
        code,
        unit: name,
        ytd: measure(byUnit.get(code), 'ytd.persons'),
        migrants: measure(byUnit.get(code), 'households'),
      }));
      return {
        zh: '新表',
        en: 'A new table',
        unit: { zh: '人', en: 'persons' },
        columns: [
          { key: 'code', zh: '代码', en: 'code', kind: 'text' },
          { key: 'unit', zh: '填报单位', en: 'unit', kind: 'text' },
          { key: 'ytd', zh: '增收人数', en: 'persons uplifted', kind: 'count' },
          { key: 'migrants', zh: '务工户数', en: 'households of migrants', kind: 'count' },
        ],
        rows,
        total: { unit: '合计', ytd: sumOver(rows, 'ytd') + (from.revision - 1), migrants: sumOver(rows, 'migrants') },
        notes: [],
      };
    },
    identities: ({ total }, { tally }) => [sameFigure(total?.['ytd'], measure(tally, 'ytd.persons'))],
  };
  let files: RevisionFiles['files'];
  let longer: { readonly summarise: typeof summarise };
  let book: string;

  beforeAll(async () => {
    vi.resetModules();
    vi.doMock(CATALOGUE, async (importActual) => {
      const { REPORT_TABLES, tidyReadingOf } = await importActual<typeof Catalogue>();
      return { REPORT_TABLES: [...REPORT_TABLES, R99], tidyReadingOf };
    });
    longer = await import('../../shared/summary/summary.ts');
    const { filesOf } = await import('../golden/reports/city-reports.ts');
    const { reportBook } = await import('../../shared/publication/report-book.ts');
    ({ files } = filesOf(facts, 'first'));
    book = reportBook(facts);
  });
  afterAll(() => vi.doUnmock(CATALOGUE));

  it('is in every format and in the book of tables', () => {
    const text = (name: string): string => String(files.get(`internal/${name}`)?.content);
    expect((JSON.parse(text('summary.json')) as Summary).tables['R99']?.rows).toHaveLength(facts.register.units.length);
    expect(text('tables/R99.csv')).toContain('代码,填报单位,增收人数,务工户数');
    expect(text('bulletin.html')).toContain('<section class="sheet short" id="R99">');
    const workbook = readWorkbook(files.get('internal/workbook.xlsx')?.content as Uint8Array, limitsFor('3715'));
    if ('refused' in workbook) throw new Error(workbook.detail.en);
    expect(workbook.sheets.map(({ name }) => name)).toContain('R99 新表');
    expect(book).toContain('## R99 新表 (A new table)');
  });

  it('is public as its own file says, column by column', () => {
    const csv = String(files.get('public/tables/R99.csv')?.content);
    expect(csv).toContain('代码,填报单位,增收人数\r\n');
    expect(csv).not.toContain('务工户数');
  });

  it('stops the publication where its own identity does not hold', () => {
    expect(() => longer.summarise({ ...facts, revision: 2 })).toThrow('T03 汇总校验失败：R99 97801≠97800');
  });
});
