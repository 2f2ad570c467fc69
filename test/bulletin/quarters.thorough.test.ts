/** The quarters beside each other on the page of a bulletin. */
import { describe, expect, it } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { bulletinHtml } from '../../shared/bulletin/bulletin-page.ts';
import { hrefFrom } from '../../shared/bulletin/issue.ts';
import {
  ownDivisions,
  quarterFigures,
  type QuarterFigures,
  type UnitFigures,
} from '../../shared/summary/quarter-figures.ts';
import type { Summary } from '../../shared/summary/summary.ts';
import { SUPPRESSED, type ReportRow, type ReportTable } from '../../shared/tables/report-table.ts';
import type { Period } from '../../shared/time/period.ts';
import { citySummary } from '../report/city-summary.ts';

const [PERIOD, UNIT, ABSENT] = ['2016Q2', '371525', '371525108'] as const;
const CITY = CITY_PACK.at(PERIOD);
const summary = citySummary([ABSENT]);
const own = quarterFigures(summary, ownDivisions(CITY));

/** The quarter as another one, with the figures of the whole and of a unit changed. */
const quarter = (period: Period, change: Partial<UnitFigures> = {}): QuarterFigures => {
  const changed = (figures: UnitFigures | undefined): UnitFigures =>
    ({ ...figures, absent: 0, isRecut: false, ...change }) as UnitFigures;
  return {
    ...own,
    period,
    whole: changed(own.whole),
    units: new Map(own.units).set(UNIT, changed(own.units.get(UNIT))),
  };
};
const pageOf = (...earlier: readonly QuarterFigures[]): string =>
  bulletinHtml(summary, CITY, { folder: '', earlier, restates: null });
const figureOf = (html: string, id: string): string =>
  new RegExp(`<figure id="chart-${id}">[\\s\\S]*?</figure>`).exec(html)?.[0] ?? '';
const dataOf = (html: string, id: string): string[] =>
  (JSON.parse(/json">(.*)<\/script>/.exec(figureOf(html, id))?.[1] ?? '""') as string).split('\n');

describe('the quarters of a bulletin', () => {
  it('draw the year to date and the quarter of every quarter on file, from their published figures', () => {
    const rows = dataOf(pageOf(quarter('2016Q1', { quarter: 20_001, ytd: 20_002 })), 'trend');
    expect(rows).toContain('2016Q1,2016Q1,当季带动增收人数,persons uplifted in the quarter,number,20001,normal,,');
    expect(rows).toContain('2016Q1,2016Q1,本年累计带动增收人数,"persons uplifted, year to date",number,20002,normal,,');
    expect(rows.filter((row) => row.startsWith('2016Q2,'))).toHaveLength(2);
    expect(pageOf()).not.toContain('id="quarters"');
  });

  it('are the same bytes whatever the process has drawn before', () => {
    const [once, again] = [pageOf(quarter('2015Q2'), quarter('2016Q1')), pageOf(quarter('2015Q2'), quarter('2016Q1'))];
    expect(again).toBe(once);
    expect(once).not.toContain('url(#');
  });

  it('never hold a figure that an edition suppressed: no bar, no number, no data', () => {
    const html = pageOf(quarter('2015Q2', { quarter: 'suppressed', ytd: 'suppressed' }), quarter('2016Q1'));
    expect(dataOf(html, 'trend')[1]).toMatch(/^2015Q2,.*,number,,suppressed,/);
    expect(dataOf(html, 'last-year').filter((row) => /^冠县,.*2015Q2/.test(row))).toEqual([
      expect.stringContaining(',number,,suppressed,'),
    ]);
    expect(dataOf(html, 'multiples').filter((row) => row.startsWith('冠县 2015Q2'))).toEqual([
      expect.stringContaining(',percent,,suppressed,'),
    ]);
    expect(html).toContain('不予公布的数不画、不推算');
  });

  it('leave a gap where a quarter is not published, and say so', () => {
    const html = pageOf(quarter('2015Q3'), quarter('2016Q1'));
    expect(html).toContain('2015Q4没有可用的已公布数');
    expect(dataOf(html, 'trend').filter((row) => row.startsWith('2015Q4,'))).toEqual([
      expect.stringContaining(',missing,'),
      expect.stringContaining(',missing,'),
    ]);
    expect(figureOf(html, 'last-year')).toBe('');
  });

  it('say which townships a quarter lacks and which units were cut otherwise, and mark them', () => {
    const html = pageOf(quarter('2015Q2', { absent: 3, isRecut: true }));
    expect(html).toContain('2015Q2有3个乡镇（街道）未计入（冠县3个）');
    expect(html).toContain('2015Q2的冠县与现在的区划不同');
    expect(figureOf(html, 'last-year')).toContain('※');
    expect(dataOf(html, 'last-year').find((row) => row.startsWith('冠县'))).toMatch(/1个乡镇（街道）未计入/);
  });

  it('say where what is on file by now makes another figure of an earlier quarter of the year', () => {
    const line = summary.tables['R01']?.rows.find((row) => row['line'] === 'R01.quarter.2016Q1');
    const now = Number(line?.['value']);
    expect(pageOf(quarter('2016Q1', { quarter: now }))).not.toContain('图中是公布的数');
    expect(pageOf(quarter('2016Q1', { quarter: now - 5 }))).toMatch(
      /2016Q1当季公布为[\d,]+人，按现在在档的数据为[\d,]+人/,
    );
  });

  it('are answered in the first lines: against last year, else against the quarter before', () => {
    const half = { quarter: Number(own.whole.quarter) * 2 };
    expect(pageOf(quarter('2016Q1', half))).toMatch(/上季（2016Q1）为[\d,]+人，下降50.0%（两季范围不同，不完全可比）/);
    expect(pageOf(quarter('2015Q2', half), quarter('2016Q1'))).toContain('去年同期（2015Q2）为');
    expect(pageOf(quarter('2015Q2', { quarter: 'suppressed' }))).not.toContain('去年同期（2015Q2）为');
  });
});

describe('the figures of a published quarter', () => {
  const withRows = (change: (row: ReportRow) => ReportRow): Summary => {
    const table = summary.tables['R02'] as ReportTable;
    return { ...summary, tables: { ...summary.tables, R02: { ...table, rows: table.rows.map(change) } } };
  };

  it('of units that became one are added, and hidden where a part is hidden', () => {
    const merged = { ...ownDivisions(CITY), codeNow: (code: string) => (code === '371526' ? UNIT : code) };
    const sum = ['371525', '371526'].reduce((total, unit) => total + Number(own.units.get(unit)?.ytd), 0);
    expect(quarterFigures(summary, merged).units.get(UNIT)?.ytd).toBe(sum);
    const hidden = withRows((row) => (row['code'] === '371526' ? { ...row, ytd: SUPPRESSED } : row));
    expect(quarterFigures(hidden, merged).units.get(UNIT)).toMatchObject({ ytd: 'suppressed', isRecut: true });
    expect(own.units.get(UNIT)).toMatchObject({ absent: 1, isRecut: false });
  });

  it('of a unit that nobody has reported for are unknown and not zero', () => {
    const silent = CITY.register.due.filter(({ unit }) => unit === UNIT);
    const completeness = {
      ...summary.completeness,
      missing: silent.map(({ code, name }) => ({ code, name, unit: '', registeredPersons: null })),
    };
    const zero = withRows((row) => (row['code'] === UNIT ? { ...row, quarter: 0, ytd: 7 } : row));
    const figures = quarterFigures({ ...zero, completeness }, ownDivisions(CITY));
    expect(figures.units.get(UNIT)).toMatchObject({ quarter: null, ytd: 7, absent: silent.length });
  });
});

it.each([
  ['reports/2016Q2/rev-1/public/', 'reports/2016Q2/bulletin.html', './../../bulletin.html'],
  ['reports/2016Q2/rev-1/public/cities/3709/', 'reports/bulletin.html', './../../../../../bulletin.html'],
  ['reports/2016Q2/rev-1/internal/', 'reports/2016Q2/rev-1/internal/manifest.json', './manifest.json'],
])('from %s to %s leads %s', (from, to, href) => {
  expect(hrefFrom(from, to)).toBe(href);
});
