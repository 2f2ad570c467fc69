import { ByteWriter, ParquetWriter, type ColumnSource } from 'hyparquet-writer';
import type { Text } from '../language/language.ts';
import { yuan } from '../rules/money.ts';
import { csvField } from '../tables/table-csv.ts';
import { parquetSchema, type ParquetColumn } from './parquet-schema.ts';

/** What a column of a tidy file is. */
export type TidyField = {
  /** In ASCII. */
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number';
  readonly title: Text;
  readonly required: boolean;
  /** The values that it may have, where the list is closed. */
  readonly among?: readonly string[];
};

/**
 * A column with the function that reads its value from a row. A `number` is given in hundredths and written exactly.
 */
export type TidyColumn<Row> = TidyField & { readonly of: (row: Row) => string | number | null };

/** A tidy file: one kind of row, a header of ASCII names. */
export type TidyHead = {
  /** Of its file, without an ending: `observations`. */
  readonly name: string;
  readonly title: Text;
  readonly columns: readonly TidyField[];
  /** The columns that name a row. */
  readonly key: readonly string[];
};

export type TidyTable<Row> = Omit<TidyHead, 'columns'> & {
  readonly columns: readonly TidyColumn<Row>[];
  readonly rows: readonly Row[];
};

/** In UTF-8 without a mark before it, lines ended by LF: for programs. Numbers are exact decimals without separators. */
export function tidyCsv<Row>({ columns, rows }: TidyTable<Row>): string {
  const lines = rows.map((row) => columns.map((column) => cellText(column, row)).join(','));
  return `${[columns.map(({ name }) => name).join(','), ...lines].join('\n')}\n`;
}

function cellText<Row>({ type, of }: TidyColumn<Row>, row: Row): string {
  const value = of(row);
  if (value === null) return '';
  if (typeof value === 'string') return csvField(value);
  return type === 'number' ? yuan(value).replace(/\.?0+$/, '') : String(value);
}

const KINDS = { string: 'text', integer: 'int', number: 'hundredths' } as const;

/** The same rows as Parquet; a `number` is a DECIMAL(18, 2). */
export function tidyParquet<Row>({ columns, rows }: TidyTable<Row>): Uint8Array {
  const bytes = new ByteWriter();
  const schema = columns.map(({ name, type, required }): ParquetColumn => ({
    name,
    kind: KINDS[type],
    required,
    scale: 2,
  }));
  const parquet = new ParquetWriter({ writer: bytes, schema: parquetSchema(schema), createdBy: 'uplift' });
  const columnData = columns.map(({ name, type, of }): ColumnSource => ({
    name,
    data: rows.map((row) => {
      const value = of(row);
      return type === 'number' && value !== null ? BigInt(value) : value;
    }),
  }));
  if (rows.length > 0) void parquet.write({ columnData, rowGroupSize: 65_536 });
  void parquet.finish();
  return bytes.getBytes();
}
