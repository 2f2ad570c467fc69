import { ROW_LAYOUTS } from '../rows/layouts.ts';
import type { Column, ColumnType } from '../schema/column.ts';
import { HOUSEHOLD_COLUMNS } from '../schema/household.ts';
import type { ParquetColumn, ParquetKind } from '../tidy/parquet-schema.ts';

export type RecordsColumn = ParquetColumn & { readonly about: string };

/** Texts that may tell who somebody is, or that nobody has checked. They never reach the file. */
const KEPT_BACK: ReadonlySet<ColumnType['kind']> = new Set([
  'text',
  'household_no',
  'id_no',
  'credit_code',
  'project_no',
  'period',
  'village_code',
]);

const own = (name: string, about: string, required = true): RecordsColumn => ({
  name,
  kind: 'text',
  required,
  scale: 0,
  about,
});

/** The first columns: what the row is about, and where. */
export const PLACES: readonly RecordsColumn[] = [
  own('period', '季度，如 2016Q2'),
  own('unit_code', '填报单位代码（县或市属功能区，6位）', false),
  own('county_code', '行政县代码（6位）', false),
  own('town_code', '乡镇（街道）代码（9位）', false),
  own('village_code', '行政村代码（12位）', false),
  own('pseudonym', '户的假名：同一户各季相同，不能还原为户编号'),
];

/**
 * The columns of records.parquet: the places, the pseudonym, then every column of the household sheet that is neither
 * personal nor kept out of the table nor free text. A new column of the sheet appears by itself; rows stored before
 * have null there.
 */
export const RECORDS_COLUMNS: readonly RecordsColumn[] = [
  ...PLACES,
  ...(HOUSEHOLD_COLUMNS as readonly Column[])
    .filter((column) => column.personal !== true && column.stored !== false && !KEPT_BACK.has(column.type.kind))
    .map((column): RecordsColumn => ({
      name: column.type.kind === 'money' ? `${column.field}_fen` : column.field,
      kind: kindOf(column.type),
      required: column.required === true && ROW_LAYOUTS.household.isInAll(column.field),
      scale: column.type.kind === 'decimal' ? column.type.scale : 0,
      about: column.type.kind === 'money' ? `${column.header}（分）` : column.header,
    })),
];

function kindOf(type: ColumnType): ParquetKind {
  switch (type.kind) {
    case 'int':
      return 'int';
    case 'money':
      return 'long';
    case 'decimal':
      return 'decimal';
    case 'flag':
      return 'flag';
    case 'date':
      return 'date';
    case 'codes':
      return 'texts';
    default:
      return 'text';
  }
}

const ATHENA_TYPES: Readonly<Record<ParquetKind, string>> = {
  text: 'string',
  texts: 'array<string>',
  int: 'int',
  long: 'bigint',
  decimal: 'decimal(9,%)',
  hundredths: 'decimal(18,%)',
  flag: 'boolean',
  date: 'date',
};

/** The type of the column as Athena and the Glue catalogue name it. */
export const athenaType = ({ kind, scale }: RecordsColumn): string => ATHENA_TYPES[kind].replace('%', String(scale));
