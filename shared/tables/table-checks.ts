import { measure, type Tally } from '../fold/tally.ts';
import { ruleOf } from '../rules/catalogue.ts';
import { messageOf, type Finding } from '../rules/finding.ts';
import type { Params, Severity } from '../rules/rule.ts';
import { CHANNELS, EXIT_STATUSES } from '../schema/codes.ts';
import { sumTargets } from './headline.ts';
import type { ReportRow, SummaryFacts } from './report-table.ts';
import type { Tables } from './report-table.ts';
import { cityTally, talliesByUnit } from './units.ts';

/** What the rules of level 汇总 found: an error stops publication, a warning is printed in the bulletin. */
export type SummaryCheck = {
  readonly rule: string;
  readonly severity: Severity;
  readonly zh: string;
  readonly en: string;
};

/** Rules T01 to T04 over the facts and the tables made of them. */
export function checkSummary(facts: SummaryFacts, tables: Tables): SummaryCheck[] {
  return [...checkPlan(facts), ...checkIdentities(facts, tables), ...checkUnits(facts)];
}

/** T01: the units' plans add to the city's, where all of them and it are known. */
function checkPlan(facts: SummaryFacts): SummaryCheck[] {
  const [units, city] = [sumTargets(facts, 'plan_persons'), facts.programme.cityTarget];
  return units === null || city === null || units === city ? [] : [found('T01', { a: units, b: city })];
}

/** T02: no unit reports more households than it has registered. T04: its year to date is not below what was published a quarter ago. */
function checkUnits(facts: SummaryFacts): SummaryCheck[] {
  const byUnit = talliesByUnit(facts);
  return facts.register.units.flatMap(({ code, name: unit }) => {
    const tally = byUnit.get(code);
    const [reported, registered] = [measure(tally, 'households'), facts.targets.get(code)?.registered_households];
    const [now, before] = [measure(tally, 'ytd.persons'), facts.published?.get(code) ?? 0];
    return [
      ...(registered !== undefined && reported > registered
        ? [found('T02', { unit, a: reported, b: registered })]
        : []),
      ...(now < before ? [found('T04', { unit, a: before, b: now })] : []),
    ];
  });
}

type Identity = readonly [
  table: string,
  figure: number | string | null | undefined,
  wanted: number | string | null | undefined,
];

/** T03: every total against the sum of its parts, and the same figure in different tables. */
function checkIdentities(facts: SummaryFacts, tables: Tables): SummaryCheck[] {
  const city = cityTally(facts);
  const broken = [
    ...upliftIdentities(city, tables),
    ...householdIdentities(city, facts.register.cityCode, tables),
    ...movementIdentities(tables),
  ]
    .filter(([, figure, wanted]) => figure !== wanted)
    .map(([table, figure, wanted]) => found('T03', { table, a: figure ?? '—', b: wanted ?? '—' }));
  // A unit that is wrong makes the city wrong by the same figures.
  return [...new Map(broken.map((check) => [check.zh, check])).values()];
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

function found(rule: string, params: Params): SummaryCheck {
  const { severity } = ruleOf(rule);
  const finding: Finding = {
    rule,
    severity,
    sheet: null,
    row: null,
    index: null,
    column: null,
    header: null,
    value: null,
    params,
  };
  return { rule, severity, zh: messageOf(finding, 'zh'), en: messageOf(finding, 'en') };
}
