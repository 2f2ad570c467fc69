/** Runs second-road.sql over rows as they were sent; imports nothing of how the system counts. */
import { CITY_PACK } from '../../cities/pack.ts';
import type { City } from '../../shared/city/city.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { CAUSES, CHANNELS } from '../../shared/schema/codes.ts';
import type { Period } from '../../shared/time/period.ts';

export type Cell = string | number | boolean | null;

const TABLES = {
  cities: 'city INT, t INT, y0 INT',
  towns: 'code VARCHAR, unit VARCHAR, county VARCHAR',
  place:
    'root VARCHAR, national INT, provincial INT, municipal INT, zone_count INT, a_grant INT, loan INT, leverage INT',
  zones: 'zone VARCHAR, prefix VARCHAR',
  continued: 'old VARCHAR, now VARCHAR',
  causecodes: 'code VARCHAR, idx INT',
  channelcodes: 'code VARCHAR, idx INT',
  target: 'city INT, unit VARCHAR, plan INT',
  lasttarget: 'city INT, unit VARCHAR, plan INT',
  raw: `city INT, seq INT, replacement BOOL, division VARCHAR, qi INT, town VARCHAR, village VARCHAR, no VARCHAR, size INT, type VARCHAR, standard VARCHAR, cause VARCHAR,
    other VARCHAR, status VARCHAR, wage BIGINT, business BIGINT, cost BIGINT, property BIGINT, transfer BIGINT, base BIGINT, channel VARCHAR, measures VARCHAR,
    persons INT, amount BIGINT, edu BOOL, med BOOL, house BOOL, food BOOL`,
  rawproject: `city INT, seq INT, qi INT, division VARCHAR, no VARCHAR, town VARCHAR, village VARCHAR, zone VARCHAR, name VARCHAR, type VARCHAR, status VARCHAR,
    quantity INT, capacity BIGINT, investment BIGINT, driven INT, planned INT`,
  rawfinance: `city INT, seq INT, qi INT, division VARCHAR, type VARCHAR, level VARCHAR, amount BIGINT, leverage INT, enterprise VARCHAR, scale BOOL, driven INT`,
} as const;

export type Sent = {
  readonly [
    K in 'cities' | 'target' | 'lasttarget' | 'raw' | 'rawproject' | 'rawfinance'
  ]: readonly (readonly Cell[])[];
};

/** Quarters as one count, so that the quarter before is one less. */
export const quarterIndex = (period: Period): number => Number(period.slice(0, 4)) * 4 + Number(period.slice(5)) - 1;

/** Of a whole city or province, or of a part of one, what the query is told: read from the files of a pack. */
export type Place = { readonly [K in 'towns' | 'place' | 'zones' | 'continued']: readonly (readonly Cell[])[] };

/**
 * What a city says of itself, as far as it lies in `root`.
 * @param continued by earlier code of a township, the code that continues it
 */
export function placeOf(
  { register, programme }: City,
  root: string = register.root,
  continued: Readonly<Record<string, string>> = {},
): Place {
  const isIn = (code: string): boolean => code.startsWith(root);
  const zones = programme.zones.flatMap((zone) => zone.divisions.filter(isIn).map((division) => [zone.name, division]));
  const { lines, zoneCount, grantPerHousehold, loanPerPerson, maximumLeverage } = programme;
  const count = root === register.root ? zoneCount : new Set(zones.map(([zone]) => zone)).size;
  return {
    towns: register.townships.filter(({ code }) => isIn(code)).map(({ code, unit, county }) => [code, unit, county]),
    place: [[root, lines['1'], lines['2'], lines['3'], count, grantPerHousehold, loanPerPerson, maximumLeverage * 100]],
    zones,
    continued: Object.entries(continued),
  };
}

/** Figures by `city table|row|column`; a figure of 0 may be left out, one that does not exist is null. */
export async function recompute(sent: Sent, place?: Place): Promise<ReadonlyMap<string, number | null>> {
  const rows = await query(sent, 'SELECT city, tbl, row, col, value FROM figures', place);
  return new Map(
    rows.map(([city, table, row, column, value]) => [
      `${String(city)} ${String(table)}|${String(row)}|${String(column)}`,
      value === null || value === undefined ? null : Number(value as bigint),
    ]),
  );
}

/** What a statement says of the rows as they were sent, with all that second-road.sql makes of them. */
export async function query(
  sent: Sent,
  sql: string,
  place: Place = placeOf(CITY_PACK.at('2016Q1')),
): Promise<readonly (readonly unknown[])[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const rows: Record<keyof typeof TABLES, readonly (readonly Cell[])[]> = {
      ...sent,
      ...place,
      causecodes: CAUSES.map(({ code }, index) => [code, index]),
      channelcodes: CHANNELS.map(({ code }, index) => [code, index]),
    };
    for (const [table, columns] of Object.entries(TABLES))
      await load(connection, table, columns, rows[table as keyof typeof TABLES]);
    const statements = readFileSync(join(import.meta.dirname, 'second-road.sql'), 'utf8');
    await connection.run(statements);
    return (await connection.runAndReadAll(sql)).getRows();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Loads text and lets DuckDB read it as the columns' types. */
export async function load(
  connection: DuckDBConnection,
  table: string,
  columns: string,
  rows: readonly (readonly Cell[])[],
): Promise<void> {
  await connection.run(`CREATE TABLE ${table} (${columns})`);
  const names = columns.split(',').map((column) => column.trim().split(' ')[0] ?? '');
  await connection.run(`CREATE TEMP TABLE text_${table} (${names.map((name) => `${name} VARCHAR`).join(', ')})`);
  const appender = await connection.createAppender(`text_${table}`, null, 'temp');
  for (const row of rows) {
    if (row.length !== names.length) throw new RangeError(`${table}: ${row.length} values for ${names.length} columns`);
    for (const value of row) {
      if (value === null) appender.appendNull();
      else appender.appendVarchar(String(value));
    }
    appender.endRow();
  }
  appender.closeSync();
  await connection.run(`INSERT INTO ${table} SELECT * FROM text_${table}`);
}
