import { CITY_PACK } from '../../cities/pack.ts';
import { readFileSync } from 'node:fs';
import type { Township } from '../../shared/city/register.ts';
import register2016 from '../../cities/371500-liaocheng/divisions/2016.json' with { type: 'json' };
import { apportion } from './apportion.ts';
import { shuffled } from './draw.ts';

/** Totals of the year for one township: what its households must add to, exactly. */
export type TownshipPlan = {
  readonly township: Township;
  readonly countyName: string;
  readonly unitName: string;
  /** Position in the city; keeps identity numbers of townships apart. */
  readonly index: number;
  /** Households of the county in earlier townships; household numbers go on from there. */
  readonly offset: number;
  readonly households: number;
  readonly persons: number;
  readonly planPersons: number;
  /** Persons uplifted in the first half of the year, by channel. */
  readonly channels: { readonly IND: number; readonly EMP: number; readonly EDM: number; readonly SOC: number };
  readonly upliftPersons: number;
  readonly upliftHouseholds: number;
  readonly firstQuarter: number;
  readonly secondQuarter: number;
  readonly bothQuarters: number;
  /** Persons uplifted for the first time in the third and fourth quarter. */
  readonly laterQuarters: readonly [number, number];
  /** Households that trade online; 0 outside the 39 townships of the programme. */
  readonly onlineHouseholds: number;
  /** Persons about to exit through tourism; 0 outside the 16 townships. */
  readonly tourismPersons: number;
  readonly villages: readonly { readonly code: string; readonly name: string }[];
};

/** Totals of the whole city. The first half is the published figure, the full year the published result. */
export const CITY_TOTALS = {
  households: 130_057,
  persons: 248_108,
  planPersons: 150_000,
  firstQuarter: 41_200,
  secondQuarter: 75_200,
  bothQuarters: 18_600,
  halfYear: 97_800,
  nineMonths: 135_000,
  fullYear: 169_000,
  onlineHouseholds: 917,
  tourismPersons: 2_200,
} as const;

const ONLINE_TOWNSHIPS = 39;
const TOURISM_TOWNSHIPS = 16;
/** Townships that the programme names: gourds of 沙镇镇, starch noodles of 冠县, the pilot village of 姜店镇. */
const ONLINE_NAMED = ['371502101', '371525108'];
const TOURISM_NAMED = ['371526108', '371502101'];

let city: readonly TownshipPlan[] | undefined;

/** The plan of all 136 townships in the order of their codes; one of them has no households. */
export function planCity(): readonly TownshipPlan[] {
  city ??= build();
  return city;
}

/** The townships of the plan that `selection` names by 9-digit code or 6-digit county; all when there is none. */
export function planOf(selection?: readonly string[]): readonly TownshipPlan[] {
  if (!selection) return planCity();
  const unknown = selection.find((code) => !planCity().some(({ township }) => matches(township, code)));
  if (unknown !== undefined) throw new RangeError(`no township or county ${unknown}`);
  return planCity().filter(({ township }) => selection.some((code) => matches(township, code)));
}

const matches = (township: Township, code: string): boolean => township.code === code || township.county === code;

function build(): readonly TownshipPlan[] {
  const rows = readPlan();
  const third = apportion(
    CITY_TOTALS.nineMonths - CITY_TOTALS.halfYear,
    rows.map((row) => number(row, 'persons')),
  );
  const fourth = apportion(
    CITY_TOTALS.fullYear - CITY_TOTALS.nineMonths,
    rows.map((row) => number(row, 'persons')),
  );
  const online = tagged(rows, 'ECM', ONLINE_TOWNSHIPS, ONLINE_NAMED, 100, CITY_TOTALS.onlineHouseholds);
  const tourism = tagged(rows, 'TRM', TOURISM_TOWNSHIPS, TOURISM_NAMED, 300, CITY_TOTALS.tourismPersons);
  const offsets = new Map<string, number>();
  return rows.map((row, index) => {
    const code = text(row, 'town_code_2016');
    const township = CITY_PACK.register.township(code);
    if (!township) throw new RangeError(`township ${code} is not in the register`);
    const offset = offsets.get(township.county) ?? 0;
    const households = number(row, 'households');
    offsets.set(township.county, offset + households);
    return {
      township,
      countyName: text(row, 'county'),
      unitName: text(row, 'reporting_unit'),
      index,
      offset,
      households,
      persons: number(row, 'persons'),
      planPersons: number(row, 'plan_persons_2016'),
      channels: {
        IND: number(row, 'ytd_ind'),
        EMP: number(row, 'ytd_emp'),
        EDM: number(row, 'ytd_edm'),
        SOC: number(row, 'ytd_soc'),
      },
      upliftPersons: number(row, 'ytd_uplift_persons'),
      upliftHouseholds: number(row, 'ytd_uplift_households'),
      firstQuarter: number(row, 'q1_uplift_persons'),
      secondQuarter: number(row, 'q2_uplift_persons'),
      bothQuarters: number(row, 'in_both_quarters'),
      laterQuarters: [third[index] ?? 0, fourth[index] ?? 0],
      onlineHouseholds: online.get(code) ?? 0,
      tourismPersons: tourism.get(code) ?? 0,
      villages: villagesOf(code),
    };
  });
}

/** 村委会 of the township; streets that have none report by 居委会. */
function villagesOf(code: string): { code: string; name: string }[] {
  const listed = (register2016.villages as unknown as Record<string, [string, string][]>)[code] ?? [];
  const all = listed.map(([suffix, name]) => ({ code: code + suffix, name }));
  const rural = all.filter(({ name }) => name.endsWith('村委会'));
  return rural.length > 0 ? rural : all;
}

type Row = Readonly<Record<string, string>>;

/**
 * Spreads `total` over `count` townships with at least `least` persons in industry projects, the named ones among them.
 */
function tagged(
  rows: readonly Row[],
  tag: string,
  count: number,
  named: readonly string[],
  least: number,
  total: number,
) {
  const open = rows.filter((row) => number(row, 'ytd_ind') >= least && !named.includes(text(row, 'town_code_2016')));
  const drawn = shuffled(open, (row) => `${tag}:${text(row, 'town_code_2016')}`).slice(0, count - named.length);
  const chosen = rows.filter((row) => named.includes(text(row, 'town_code_2016')) || drawn.includes(row));
  const parts = apportion(
    total,
    chosen.map((row) => number(row, 'ytd_ind')),
  );
  return new Map(chosen.map((row, index) => [text(row, 'town_code_2016'), parts[index] ?? 0]));
}

function readPlan(): Row[] {
  const [head = '', ...lines] = readFileSync(new URL('./plan-2016.csv', import.meta.url), 'utf8')
    .trimEnd()
    .split(/\r?\n/);
  const names = head.replace(/^\uFEFF/, '').split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
  });
}

function text(row: Row, name: string): string {
  const value = row[name];
  if (value === undefined) throw new RangeError(`the plan has no column ${name}`);
  return value;
}

const number = (row: Row, name: string): number => Number(text(row, name));
