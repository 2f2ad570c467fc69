/** The rows of the template that are filled in beforehand, from the households of an earlier quarter. */
import type { City } from '../city/city.ts';
import { periodTitle, shiftPeriod, type Period } from '../time/period.ts';
import type { FilledRow } from './data-sheet.ts';
import type { EarlierHousehold, HouseholdField } from './earlier-households.ts';

/** The rows, and what the guide tells the clerk about them. */
export type Prefill = { readonly rows: readonly FilledRow[]; readonly notes: readonly string[] };

export type PrefillSource = {
  readonly households: readonly EarlierHousehold[];
  /** Their quarter; null where it is not known. */
  readonly period: Period | null;
  /** Whether the source has names and identity numbers. */
  readonly hasPersons: boolean;
  /** Households of the same quarter of last year, for 上年同期人均纯收入. */
  readonly lastYear: readonly EarlierHousehold[];
};

/**
 * Rows for the new quarter, one for each household of the division, sorted by village and household number. What lasts
 * is filled in, amounts are blank. A household that the source has twice gets one row.
 */
export function prefillFor(division: string, city: City, source: PrefillSource): Prefill {
  const base = new Map(source.lastYear.map((household) => [household.householdNo, household.perCapita]));
  const { taken, elsewhere, again } = sorted(division, city, source.households);
  const rows = taken
    .toSorted(
      (a, b) => compare(a.village ?? '~', b.village ?? '~') || compare(a.householdNo ?? '~', b.householdNo ?? '~'),
    )
    .map((household) => rowFor(household, city, base.get(household.householdNo) ?? null));
  const left = leftOut({ elsewhere, again }, city);
  return { rows, notes: [noteOn(rows, city.period, source), ...(left === null ? [] : [left])] };
}

type Sorted = {
  /** Those of the division and those without a known township, each once. */
  readonly taken: readonly EarlierHousehold[];
  readonly elsewhere: readonly EarlierHousehold[];
  readonly again: readonly EarlierHousehold[];
};

function sorted(division: string, { register }: City, households: readonly EarlierHousehold[]): Sorted {
  const townships = new Set(register.townshipsWithin(division).map(({ code }) => code));
  const seen = new Set<string>();
  const kinds = Map.groupBy(households, ({ householdNo, township }): keyof Sorted => {
    if (township !== null && !townships.has(township)) return 'elsewhere';
    if (householdNo === null) return 'taken';
    if (seen.has(householdNo)) return 'again';
    seen.add(householdNo);
    return 'taken';
  });
  const of = (kind: keyof Sorted): readonly EarlierHousehold[] => kinds.get(kind) ?? [];
  return { taken: of('taken'), elsewhere: of('elsewhere'), again: of('again') };
}

/** Places that a note lists of each kind. */
const MOST_PLACES = 20;

/** Which households get no row, and why; null where all get one. */
function leftOut({ elsewhere, again }: Omit<Sorted, 'taken'>, { register }: City): string | null {
  const kinds = [
    { why: '不属于本单位的', households: elsewhere },
    { why: '户编号重复、只带入第一处的', households: again },
  ].filter(({ households }) => households.length > 0);
  if (kinds.length === 0) return null;
  const placeOf = ({ at, township }: EarlierHousehold, isElsewhere: boolean): string =>
    [at ?? '', isElsewhere && township !== null ? register.nameOf(township) : null].filter(Boolean).join(' ');
  const said = kinds.map(({ why, households }) => {
    const places = households.map((one) => placeOf(one, households === elsewhere)).filter((place) => place !== '');
    const shown = places.slice(0, MOST_PLACES).join('、') + (places.length > MOST_PLACES ? '等' : '');
    return `${why}${households.length}户${shown === '' ? '' : `（${shown}）`}`;
  });
  return `没有带入${elsewhere.length + again.length}户：${said.join('；')}。`;
}

/** What the rows come from, and what the clerk has to add. */
function noteOn(rows: readonly FilledRow[], period: Period, source: PrefillSource): string {
  const from = source.period === null ? '以前' : periodTitle(source.period);
  const persons = source.hasPersons
    ? '姓名、证件号码、帮扶责任人、联系电话一并带入，只在本机处理。'
    : '系统中不保存姓名、证件号码和电话，这几列请补填；本机有上季度文件的，可改用该文件预填。上季度退回后没有改正的户不在系统中，请补上。';
  const withBase = rows.filter((row) => row['base_pc_net_income'] !== null).length;
  const lastYear =
    withBase > 0
      ? `“上年同期人均纯收入”已按${periodTitle(shiftPeriod(period, -4))}的数据填入${withBase}户。`
      : '没有上年同期的数据，“上年同期人均纯收入”请补填。';
  return (
    `已按${from}的数据预填${rows.length}户的所在地、户编号和家庭情况，请逐户核对；` +
    `本季度的收入、带动情况是空白的。${persons}${lastYear}`
  );
}

function rowFor(household: EarlierHousehold, { period, register }: City, base: number | null): FilledRow {
  const { unit, township, village } = household;
  return {
    ...household.values,
    period,
    county_name: unit === null ? null : register.unitLabel(unit),
    town_name: township === null ? null : register.nameOf(township),
    village_name: village === null ? null : (register.village(village)?.name ?? null),
    village_code: village,
    household_no: household.householdNo,
    base_pc_net_income: base,
  } satisfies Partial<Record<HouseholdField, FilledRow[string]>>;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
