/**
 * Small cities of uploads with corrections, replacements and several quarters, and their tables by the system's own
 * road.
 */
import { branchesOf } from '../../shared/ledger/fold-branches.ts';
import { CITY_PACK } from '../../cities/pack.ts';
import * as fc from 'fast-check';
import type { RowsOf } from '../../functions/store/pages.ts';
import { fold } from '../../functions/fold/fold.ts';
import { countingRows } from '../../functions/store/counting-rows.ts';
import type { ReadTownship } from '../../shared/explanation/explain.ts';
import type { Evidence } from '../../shared/explanation/parts.ts';
import { readOfficeRows } from '../../functions/publish/office-rows.ts';
import type { StoredHousehold } from '../../shared/fold/fold.ts';
import { encodeRecord, type StoredRecord } from '../../shared/rows/codec.ts';
import { townshipsOf, type Manifest } from '../../shared/ledger/manifest.ts';
import { ROW_LAYOUTS } from '../../shared/rows/layouts.ts';
import { fromPage, toPages, type PagedRow } from '../../shared/rows/pages.ts';
import { noFacts, type SummaryFacts } from '../../shared/tables/report-table.ts';
import { FINANCE_TYPES, FUND_LEVELS, PROJECT_STATUSES, PROJECT_TYPES } from '../../shared/schema/codes.ts';
import { shiftPeriod, yearOf, yearToDate, type Period } from '../../shared/time/period.ts';
import { anyHousehold } from './household.ts';
import { finance, project } from './office.ts';
import { quarterIndex, type Cell, type Sent } from './second-road.ts';

type Kind = 'household' | 'project' | 'finance';
type Line<K extends Kind> = { readonly key: string; readonly record: StoredRecord[K] };

/** One accepted file, in the order in which files were sent. */
export type Upload = { readonly period: Period; readonly division: string; readonly replacement: boolean } & {
  readonly [K in Kind]?: readonly Line<K>[];
};

export type SmallCity = {
  readonly period: Period;
  readonly uploads: readonly Upload[];
  readonly plans: ReadonlyMap<string, number>;
};

/** A zone's county, a township of a zone of the city, one of the county around it, one elsewhere. */
export const TOWNS = ['371525108', '371502108', '371502101', '371581102'] as const;
/** Quarters in which anything is sent; the last is the one reported. */
const QUARTERS: readonly Period[] = Array.from({ length: 8 }, (_, index) => shiftPeriod('2015Q1', index));

const placeIn = (
  town: string,
  village: number | null,
): { unit_code: string | null; town_code: string; village_code: string | null } => ({
  unit_code: CITY_PACK.register.township(town)?.unit ?? null,
  town_code: town,
  village_code: village === null ? null : (CITY_PACK.register.villagesOf(town)[village]?.code ?? null),
});

/** Household `index` lives in the same township whatever is sent of it; its number goes on inside the county. */
const townOf = (index: number): string => TOWNS[index % TOWNS.length] ?? TOWNS[0];
const numberOf = (index: number): string => `${townOf(index).slice(0, 6)}${String(index).padStart(10, '0')}`;

function householdLines(division: string): fc.Arbitrary<Line<'household'>[]> {
  const inside = Array.from({ length: 10 }, (_, index) => index).filter((index) => townOf(index).startsWith(division));
  const line = fc
    .record({ index: fc.constantFrom(...inside), row: anyHousehold, village: fc.option(fc.nat({ max: 1 })) })
    .map(({ index, row, village }) => ({
      key: numberOf(index),
      record: { ...row, ...placeIn(townOf(index), village) },
    }));
  return fc.uniqueArray(line, { selector: ({ key }) => key, minLength: 1, maxLength: 6 });
}

const projectLine = (county: string): fc.Arbitrary<Line<'project'>> =>
  fc
    .record({
      no: fc.nat({ max: 4 }),
      town: fc.constantFrom(...TOWNS.filter((town) => town.startsWith(county))),
      village: fc.option(fc.nat({ max: 1 })),
      type: fc.constantFrom(...PROJECT_TYPES.map(({ code }) => code)),
      status: fc.constantFrom(...PROJECT_STATUSES.map(({ code }) => code)),
      zone: fc.constantFrom(null, '黄河故道北片区', '别的片区'),
      name: fc.constantFrom('养殖业首期融资', '合作社'),
      quantity: fc.integer({ min: 1, max: 50 }),
      capacity: fc.option(fc.nat({ max: 9_999_999 })),
      investment: fc.option(fc.nat({ max: 99_999_999_999 })),
      driven: fc.option(fc.nat({ max: 40 })),
      planned: fc.option(fc.nat({ max: 400 })),
    })
    .map(({ no, town, village, type, status, zone, name, quantity, capacity, investment, driven, planned }) => ({
      key: `XM${town.slice(0, 6)}${no}`,
      record: project({
        ...placeIn(town, village),
        project_type: type,
        project_name: name,
        status,
        zone,
        quantity,
        capacity,
        investment_wan: investment,
        households_driven: driven,
        households_planned: planned,
      }),
    }));

const financeLines = (division: string): fc.Arbitrary<Line<'finance'>[]> =>
  fc
    .array(
      fc.record({
        type: fc.constantFrom(...FINANCE_TYPES.map(({ code }) => code)),
        level: fc.option(fc.constantFrom(...FUND_LEVELS.map(({ code }) => code))),
        amount: fc.integer({ min: 1, max: 9_999_999_999 }),
        leverage: fc.option(fc.integer({ min: 1, max: 1_000 })),
        enterprise: fc.option(fc.constantFrom('甲', '乙', '丙')),
        scale: fc.option(fc.boolean()),
        driven: fc.option(fc.nat({ max: 99 })),
      }),
      { minLength: 1, maxLength: 5 },
    )
    .map((rows) =>
      rows.map(({ type, level, amount, leverage, enterprise, scale, driven }, index) => ({
        key: String(index + 5).padStart(6, '0'),
        record: finance({
          unit_code: division,
          finance_type: type,
          fund_level: level,
          amount_wan: amount,
          leverage,
          enterprise_code: enterprise,
          above_scale: scale,
          persons_driven: driven,
        }),
      })),
    );

const COUNTIES = ['371525', '371502', '371581'] as const;
const upload: fc.Arbitrary<Upload> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom<string>(...TOWNS, ...COUNTIES).chain((division) =>
      fc.record({
        period: fc.constantFrom(...QUARTERS),
        division: fc.constant(division),
        replacement: fc.nat({ max: 3 }).map((draw) => draw === 0),
        household: householdLines(division),
      }),
    ),
  },
  {
    weight: 1,
    // The city may send a county's rows too; what was sent last stands.
    arbitrary: fc.constantFrom<string>(...COUNTIES, CITY_PACK.register.root).chain((division) =>
      fc.record({
        period: fc.constantFrom(...QUARTERS),
        division: fc.constant(division),
        replacement: fc.constant(false),
        project: fc.uniqueArray(projectLine(division), { selector: ({ key }) => key, minLength: 1, maxLength: 4 }),
        finance: financeLines(division),
      }),
    ),
  },
);

const UNITS = CITY_PACK.register.units.map(({ code }) => code);

export const smallCity: fc.Arbitrary<SmallCity> = fc.record({
  period: fc.constantFrom<Period>('2016Q1', '2016Q2', '2016Q3', '2016Q4'),
  // Enough for several files of one township and quarter.
  uploads: fc.array(upload, { minLength: 1, maxLength: 40, size: 'max' }),
  plans: fc
    .tuple(
      // Of all units now and then: only then the city has a rate.
      fc.oneof(fc.constant(UNITS), fc.subarray(UNITS)),
      fc.array(fc.nat({ max: 20 }), { minLength: UNITS.length, maxLength: UNITS.length }),
    )
    .map(([units, plans]) => new Map(units.map((unit, index) => [unit, plans[index] ?? 0]))),
});

const KINDS = ['household', 'project', 'finance'] as const;
const partitionOf = (kind: Kind, division: string, { record }: Line<Kind>): string =>
  kind === 'household' ? (record.town_code ?? '') : division;

/** By the system's own road: pages of rows, the ledger, merge, fold, office rows, tables. */
export const factsOfUploads = async (city: SmallCity): Promise<SummaryFacts> => (await traced(city)).evidence.facts;

/** What a small city's figures are made of, and the rows that count in its townships. */
export type Traced = { readonly evidence: Evidence; readonly readTownship: ReadTownship };

export async function traced({ period, uploads, plans }: SmallCity): Promise<Traced> {
  const pages = new Map<string, PagedRow[]>();
  const submissions = uploads.map((one, index) => {
    const submissionId = `s${String(index).padStart(4, '0')}`;
    const partitions: Record<string, Record<string, number>> = {};
    for (const kind of KINDS) {
      const lines: readonly Line<Kind>[] = one[kind] ?? [];
      for (const [partition, own] of Map.groupBy(lines, (line) => partitionOf(kind, one.division, line))) {
        (partitions[kind] ??= {})[partition] = own.length;
        const rows = own.map(({ key, record }, number) => ({
          number,
          partition,
          key,
          layout: ROW_LAYOUTS[kind].newest,
          line: encodeRecord(ROW_LAYOUTS[kind].newest, record),
        }));
        pages.set(
          `${submissionId} ${kind} ${partition}`,
          toPages(rows).flatMap((page) => fromPage(page, ROW_LAYOUTS[kind])),
        );
      }
    }
    return {
      submissionId,
      division: one.division,
      period: one.period,
      versionId: submissionId,
      acceptedAt: new Date(Date.UTC(2016, 6, 1, 0, 0, index)).toISOString(),
      accepted: 1,
      replacement: one.replacement,
      partitions,
      errors: {},
      warnings: {},
    };
  });
  const manifest = {
    period,
    submissions,
    duplicates: [],
    moves: [],
    unreadable: [],
    notCounted: [],
  } as unknown as Manifest;
  const effects = {
    pack: CITY_PACK,
    readRows: async ({ submissionId, kind, partition }: RowsOf): Promise<PagedRow[]> =>
      pages.get(`${submissionId} ${kind} ${partition}`) ?? [],
  };
  const tallies = await Promise.all(
    townshipsOf(manifest, CITY_PACK).map(
      async (township) => [township, await fold(branchesOf(manifest, CITY_PACK).of(township), effects)] as const,
    ),
  );
  const targets = new Map(
    [...plans].map(([unit, plan]) => [
      unit,
      {
        year: yearOf(period),
        unit_name: '',
        unit_code: unit,
        town_code: null,
        village_code: null,
        plan_persons: plan,
        registered_households: 99,
        registered_persons: 999,
      },
    ]),
  );
  const projects = await readOfficeRows(manifest, 'project', period, effects);
  const finance = await readOfficeRows(manifest, 'finance', period, effects);
  const told = new Map(
    [...targets].map(([unit, record]) => [
      unit,
      [{ record, source: { period, division: unit, submissionId: 'targets', row: 5 } }],
    ]),
  );
  const facts: SummaryFacts = {
    ...noFacts(CITY_PACK.at(period)),
    tallies: new Map(tallies),
    targets,
    lastYearTargets: targets,
    projects: projects.map(({ record }) => record),
    finance: finance.map(({ record }) => record),
  };
  return {
    evidence: { facts, targets: told, lastYearTargets: told, projects, finance },
    readTownship: (township) => countingRows(branchesOf(manifest, CITY_PACK).of(township), effects),
  };
}

const plansOf = ({ plans }: SmallCity, city: number): Cell[][] => [...plans].map(([unit, plan]) => [city, unit, plan]);

/** The same uploads as they were sent, for the second road. */
export function sentOf(cities: readonly SmallCity[]): Sent {
  const each = <T>(of: (city: SmallCity, index: number) => T[]): T[] => cities.flatMap(of);
  const lines = <K extends Kind>(kind: K, cells: (line: Line<K>) => Cell[], lead: (one: Upload) => Cell[]): Cell[][] =>
    each(({ uploads }, city) =>
      uploads.flatMap((one, seq) =>
        ((one[kind] ?? []) as readonly Line<K>[]).map((line) => [city, seq, ...lead(one), ...cells(line)]),
      ),
    );
  return {
    cities: each(({ period }, city) => [[city, quarterIndex(period), quarterIndex(yearToDate(period)[0] ?? period)]]),
    target: each(plansOf),
    // Last year’s plans are the same.
    lasttarget: each(plansOf),
    raw: lines(
      'household',
      ({ key, record }) => householdCells(key, record),
      (one) => [one.replacement, one.division, quarterIndex(one.period)],
    ),
    rawproject: lines(
      'project',
      ({ key, record: row }) => [
        key,
        row.town_code,
        row.village_code,
        row.zone,
        row.project_name,
        row.project_type,
        row.status,
        row.quantity,
        row.capacity,
        row.investment_wan,
        row.households_driven,
        row.households_planned,
      ],
      (one) => [quarterIndex(one.period), one.division],
    ),
    rawfinance: lines(
      'finance',
      ({ record: row }) => [
        row.finance_type,
        row.fund_level,
        row.amount_wan,
        row.leverage,
        row.enterprise_code,
        row.above_scale,
        row.persons_driven,
      ],
      (one) => [quarterIndex(one.period), one.division],
    ),
  };
}

export function householdCells(key: string, row: StoredHousehold): Cell[] {
  return [
    row.town_code,
    row.village_code,
    key,
    row.household_size,
    row.household_type,
    row.poverty_standard,
    row.main_cause,
    row.other_causes?.join(',') ?? null,
    row.exit_status,
    row.wage_income,
    row.business_income,
    row.business_cost,
    row.property_income,
    row.transfer_income,
    row.base_pc_net_income,
    row.primary_channel,
    row.measures?.join(',') ?? null,
    row.uplift_persons,
    row.uplift_amount,
    row.edu_ok,
    row.med_ok,
    row.house_ok,
    row.food_cloth_ok,
  ];
}
