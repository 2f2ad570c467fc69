import { CITY_PACK } from '../../cities/pack.ts';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldHouseholds } from '../../shared/fold/fold.ts';
import { mergeTallies, type Tally } from '../../shared/fold/tally.ts';
import { CHANNELS } from '../../shared/schema/codes.ts';
import type { Column } from '../../shared/schema/column.ts';
import { HOUSEHOLD_COLUMNS } from '../../shared/schema/household.ts';
import { RECORDS_COLUMNS } from '../../shared/publication/records-columns.ts';
import { recordsParquet, RecordsFile, type AnalystRow } from '../../shared/publication/records-file.ts';
import type { Period } from '../../shared/time/period.ts';
import { historiesOf } from './city.ts';

const TOWNSHIPS = ['371502101', '371525108', '371526102'];
const guide = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'analysts.md'), 'utf8');
const statements = new Map(
  [...guide.matchAll(/```sql ([\w-]+)\n([\s\S]*?)```/g)].map(([, name = '', sql = '']) => [name, sql]),
);

const PERIODS: readonly Period[] = ['2016Q1', '2016Q2'];
const histories = new Map(TOWNSHIPS.map((township) => [township, historiesOf(township, PERIODS)]));

const rowsOf = (period: Period): AnalystRow[] =>
  [...histories.values()].flatMap((households) =>
    [...households]
      .flatMap(([household, history]) => {
        const record = history.get(period);
        return record
          ? [{ pseudonym: createHash('sha256').update(household).digest('base64url').slice(0, 22), record }]
          : [];
      })
      .sort((a, b) => (a.pseudonym < b.pseudonym ? -1 : 1)),
  );

/** The same households through the fold, which knows nothing of the file. */
const tallies = (): Map<string, Tally> =>
  new Map(
    [...histories].map(([township, households]) => [
      township,
      foldHouseholds(households.values(), CITY_PACK.at('2016Q2')),
    ]),
  );

describe('records.parquet', () => {
  const folder = mkdtempSync(join(tmpdir(), 'uplift-records-'));
  const rows = rowsOf('2016Q2');
  const bytes = recordsParquet(CITY_PACK.at('2016Q2'), rows);
  const byTownship = tallies();
  const city = mergeTallies(byTownship.values());
  let connection: DuckDBConnection;

  const query = async (sql: string): Promise<Record<string, unknown>[]> => {
    const reader = await connection.runAndReadAll(sql.replaceAll("'records", `'${folder}/records`));
    return reader.getRowObjectsJson() as Record<string, unknown>[];
  };
  const documented = (name: string): Promise<Record<string, unknown>[]> =>
    query(statements.get(name) ?? `no statement ${name}`);

  beforeAll(async () => {
    connection = await (await DuckDBInstance.create()).connect();
    writeFileSync(join(folder, 'records.parquet'), bytes);
    writeFileSync(join(folder, 'records-q1.parquet'), recordsParquet(CITY_PACK.at('2016Q1'), rowsOf('2016Q1')));
  });
  afterAll(() => {
    connection.closeSync();
    rmSync(folder, { recursive: true });
  });

  it('has no column that is personal, kept out of the table, or free text', () => {
    const allowed = new Set(RECORDS_COLUMNS.map(({ name }) => name.replace(/_fen$/, '')));
    const columns: readonly Column[] = HOUSEHOLD_COLUMNS;
    const places = new Set(['period', 'village_code']);
    for (const column of columns) {
      const keptBack = column.personal === true || column.stored === false || column.type.kind === 'text';
      expect(allowed.has(column.field), column.field).toBe(places.has(column.field) || !keptBack);
    }
  });

  it('holds no name, household number, identity number, phone or remark of anybody', () => {
    const text = Buffer.from(bytes).toString('latin1');
    for (const { record } of rows.slice(0, 300)) {
      const whole = record as unknown as Record<string, string | null>;
      for (const field of ['household_no', 'head_id_no', 'phone', 'head_name', 'helper_name', 'remark']) {
        const value = whole[field];
        if (value) expect(text.includes(Buffer.from(value).toString('latin1')), field).toBe(false);
      }
    }
  });

  it('gives every value back: text, lists, fen, decimals, flags, dates and blanks', async () => {
    const [first] = rows;
    const wanted = first?.record as unknown as Record<string, unknown>;
    const [read] = await query(`SELECT * FROM 'records.parquet' WHERE pseudonym = '${first?.pseudonym}'`);
    for (const { name, kind, scale } of RECORDS_COLUMNS.slice(6)) {
      const value = wanted[name.replace(/_fen$/, '')] ?? null;
      const shown =
        kind === 'long' && value !== null
          ? String(value as number)
          : kind === 'decimal' && value !== null
            ? (Number(value) / 10 ** scale).toFixed(scale)
            : value;
      expect(read?.[name], name).toEqual(shown);
    }
    expect(read).toMatchObject({
      period: '2016Q2',
      county_code: '371502',
      town_code: '371502101',
      village_code: wanted['village_code'],
    });
  });

  it('has the sums of the fold', async () => {
    const [sums] = await query(
      `SELECT count(*)::INT AS households, sum(household_size)::INT AS persons, sum(uplift_persons)::INT AS uplifted, sum(uplift_amount_fen)::BIGINT AS fen FROM 'records.parquet'`,
    );
    expect(sums).toEqual({
      households: city['households'],
      persons: city['persons'],
      uplifted: city['quarter.persons'],
      fen: String(rows.reduce((sum, { record }) => sum + record.uplift_amount, 0)),
    });
  });

  it('is the same file whether rows come at once or township by township', () => {
    const file = new RecordsFile(CITY_PACK.at('2016Q2'));
    for (const township of TOWNSHIPS) file.append(rows.filter(({ record }) => record.town_code === township));
    expect(Buffer.from(file.finish()).equals(bytes)).toBe(true);
  });

  it('is a file with its columns when nobody has reported', async () => {
    writeFileSync(join(folder, 'records-none.parquet'), recordsParquet(CITY_PACK.at('2016Q2'), []));
    expect(await query(`SELECT count(*)::INT AS count FROM 'records-none.parquet'`)).toEqual([{ count: 0 }]);
    expect(await query(`SELECT column_name FROM (DESCRIBE SELECT * FROM 'records-none.parquet')`)).toHaveLength(
      RECORDS_COLUMNS.length,
    );
  });

  it('answers the queries of the guide with the figures of the fold', async () => {
    const channels = await documented('quarter-by-channel');
    expect(Object.fromEntries(channels.map(({ channel, persons }) => [channel, Number(persons)]))).toEqual(
      Object.fromEntries(CHANNELS.map(({ code }) => [code, city[`quarter.persons.${code}`]])),
    );
    const townships = await documented('quarter-by-township');
    expect(
      townships.map((row) => [
        row['town_code'],
        Number(row['households']),
        Number(row['persons']),
        Number(row['uplifted']),
      ]),
    ).toEqual(
      [...byTownship].map(([code, tally]) => [code, tally['households'], tally['persons'], tally['quarter.persons']]),
    );
    expect(await documented('quarter-by-unit')).toHaveLength(3);
    expect(await documented('year-to-date')).toEqual([{ persons: String(city['ytd.persons']) }]);
    const measures = await documented('households-by-measure');
    expect(measures.reduce((sum, row) => sum + Number(row['households']), 0)).toBe(
      rows.reduce((sum, { record }) => sum + (record.measures?.length ?? 0), 0),
    );
    expect((await documented('income-by-type')).map((row) => row['household_type'])).toEqual(['1', '2', '3']);
  });

  it('has every statement of the guide for DuckDB run', () => {
    const run = [
      'quarter-by-channel',
      'quarter-by-unit',
      'quarter-by-township',
      'income-by-type',
      'households-by-measure',
      'year-to-date',
    ];
    expect(
      [...statements.keys()].filter((name) => !/^(?:tidy|ddl|series)-/.test(name) && !name.startsWith('athena')).sort(),
    ).toEqual(run.sort());
  });
});
