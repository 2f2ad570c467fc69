/** The households of an earlier quarter, from a file or from the table. */
import { limitsFor } from '../check/file-limits.ts';
import { periodOf } from '../check/locate-tables.ts';
import { withoutMarks } from '../check/our-marks.ts';
import { readRows, type UnjudgedRow } from '../check/read-rows.ts';
import { bodyOf } from '../check/table-body.ts';
import type { City } from '../city/city.ts';
import type { Register } from '../city/register.ts';
import { hasKnownHeader, locateTable, type Located } from '../parse/header.ts';
import type { StoredRecord } from '../rows/codec.ts';
import type { FileContext } from '../rules/facts.ts';
import { perCapita } from '../rules/money.ts';
import type { Value } from '../schema/column.ts';
import type { HOUSEHOLD_COLUMNS, HouseholdRow } from '../schema/household.ts';
import type { Refusal } from '../sheet/grid.ts';
import { readWorkbook } from '../sheet/read.ts';
import type { Period } from '../time/period.ts';

export type HouseholdField = (typeof HOUSEHOLD_COLUMNS)[number]['field'];

/** What stays the same from quarter to quarter. Amounts, measures and the date of the report are new each time. */
const LASTING_FIELDS: readonly HouseholdField[] = [
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
/** These stay the same too, but only a file has them: the table does not keep them. */
const PERSONAL_FIELDS: readonly HouseholdField[] = ['head_name', 'head_id_no', 'helper_name', 'phone'];

export type EarlierHousehold = {
  /** Where it stands in its file, as a clerk looks for it; null for one of the table. */
  readonly at: string | null;
  readonly householdNo: string | null;
  readonly unit: string | null;
  readonly township: string | null;
  readonly village: string | null;
  readonly values: Readonly<Partial<Record<HouseholdField, Value>>>;
  /** In fen; null where it is not known. */
  readonly perCapita: number | null;
};

/** The households of a file, and the quarter that the file states. */
export type EarlierFile = { readonly period: Period | null; readonly households: readonly EarlierHousehold[] };

/**
 * Reads the households of an earlier file, with or without errors. A value that cannot be read stays blank.
 * @returns the refusal of a file that is no spreadsheet; null for a file without a household sheet
 */
export function householdsOfFile(
  bytes: Uint8Array,
  { division, register }: City & Pick<FileContext, 'division'>,
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
  const tables = found
    .filter((one) => periodOf(one) === stated)
    .map(({ sheet, layout }) => ({ sheet, layout, data: bodyOf(sheet, layout).data }));
  const rows = tables.flatMap((table) => {
    const named = tables.length > 1 ? `“${table.sheet.name}”` : '';
    return readRows(table, { register, division }).map((row, index) => ({
      ...row,
      at: `${named}第${(table.data[index] ?? 0) + 1}行`,
    }));
  });
  const written = rows
    .map(({ record }) => record['period'] as Period | null | undefined)
    .find((period) => period !== null && period !== undefined);
  return { period: written ?? stated, households: rows.map(fromRow) };
}

function fromRow({ record, place, at }: UnjudgedRow & Pick<EarlierHousehold, 'at'>): EarlierHousehold {
  return {
    at,
    householdNo: (record['household_no'] as string | null) ?? null,
    unit: place.unit,
    township: place.township,
    village: place.village,
    values: pick(record, [...LASTING_FIELDS, ...PERSONAL_FIELDS]),
    perCapita: perCapitaOf(record as unknown as HouseholdRow),
  };
}

/** Recomputed from its parts, as the table keeps it; if a part is missing, the figure that the file states. */
function perCapitaOf(household: HouseholdRow): number | null {
  const parts = [
    household.wage_income,
    household.business_income,
    household.business_cost,
    household.property_income,
    household.transfer_income,
    household.household_size,
  ] as readonly (number | null)[];
  return parts.includes(null) || !(household.household_size > 0)
    ? (household.pc_net_income as number | null)
    : perCapita(household);
}

/** A household as the table keeps it: without name, identity number and phone. */
export function fromStored(householdNo: string, record: StoredRecord['household']): EarlierHousehold {
  return {
    at: null,
    householdNo,
    unit: record.unit_code,
    township: record.town_code,
    village: record.village_code,
    values: pick(record as unknown as Readonly<Record<string, Value>>, LASTING_FIELDS),
    perCapita: record.pc_net_income,
  };
}

/** A household of an earlier quarter where its divisions have other codes now. */
export function inRegister(household: EarlierHousehold, register: Register): EarlierHousehold {
  const now = (code: string | null): string | null => (code === null ? null : register.codeNow(code));
  return {
    ...household,
    unit: now(household.unit),
    township: now(household.township),
    village: now(household.village),
  };
}

function pick(
  record: Readonly<Record<string, Value | undefined>>,
  fields: readonly HouseholdField[],
): EarlierHousehold['values'] {
  const picked: Partial<Record<HouseholdField, Value>> = {};
  for (const field of fields) picked[field] = record[field] ?? null;
  return picked;
}
