/** Household rows of the synthetic city in one file, clean or with wrong cells, for benchmarks and for the oracle. */
import { CITY_PACK } from '../cities/pack.ts';
import { cellOf, TEMPLATE_HABITS } from '../cli/generate/cells.ts';
import { syntheticCityOf } from '../cli/generate/synthetic-city.ts';
import { identityCheckDigit } from '../shared/rules/numbers.ts';
import type { Column } from '../shared/schema/column.ts';
import { HOUSEHOLD_COLUMNS, type HouseholdRow } from '../shared/schema/household.ts';
import { writeWorkbook } from '../shared/sheet/write.ts';
import type { Period } from '../shared/time/period.ts';

const HABITS = { ...TEMPLATE_HABITS, unit: '元' } as const;
/** The water supply is what clerks leave out first; without it a row has 42 cells. */
export const COLUMNS: readonly Column[] = HOUSEHOLD_COLUMNS.filter(({ field }) => field !== 'water_ok');

/** What a clerk types in a wrong cell, whatever the column. */
const WRONG = [
  '',
  '？',
  '约3.2万',
  '3.71525E+17',
  '-1',
  '１２',
  '2016-13-40',
  ' 12 ',
  '是',
  '不详',
  '1,234.5',
  '#REF!',
];

export type CsvOptions = {
  readonly rows: number;
  readonly period?: Period;
  /** Of a thousand cells, how many are wrong. */
  readonly wrongPerThousand?: number;
  readonly columns?: readonly Column[];
};

/** The text of the file: the header, then the rows of one township after the other. */
export function householdCsv(options: CsvOptions): string {
  const { columns = COLUMNS } = options;
  const lines = [columns.map(({ header }) => header).join(',')];
  for (const cells of householdCells(options)) lines.push(cells.map((cell) => quoted(String(cell ?? ''))).join(','));
  return `${lines.join('\n')}\n`;
}

/** The same as a workbook: figures are numbers there. */
export function householdBook(options: CsvOptions): Uint8Array {
  const { columns = COLUMNS } = options;
  const rows = [columns.map(({ header }) => header), ...householdCells(options)];
  return writeWorkbook([{ name: '贫困户', rows }]);
}

function* householdCells(options: CsvOptions): Generator<(string | number | boolean | null)[]> {
  const { rows, period = '2016Q2', wrongPerThousand = 0, columns = COLUMNS } = options;
  let row = 0;
  for (const record of households(period)) {
    if (++row > rows) return;
    yield columns.map((column, index) => {
      const drawn = mixed(row * columns.length + index);
      if (drawn % 1000 < wrongPerThousand) return WRONG[(drawn >>> 10) % WRONG.length] ?? null;
      const cell = cellOf(column, record[column.field as keyof HouseholdRow], HABITS, false);
      return cell !== null && typeof cell === 'object' ? null : cell;
    });
  }
  throw new RangeError(`the city has ${row} households for a file of ${rows}`);
}

/** The households of the city, township by township, and then each of them again under other numbers. */
function* households(period: Period): Generator<HouseholdRow> {
  const city = syntheticCityOf(CITY_PACK);
  const townships = city.townshipsAt(period);
  for (const { township } of townships) yield* city.householdsOf(township.code, period);
  for (const { township } of townships)
    for (const record of city.householdsOf(township.code, period)) yield neighbourOf(record);
}

/** A township has seven sequence numbers for each birthday, and needs the first three of them. */
const NUMBERS_PER_DAY = 7;

function neighbourOf(record: HouseholdRow): HouseholdRow {
  const { household_no: number, head_id_no: id } = record;
  const turn = (Number(id.slice(14, 17)) - 1) % NUMBERS_PER_DAY;
  const first17 = String(BigInt(id.slice(0, 17)) + BigInt(NUMBERS_PER_DAY - 1 - 2 * turn));
  return {
    ...record,
    household_no: `${number.slice(0, 6)}9${number.slice(7)}`,
    head_id_no: first17 + identityCheckDigit(first17),
  };
}

/** A hash of a number, the same on every machine (the finalizer of MurmurHash3). */
function mixed(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
