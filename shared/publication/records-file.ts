import type { City } from '../city/city.ts';
import { ByteWriter, ParquetWriter, type ColumnSource } from 'hyparquet-writer';
import type { StoredRecord } from '../rows/codec.ts';
import { parquetSchema } from '../tidy/parquet-schema.ts';
import { PLACES, RECORDS_COLUMNS } from './records-columns.ts';

/** A row of the period as analysts get it: a keyed pseudonym stands for the household. */
export type AnalystRow = { readonly pseudonym: string; readonly record: StoredRecord['household'] };

/** Enough for columns to compress well, few enough for a small function's memory. */
const ROWS_PER_GROUP = 16_384;

type Cell = string | number | bigint | boolean | readonly string[] | null;

/**
 * Writes records.parquet while the rows come in, township by township: rows are kept as columns, and every 16,384 of
 * them become a row group. The same rows in the same order are the same bytes.
 */
export class RecordsFile {
  readonly #city: City;
  readonly #bytes = new ByteWriter();
  readonly #parquet: ParquetWriter;
  #columns: Cell[][] = RECORDS_COLUMNS.map(() => []);
  #waiting = 0;

  constructor(city: City) {
    this.#city = city;
    this.#parquet = new ParquetWriter({
      writer: this.#bytes,
      schema: parquetSchema(RECORDS_COLUMNS),
      createdBy: 'uplift',
      kvMetadata: [{ key: 'period', value: city.period }],
    });
  }

  /** Appends rows; their order is kept. */
  append(rows: Iterable<AnalystRow>): void {
    for (const row of rows) {
      const values = valuesOf(row, this.#city);
      for (let index = 0; index < values.length; index++) this.#columns[index]?.push(values[index] ?? null);
      if (++this.#waiting === ROWS_PER_GROUP) this.#flush();
    }
  }

  /** Ends the file. */
  finish(): Uint8Array {
    this.#flush();
    void this.#parquet.finish();
    return this.#bytes.getBytes();
  }

  #flush(): void {
    if (this.#waiting === 0) return;
    const columnData = RECORDS_COLUMNS.map(({ name }, index) => ({ name, data: this.#columns[index] }) as ColumnSource);
    void this.#parquet.write({ columnData, rowGroupSize: ROWS_PER_GROUP });
    this.#columns = RECORDS_COLUMNS.map(() => []);
    this.#waiting = 0;
  }
}

/** records.parquet of rows that are all at hand. */
export function recordsParquet(city: City, rows: Iterable<AnalystRow>): Uint8Array {
  const file = new RecordsFile(city);
  file.append(rows);
  return file.finish();
}

function valuesOf({ pseudonym, record }: AnalystRow, { period, register }: City): Cell[] {
  const town = record.town_code;
  const places: Cell[] = [
    period,
    record.unit_code,
    town === null ? null : (register.township(town)?.county ?? null),
    town,
    record.village_code,
    pseudonym,
  ];
  const fields = record as Readonly<Record<string, unknown>>;
  const rest = RECORDS_COLUMNS.slice(PLACES.length).map(({ name, kind }): Cell => {
    const value = fields[kind === 'long' ? name.slice(0, -'_fen'.length) : name] ?? null;
    if (value === null) return null;
    if (kind === 'long' || kind === 'decimal') return BigInt(value as number);
    if (kind === 'date') return Math.floor(Date.parse(`${value as string}T00:00:00Z`) / 86_400_000);
    return value as Cell;
  });
  return [...places, ...rest];
}
