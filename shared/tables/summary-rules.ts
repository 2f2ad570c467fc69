import { measure, type Tally } from '../fold/tally.ts';
import type { Text } from '../language/language.ts';
import { filledIn } from '../rules/finding.ts';
import type { Params, RuleWords, Severity } from '../rules/rule.ts';
import { CHANNELS, EXIT_STATUSES } from '../schema/codes.ts';
import { sumTargets } from './headline.ts';
import type { ReportRow, SummaryFacts } from './report-table.ts';
import type { Tables } from './report-table.ts';
import { cityTally, talliesByUnit } from './units.ts';

/** What the rules of level 汇总 found: an error stops publication, a warning is printed in the bulletin. */
export type SummaryCheck = Text & { readonly rule: SummaryRuleCode; readonly severity: Severity };

/** One reporting unit: what it reported, registered and had before. */
type UnitFacts = {
  readonly unit: string;
  readonly households: number;
  /** Null where its target is not on file. */
  readonly registered: number | null;
  readonly persons: number;
  /** Persons of the year to date as they were published a quarter ago. */
  readonly published: number;
};

type SummaryRule = RuleWords & {
  readonly level: 'summary';
  /** Judges the summary as a whole, the facts and the tables made of them. */
  readonly checkSummary?: (facts: SummaryFacts, tables: Tables) => readonly Params[];
  readonly checkUnit?: (unit: UnitFacts) => Params | false;
};

/** The summary as a whole: an error stops publication. Source of each rule: its `basis`. */
export const SUMMARY_RULES = [
  {
    code: 'T01',
    level: 'summary',
    severity: 'error',
    table: 'target',
    fields: ['plan_persons'],
    zh: '各单位任务之和{a}不等于全市任务{b}',
    en: 'Sum of unit plans {a} is not the city plan {b}',
    basis: 'seed 15万',
    // Where all plans of the units and the city's are known.
    checkSummary: (facts) => {
      const [units, city] = [sumTargets(facts, 'plan_persons'), facts.programme.cityTarget];
      return units === null || city === null || units === city ? [] : [{ a: units, b: city }];
    },
  },
  {
    code: 'T02',
    level: 'summary',
    severity: 'warning',
    table: 'target',
    fields: ['registered_households'],
    zh: '{unit}上报户数{a}大于在册户数{b}',
    en: '{unit}: {a} households reported, {b} registered',
    basis: 'consistency',
    checkUnit: ({ unit, households, registered }) =>
      registered !== null && households > registered && { unit, a: households, b: registered },
  },
  {
    code: 'T03',
    level: 'summary',
    severity: 'error',
    table: 'any',
    fields: [],
    zh: '汇总校验失败：{table} {a}≠{b}',
    en: 'Summary check failed: {table} {a} is not {b}',
    basis: 'seed identity',
    checkSummary: (facts, tables) =>
      brokenIdentities(facts, tables).map(([table, a, b]) => ({ table, a: a ?? '—', b: b ?? '—' })),
  },
  {
    code: 'T04',
    level: 'summary',
    severity: 'warning',
    table: 'household',
    fields: ['uplift_persons'],
    zh: '{unit}本年累计增收人数减少（{a}→{b}）',
    en: '{unit}: year-to-date uplift persons fell ({a} to {b})',
    basis: 'monotone (distinct union)',
    checkUnit: ({ unit, persons, published }) => persons < published && { unit, a: published, b: persons },
  },
] as const satisfies readonly SummaryRule[];

type SummaryRuleCode = (typeof SUMMARY_RULES)[number]['code'];

const RULES: readonly (SummaryRule & { readonly code: SummaryRuleCode })[] = SUMMARY_RULES;

/** What the rules say of a summary: of all of it, then unit by unit. */
export function checkSummary(facts: SummaryFacts, tables: Tables): SummaryCheck[] {
  const whole = RULES.flatMap((rule) => (rule.checkSummary?.(facts, tables) ?? []).map((params) => said(rule, params)));
  const units = unitsOf(facts).flatMap((unit) =>
    RULES.flatMap((rule) => {
      const params = rule.checkUnit?.(unit) ?? false;
      return params === false ? [] : [said(rule, params)];
    }),
  );
  return [...whole, ...units];
}

const said = (rule: (typeof RULES)[number], params: Params): SummaryCheck => ({
  rule: rule.code,
  severity: rule.severity,
  zh: filledIn(rule, params, 'zh'),
  en: filledIn(rule, params, 'en'),
});

function unitsOf(facts: SummaryFacts): UnitFacts[] {
  const byUnit = talliesByUnit(facts);
  return facts.register.units.map(({ code, name: unit }) => ({
    unit,
    households: measure(byUnit.get(code), 'households'),
    registered: facts.targets.get(code)?.registered_households ?? null,
    persons: measure(byUnit.get(code), 'ytd.persons'),
    published: facts.published?.get(code) ?? 0,
  }));
}

type Identity = readonly [
  table: string,
  figure: number | string | null | undefined,
  wanted: number | string | null | undefined,
];

/** Every total against the sum of its parts, and the same figure in different tables: those that are not equal. */
function brokenIdentities(facts: SummaryFacts, tables: Tables): Identity[] {
  const city = cityTally(facts);
  const broken = [
    ...upliftIdentities(city, tables),
    ...householdIdentities(city, facts.register.cityCode, tables),
    ...movementIdentities(tables),
  ].filter(([, figure, wanted]) => figure !== wanted);
  // A unit that is wrong makes the city wrong by the same figures.
  return [...new Map(broken.map((identity) => [identity.join(' '), identity])).values()];
}

const plus = (row: ReportRow | null | undefined, ...keys: string[]): number =>
  keys.reduce((sum, key) => sum + Number(row?.[key] ?? 0), 0);
const sumOver = (rows: readonly ReportRow[], key: string): number =>
  rows.reduce((sum, row) => sum + Number(row[key] ?? 0), 0);
const CHANNEL_KEYS = CHANNELS.map(({ code }) => code);

function upliftIdentities(city: Tally, tables: Tables): Identity[] {
  const total = measure(city, 'ytd.persons');
  const list: Identity[] = [
    ['R01', CHANNEL_KEYS.reduce((sum, code) => sum + measure(city, `ytd.persons.${code}`), 0), total],
  ];
  for (const id of ['R02', 'R03', 'R14']) {
    const table = tables[id];
    list.push([id, table?.total?.['ytd'], total], [id, table?.total?.['quarter'], measure(city, 'quarter.persons')]);
    list.push(
      ...[...(table?.rows ?? []), table?.total].map((row): Identity => [id, plus(row, ...CHANNEL_KEYS), row?.['ytd']]),
    );
    list.push([id, sumOver(table?.rows ?? [], 'ytd'), total]);
  }
  list.push(['R04', tables['R04']?.total?.['sum'], total], ['R04', sumOver(tables['R04']?.rows ?? [], 'sum'), total]);
  const divisions = tables['R18']?.total;
  list.push(
    ['R18', divisions?.['ytd.now'], divisions?.['ytd']],
    ['R18', divisions?.['households.now'], divisions?.['households']],
  );
  list.push(['R18', divisions?.['ytd'], total]);
  return list;
}

/** Tables that divide the households on file have all of them. */
function householdIdentities(city: Tally, cityCode: string, tables: Tables): Identity[] {
  const [households, persons] = [measure(city, 'households'), measure(city, 'persons')];
  const bands = tables['R06']?.rows.filter((row) => row['code'] === cityCode && row['bandEn'] !== 'total') ?? [];
  const structure = tables['R05']?.rows.filter((row) => row['groupEn'] === 'all') ?? [];
  const exits = tables['R07']?.total;
  return [
    [
      'R05',
      sumOver(
        structure.filter((row) => row['code'] !== cityCode),
        'persons',
      ),
      persons,
    ],
    ['R06', sumOver(bands, 'households'), households],
    ['R06', sumOver(bands, 'persons'), persons],
    ['R07', plus(exits, ...EXIT_STATUSES.map(({ code }) => `exit.${code}.households`)), households],
    ['R07', plus(exits, ...EXIT_STATUSES.map(({ code }) => `exit.${code}.persons`)), persons],
    ['R08', tables['R08']?.total?.['households'], households],
    ['R08', tables['R08']?.total?.['persons'], persons],
    ['R14', tables['R14']?.total?.['households'], households],
  ];
}

/** R17: continued + new = this quarter, continued + stopped = last quarter, and the same for the households on file. */
function movementIdentities(tables: Tables): Identity[] {
  const { rows = [], total = null } = tables['R17'] ?? {};
  return [...rows, total].flatMap((row): Identity[] => [
    ['R17', plus(row, 'continued.households', 'newlyUplifted.households'), plus(row, 'uplifted.households')],
    ['R17', plus(row, 'continued.households', 'stopped.households'), plus(row, 'upliftedBefore.households')],
    ['R17', plus(row, 'continued.persons', 'newlyUplifted.persons'), plus(row, 'uplifted.persons')],
    [
      'R17',
      plus(row, 'onFileBefore.households', 'newHouseholds.households') -
        plus(row, 'leftAfterExit.households', 'missing.households'),
      plus(row, 'households'),
    ],
  ]);
}
