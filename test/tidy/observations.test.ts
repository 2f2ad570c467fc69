import { CITY_PACK } from '../../cities/pack.ts';
import { describe, expect, it } from 'vitest';
import { publicEdition } from '../../shared/disclosure/edition.ts';
import { summarise, type Summary } from '../../shared/summary/summary.ts';
import { textIn } from '../../shared/tables/report-table.ts';
import { cellText } from '../../shared/tables/table-csv.ts';
import { observationsOf, type Observation } from '../../shared/tidy/observations.ts';
import { cityFacts } from '../report/city-summary.ts';

const ABSENT = '371525108';
const city = CITY_PACK.at('2016Q2');
const facts = cityFacts([ABSENT]);
const internal = summarise(facts);
const edition = publicEdition(internal, facts, []);
if (edition.withheld) throw new Error(edition.notice);
const open = edition.summary;

const all: Readonly<Record<Summary['edition'], readonly Observation[]>> = {
  internal: observationsOf(internal, city),
  public: observationsOf(open, city),
};
const cell = (edition: Summary['edition'], where: Partial<Observation>): Observation | undefined =>
  all[edition].find((one) => Object.entries(where).every(([key, value]) => one[key as keyof Observation] === value));

describe.each(['internal', 'public'] as const)('the observations of the %s edition', (edition) => {
  const observations = all[edition];

  it('name each figure by table, line, division and measure alone', () => {
    const names = observations.map(({ table, line, unit, measure }) => `${table} ${line} ${unit} ${measure}`);
    expect(names.filter((name, index) => names.indexOf(name, index + 1) !== -1)).toEqual([]);
    expect(names.length).toBeGreaterThan(1500);
  });

  it('have lines in ASCII that begin with their table, and divisions that the register has', () => {
    for (const { table, line, unit, unitName } of observations) {
      expect(line).toMatch(new RegExp(`^${table}(?:\\.[A-Za-z0-9]+)*$`));
      expect(unitName).not.toEqual({ zh: unit, en: unit });
    }
  });

  it('say what every figure is a number of', () => {
    expect(observations.filter(({ unitOfMeasure }) => unitOfMeasure === 'number')).toEqual([]);
  });

  it('have a value, or a status that says why there is none', () => {
    for (const { value, status } of observations)
      expect(value === null).toBe(['suppressed', 'not_reported', 'not_applicable'].includes(status));
  });

  it('are every number that the printed tables hold', () => {
    const { tables } = edition === 'internal' ? internal : open;
    for (const { id, columns, rows, total } of Object.values(tables)) {
      if (id === 'R19') continue;
      const numbers = [...rows, ...(total ? [total] : [])].flatMap((row) =>
        columns.flatMap(({ key, kind }) =>
          kind !== 'text' && kind !== 'line' && typeof row[key] === 'number' ? [row[key]] : [],
        ),
      );
      const own = observations.filter(
        ({ table, value, status }) => table === id && (value !== null || status === 'not_reported'),
      );
      expect(own.length).toBeGreaterThanOrEqual(numbers.length);
    }
  });
});

describe('a value', () => {
  it('is exact in its unit: persons whole, rates to a tenth, money to the fen', () => {
    const [r01, r02] = [internal.tables['R01'], internal.tables['R02']];
    const amount = r01?.rows.find(({ line }) => line === 'R01.amount.ytd')?.['amount'];
    expect(cell('internal', { line: 'R01.amount.ytd' })).toMatchObject({ value: amount, unitOfMeasure: 'yuan' });
    const row = r02?.rows.find(({ code }) => code === '371502');
    const rate = cell('internal', { table: 'R02', unit: '371502', measure: 'rate' });
    expect(`${(rate?.value ?? 0) / 100}%`).toBe(cellText({ kind: 'percent' }, row?.['rate'], true).replace('.0%', '%'));
    expect(cell('internal', { table: 'R02', unit: '371502', measure: 'ytd' })).toMatchObject({
      value: Number(row?.['ytd']) * 100,
      unitOfMeasure: 'persons',
      status: 'provisional',
    });
  });

  it('is of the city where the table has a total, and adds up from its townships', () => {
    const townships = all.internal.filter(
      ({ table, level, measure }) => table === 'R03' && level === 'township' && measure === 'ytd',
    );
    const sum = townships.reduce((total, { value }) => total + (value ?? 0), 0);
    expect(cell('internal', { table: 'R03', level: 'city', measure: 'ytd' })?.value).toBe(sum);
  });

  it('is not reported where a township is silent, but for what it said in earlier quarters', () => {
    const of = (measure: string) => cell('internal', { table: 'R03', unit: ABSENT, measure });
    expect(of('households')).toMatchObject({ value: null, status: 'not_reported' });
    expect(of('quarter')).toMatchObject({ value: null, status: 'not_reported' });
    const printed = internal.tables['R03']?.rows.find(({ code }) => textIn(code) === ABSENT)?.['ytd'];
    expect(of('ytd')).toMatchObject({ value: Number(printed) * 100, status: 'provisional' });
  });

  it('that the public edition hides is blank and suppressed there', () => {
    const hidden = all.public.filter(({ status }) => status === 'suppressed');
    const marks = Object.values(open.tables).flatMap(({ rows, total }) =>
      [...rows, ...(total ? [total] : [])].flatMap((row) => Object.values(row).filter((value) => value === '*')),
    );
    expect(hidden.length).toBeGreaterThan(0);
    expect(hidden).toHaveLength(marks.length);
  });

  it('is provisional until its revision or an earlier one is signed', () => {
    const signed = observationsOf({ ...internal, state: 'final' }, city);
    expect(signed.some(({ status }) => status === 'provisional')).toBe(false);
  });
});
