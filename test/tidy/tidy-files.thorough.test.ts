import { CITY_PACK } from '../../cities/pack.ts';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicEdition } from '../../shared/disclosure/edition.ts';
import { summarise, type Edition, type Summary } from '../../shared/summary/summary.ts';
import { seriesFiles, tidyFiles, type TidyFile } from '../../shared/tidy/tidy-files.ts';
import { cityFacts } from '../report/city-summary.ts';
import { DataPackage } from './data-package-profile.ts';

const ABSENT = '371525108';
const folder = mkdtempSync(join(tmpdir(), 'uplift-tidy-'));
const guide = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'analysts.md'), 'utf8');
const statements = new Map(
  [...guide.matchAll(/```sql (tidy-[\w-]+)\n([\s\S]*?)```/g)].map(([, name = '', sql = '']) => [name, sql]),
);

const first = cityFacts([], '2016Q1');
const second = cityFacts([ABSENT]);
const editionsOf = (facts: typeof first): Readonly<Record<Edition, Summary>> => {
  const internal = summarise(facts);
  const open = publicEdition(internal, facts, []);
  if (open.withheld) throw new Error(open.notice);
  return { internal, public: open.summary };
};
const quarters = [editionsOf(second), editionsOf(first)];
const [newest] = quarters;
const packages = new Map<string, ReadonlyMap<string, TidyFile>>(
  (['internal', 'public'] as const).flatMap((edition) => [
    [edition, tidyFiles(quarters[0]?.[edition] as Summary, CITY_PACK.at('2016Q2'))],
    [
      `series/${edition}`,
      seriesFiles(
        quarters.map((quarter) => ({ ...quarter[edition], period: quarter[edition].period as '2016Q1' })),
        edition,
        CITY_PACK,
      ),
    ],
  ]),
);
const textOf = (name: string, file: string): string => String(packages.get(name)?.get(file)?.content);

let database: DuckDBConnection;
const ask = async (sql: string): Promise<unknown[]> => (await database.runAndReadAll(sql)).getRowObjectsJson();

beforeAll(async () => {
  for (const [name, files] of packages)
    for (const [path, { content }] of files) {
      mkdirSync(dirname(join(folder, name, path)), { recursive: true });
      writeFileSync(join(folder, name, path), content);
    }
  database = await (await DuckDBInstance.create()).connect();
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each([...packages.keys()])('the data package %s', (name) => {
  const descriptor = DataPackage.parse(JSON.parse(textOf(name, 'datapackage.json')));
  const tables = descriptor.resources.flatMap((resource) => ('schema' in resource ? [resource] : []));

  it('is a Data Package of version 2 that lists its files, each beside it', () => {
    const listed = descriptor.resources.map(({ path }) => path).sort();
    const own = [...(packages.get(name)?.keys() ?? [])].filter((path) => path !== 'datapackage.json').sort();
    expect(listed).toEqual(own);
  });

  it('says who publishes it, and does not claim a licence that nobody gave', () => {
    expect(descriptor.contributors[0]).toMatchObject({ roles: ['publisher', 'contact'] });
    expect(descriptor.licenses[0]?.name).toBe(name.endsWith('internal') ? 'other-closed' : 'notspecified');
  });

  it.each(tables.map((table) => [table.path, table] as const))('says what %s holds', async (path, { schema }) => {
    const file = join(folder, name, path);
    const header = textOf(name, path).slice(0, textOf(name, path).indexOf('\n')).split(',');
    expect(header).toEqual(schema.fields.map((field) => field.name));
    for (const column of header) expect(column).toMatch(/^[a-z_]+$/);
    for (const { name: column, title, constraints } of schema.fields) {
      expect(title).toMatch(/.+ \/ .+/);
      const blank = `SELECT count(*) AS n FROM read_csv('${file}', all_varchar=true) WHERE ${column} IS NULL`;
      if (constraints?.required) expect(await ask(blank)).toEqual([{ n: '0' }]);
      const among = constraints?.enum?.map((one) => `'${one}'`).join();
      if (among)
        expect(
          await ask(
            `SELECT DISTINCT ${column} FROM read_csv('${file}', all_varchar=true) WHERE ${column} NOT IN (${among})`,
          ),
        ).toEqual([]);
    }
    const key = schema.primaryKey.join();
    expect(
      await ask(`SELECT ${key} FROM read_csv('${file}', all_varchar=true) GROUP BY ALL HAVING count(*) > 1`),
    ).toEqual([]);
    for (const { fields, reference } of schema.foreignKeys ?? []) {
      const other = tables.find((table) => table.name === reference.resource)?.path ?? '';
      expect(
        await ask(`SELECT ${fields.join()} FROM read_csv('${file}', all_varchar=true)
          EXCEPT SELECT ${reference.fields.join()} FROM read_csv('${join(folder, name, other)}', all_varchar=true)`),
      ).toEqual([]);
    }
  });

  it('has the same rows in Parquet, values as exact decimals', async () => {
    const [parquet] = descriptor.resources.filter(({ format }) => format === 'parquet');
    const file = join(folder, name, parquet?.path ?? '');
    const csv = join(folder, name, tables[0]?.path ?? '');
    const names = (tables[0]?.schema.fields ?? []).map((field) => field.name);
    const types = `types={'value': 'DECIMAL(18,2)', 'revision': 'INTEGER'}`;
    const inCsv = `SELECT * FROM read_csv('${csv}', all_varchar=false, ${types})`;
    expect(await ask(`SELECT typeof(value) AS type FROM '${file}' LIMIT 1`)).toEqual([{ type: 'DECIMAL(18,2)' }]);
    const cast = names.map((column) => `${column}::VARCHAR AS ${column}`).join();
    for (const [a, b] of [
      [`'${file}'`, `(${inCsv})`],
      [`(${inCsv})`, `'${file}'`],
    ])
      expect(await ask(`SELECT ${cast} FROM ${a} EXCEPT ALL SELECT ${cast} FROM ${b}`)).toEqual([]);
  });
});

it('every line and every table of the observations is named in codes.csv, in both languages', async () => {
  for (const [list, column] of [
    ['line', 'line_id'],
    ['table', 'table_id'],
  ])
    expect(
      await ask(`SELECT DISTINCT "${column}" FROM '${folder}/internal/data/observations.csv' o
        ANTI JOIN (SELECT code FROM read_csv('${folder}/internal/data/codes.csv', all_varchar=true) WHERE list = '${list}') c
        ON o."${column}" = c.code`),
    ).toEqual([]);
  const english = textOf('internal', 'data/codes.csv')
    .split('\n')
    .filter((line) => line.startsWith('line,') && !/R18\./.test(line));
  expect(english.filter((line) => /\p{Script=Han}/u.test(line.split(',').at(-1) ?? ''))).toEqual([]);
});

describe('the statements of docs/analysts.md on tidy files', () => {
  const run = async (name: string): Promise<unknown[]> => {
    const sql = statements.get(name);
    if (sql === undefined) throw new Error(`docs/analysts.md has no statement ${name}`);
    const place = (file: string): string =>
      join(folder, file.startsWith('series') ? 'series/public/parquet' : 'public/data', file);
    return ask(
      sql.replaceAll(/'((?:series|observations|units|measures|codes)\.\w+)'/g, (_, file: string) => `'${place(file)}'`),
    );
  };
  const uplifted = newest?.public.headline.personsUplifted;

  it('are all run here', () => {
    expect([...statements.keys()]).toEqual([
      'tidy-headline',
      'tidy-by-unit',
      'tidy-growth',
      'tidy-wide',
      'tidy-hidden',
    ]);
  });

  it('give the headline', async () => {
    expect(await run('tidy-headline')).toEqual([
      { value: uplifted?.yearToDate, unit_of_measure: 'persons', status: 'provisional' },
    ]);
  });

  it('give the units by name, the largest first, and they add to the headline', async () => {
    const rows = (await run('tidy-by-unit')) as { unit_name_en: string; persons: string }[];
    expect(rows[0]).toHaveProperty('unit_name_en');
    expect(rows.reduce((sum, { persons }) => sum + Number(persons), 0)).toBe(uplifted?.yearToDate);
  });

  it('give one growth rate for each pair of quarters in one step', async () => {
    const before = quarters[1]?.public.headline.personsUplifted.quarter ?? 0;
    const growth = (((uplifted?.quarter ?? 0) / before - 1) * 100).toFixed(1);
    expect(await run('tidy-growth')).toMatchObject([
      { period: '2016Q1', persons: `${before}.00`, growth_percent: null },
      { period: '2016Q2', persons: `${uplifted?.quarter}.00`, growth_percent: Number(growth) },
    ]);
  });

  it('give a table with a column for each channel, and count what is hidden', async () => {
    const wide = (await run('tidy-wide')) as Record<string, string>[];
    expect(wide).toHaveLength(CITY_PACK.at('2016Q2').register.units.length);
    expect(Object.keys(wide[0] ?? {})).toEqual(expect.arrayContaining(['IND', 'EMP', 'EDM', 'SOC']));
    expect(((await run('tidy-hidden')) as { table: string }[]).length).toBeGreaterThan(0);
  });
});

it('the table that the guide makes in Athena has the columns of series.parquet, with their types', async () => {
  const ddl = /```sql ddl-series\n[^(]*\(([\s\S]*?)\n\)/.exec(guide)?.[1] ?? '';
  const columns = [...ddl.matchAll(/(\w+) (string|int|decimal\(18,2\))/g)].map(([, name = '', type = '']) => ({
    column_name: name,
    column_type: { string: 'VARCHAR', int: 'INTEGER' }[type] ?? type.toUpperCase(),
  }));
  expect(columns).toEqual(
    await ask(
      `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '${folder}/series/public/parquet/series.parquet')`,
    ),
  );
});

describe('the series', () => {
  it('holds the newest revision of each quarter, oldest first', async () => {
    const rows = await ask(`SELECT period, any_value(revision) AS revision, count(*) > 1000 AS many
      FROM '${folder}/series/internal/parquet/series.parquet' GROUP BY period ORDER BY period`);
    expect(rows).toEqual([
      { period: '2016Q1', revision: 1, many: true },
      { period: '2016Q2', revision: 1, many: true },
    ]);
  });

  it('is nothing where nothing is published', () => {
    expect(seriesFiles([], 'public', CITY_PACK).size).toBe(0);
  });
});
