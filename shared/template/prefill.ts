import type { City } from '../city/city.ts';
import { bodyOf } from '../check/body.ts';
import { limitsFor, type Slot } from '../check/file.ts';
import { periodOf, type Located } from '../check/locate.ts';
import { checkRows, type CheckedRow } from '../check/rows.ts';
import { hasKnownHeader, locateTable } from '../parse/header.ts';
import type { Value } from '../schema/column.ts';
import { withoutMarks } from '../check/our-marks.ts';
import type { StoredRecord } from '../rows/codec.ts';
import { perCapita } from '../rules/money.ts';
import type { HOUSEHOLD_COLUMNS, HouseholdRow } from '../schema/household.ts';
import type { Refusal } from '../sheet/grid.ts';
import { readWorkbook } from '../sheet/read.ts';
import { periodTitle, shiftPeriod, type Period } from '../time/period.ts';
import type { FilledRow } from './data-sheet.ts';

/** Rows filled in beforehand, and what the sheet tells about them. */
export type Prefill = { readonly rows: readonly FilledRow[]; readonly notes: readonly string[] };

type Field = (typeof HOUSEHOLD_COLUMNS)[number]['field'];

/** What stays from quarter to quarter unless it is corrected. Amounts, measures and the date are new each time. */
const STANDING: readonly Field[] = [
  'household_size',
  'labour_count',
  'household_type',
  'poverty_standard',
  'main_cause',
  'other_causes',
  'exit_status',
  'edu_ok',
  'med_ok',
  'house_ok',
  'food_cloth_ok',
  'water_ok',
];
/** Standing as well, but not in the table: only a file has them (design: no name in the table). */
const PERSONAL: readonly Field[] = ['head_name', 'head_id_no', 'helper_name', 'phone'];

/** A household of an earlier quarter, from a file or from the table. */
export type EarlierHousehold = {
  readonly householdNo: string | null;
  readonly unit: string | null;
  readonly township: string | null;
  readonly village: string | null;
  readonly values: Readonly<Partial<Record<Field, Value>>>;
  /** In fen; null where it is not known. */
  readonly perCapita: number | null;
};

/** The households of a file, with the quarter that it says it is of. */
export type EarlierFile = { readonly period: Period | null; readonly households: readonly EarlierHousehold[] };

/**
 * Reads the households of an earlier file, errors and all: what cannot be read is left out for the clerk to fill in.
 * @returns the reason when the file is no spreadsheet, null when no household sheet is in it
 */
export function householdsOfFile(
  bytes: Uint8Array,
  { division, ...city }: City & Pick<Slot, 'division'>,
): EarlierFile | Refusal | null {
  const opened = readWorkbook(bytes, limitsFor(division), { looksRight: hasKnownHeader });
  if ('refused' in opened) return opened;
  const found = withoutMarks(opened).sheets.flatMap((sheet): Located[] => {
    const layout = sheet.hidden ? null : locateTable(sheet);
    return layout?.table.kind === 'household' ? [{ sheet, layout }] : [];
  });
  const [first] = found;
  if (!first) return null;
  const stated = periodOf(first);
  const parts = found
    .filter((one) => periodOf(one) === stated)
    .map(({ sheet, layout }) => ({ sheet, layout, data: bodyOf(sheet, layout).data }));
  const context = { ...city, receivedOn: '9999-12-31' };
  const { rows } = checkRows(parts, division, context);
  const written = rows
    .map(({ record }) => record['period'] as Period | null | undefined)
    .find((one) => one !== null && one !== undefined);
  return { period: written ?? stated, households: rows.map(fromRow) };
}

function fromRow({ record, place }: CheckedRow): EarlierHousehold {
  const household = record as unknown as HouseholdRow;
  const incomes = [
    household.wage_income,
    household.business_income,
    household.business_cost,
    household.property_income,
    household.transfer_income,
    household.household_size,
  ] as readonly (number | null)[];
  // What the table would keep is recomputed; a file with gaps has only what it states.
  const earned =
    incomes.includes(null) || !(household.household_size > 0)
      ? (household.pc_net_income as number | null)
      : perCapita(household);
  return {
    householdNo: (record['household_no'] as string | null) ?? null,
    unit: place.unit,
    township: place.township,
    village: place.village,
    values: pick(record, [...STANDING, ...PERSONAL]),
    perCapita: earned,
  };
}

/** A household as the table keeps it: no name, no identity number, no phone. */
export function fromStored(householdNo: string, record: StoredRecord['household']): EarlierHousehold {
  return {
    householdNo,
    unit: record.unit_code,
    township: record.town_code,
    village: record.village_code,
    values: pick(record as unknown as Readonly<Record<string, Value>>, STANDING),
    perCapita: record.pc_net_income,
  };
}

function pick(
  record: Readonly<Record<string, Value | undefined>>,
  fields: readonly Field[],
): Partial<Record<Field, Value>> {
  const picked: Partial<Record<Field, Value>> = {};
  for (const field of fields) picked[field] = record[field] ?? null;
  return picked;
}

export type PrefillSource = {
  readonly households: readonly EarlierHousehold[];
  /** The quarter that they are of, when it is known. */
  readonly period: Period | null;
  /** Whether names and identity numbers came along. */
  readonly hasPersons: boolean;
  /** Households of the same quarter of last year, for 上年同期人均纯收入. */
  readonly lastYear: readonly EarlierHousehold[];
};

/**
 * Rows for the new quarter: one a household of the division, by village and number, standing attributes filled in, amounts blank. A
 * household that a file names twice comes once.
 */
export function prefillFor(division: string, city: City, source: PrefillSource): Prefill {
  const { period, register } = city;
  const base = new Map(source.lastYear.map((household) => [household.householdNo, household.perCapita]));
  const own = new Set(register.townshipsWithin(division).map(({ code }) => code));
  const seen = new Set<string>();
  const kept = source.households.filter(({ householdNo, township }) => {
    if (township !== null && !own.has(township)) return false;
    if (householdNo === null) return true;
    return !seen.has(householdNo) && seen.add(householdNo);
  });
  const rows = kept
    .toSorted(
      (a, b) => compare(a.village ?? '~', b.village ?? '~') || compare(a.householdNo ?? '~', b.householdNo ?? '~'),
    )
    .map((household) => rowFor(household, city, base.get(household.householdNo) ?? null));
  const based = rows.filter((row) => row['base_pc_net_income'] !== null).length;
  const from = source.period === null ? '以前' : periodTitle(source.period);
  const persons = source.hasPersons
    ? '姓名、证件号码、帮扶责任人、联系电话一并带入，只在本机处理。'
    : '系统中不保存姓名、证件号码和电话，这几列请补填；本机有上季度文件的，可改用该文件预填。';
  const lastYear =
    based > 0
      ? `“上年同期人均纯收入”已按${periodTitle(shiftPeriod(period, -4))}的数据填入${based}户。`
      : '没有上年同期的数据，“上年同期人均纯收入”请补填。';
  return {
    rows,
    notes: [
      `已按${from}的数据预填${rows.length}户的所在地、户编号和家庭情况，请逐户核对；本季度的收入、带动情况是空白的。${persons}${lastYear}`,
    ],
  };
}

function rowFor(household: EarlierHousehold, { period, register }: City, base: number | null): FilledRow {
  const { unit, township, village } = household;
  return {
    ...household.values,
    period,
    county_name: unit === null ? null : register.nameOf(unit),
    town_name: township === null ? null : register.nameOf(township),
    village_name: village === null ? null : (register.village(village)?.name ?? null),
    village_code: village,
    household_no: household.householdNo,
    base_pc_net_income: base !== null && base >= 0 ? base : null,
  } satisfies Partial<Record<Field, Value>>;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
