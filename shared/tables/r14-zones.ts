import { rate } from './basis.ts';
import { worded } from './tidy-reading.ts';
import type { City } from '../city/city.ts';
import { below, measure, rollUp, type Tally } from '../fold/tally.ts';
import { zoneOf, type Programme } from '../city/programme.ts';
import type { Text } from '../language/language.ts';
import { tenthsOfPercent } from './rounding.ts';
import { sameFigure, upliftAddsUp } from './identities.ts';
import {
  TOTAL,
  type ReportColumn,
  type ReportRow,
  type SummaryFacts,
  type TableContent,
  type ReportDefinition,
} from './report-table.ts';
import { sumOf, type Project } from './projects.ts';
import { cityTally } from './units.ts';
import { sumRows, UPLIFT_COLUMNS, upliftFigures } from './uplift-columns.ts';

const PROJECTS = { zh: '项目', en: 'projects' };

const COLUMNS: readonly ReportColumn[] = [
  { key: 'zone', zh: '片区', en: 'zone', kind: 'text' },
  { key: 'households', zh: '上报户数', en: 'households reported', kind: 'count' },
  { key: 'persons', zh: '上报人数', en: 'persons reported', kind: 'count' },
  { key: 'registeredHouseholds', zh: '在册户数', en: 'registered households', kind: 'count' },
  { key: 'registeredPersons', zh: '在册人数', en: 'registered persons', kind: 'count' },
  { key: 'plan', zh: '年度任务', en: 'plan', kind: 'count' },
  ...UPLIFT_COLUMNS,
  { key: 'rate', zh: '完成率', en: 'rate', kind: 'percent' },
  { key: 'share', zh: '增收面', en: 'uplifted of reported', kind: 'percent' },
  { key: 'projects', zh: '个数', en: 'number', group: PROJECTS, kind: 'count' },
  { key: 'built', zh: '其中：建成', en: 'of which built', group: PROJECTS, kind: 'count' },
  { key: 'investment', zh: '投资（万元）', en: 'investment (10,000 yuan)', group: PROJECTS, kind: 'wan' },
];

/**
 * R14 片区情况表. Plans and registers are kept by reporting unit, so a zone has them only where it consists of whole units.
 * 插花 are the villages outside all zones; they get what the zones leave of the city's plan and register.
 */
export const r14: ReportDefinition = {
  id: 'R14',
  publication: 'internal',
  tidy: {
    columns: { households: 'households', registeredHouseholds: 'households', projects: 'projects', built: 'projects' },
    placeOf: (row, _, { unit }) => ({ line: `R14.zone.${worded(row['zone'])}`, unit, level: 'zone' }),
    hasNoPlans: true,
  },
  bases: { rate: rate('ytd', 'plan'), share: rate('ytd', 'persons') },
  build,
  identities: (table, city) => [
    ...upliftAddsUp(table, city),
    sameFigure(table.total?.['households'], measure(city.tally, 'households')),
  ],
};

function build(facts: SummaryFacts): TableContent {
  const { programme, register } = facts;
  const city = cityTally(facts);
  const zones = programme.zones.map(({ name, en }) => ({
    name,
    said: { zh: name, en },
    units: wholeUnits(name, facts),
  }));
  const outside = zones.every(({ units }) => units !== null)
    ? register.units.map(({ code }) => code).filter((code) => !zones.some(({ units }) => units?.includes(code)))
    : null;
  const rows = [
    ...zones.map(({ name, said, units }) => rowOf(facts, city, { zone: name, said }, units)),
    rowOf(facts, city, { zone: null, said: { zh: '插花（片区外）', en: 'outside the zones' } }, outside),
  ];
  const sums = sumRows(COLUMNS, rows);
  const whole = rows.every((row) => row['plan'] !== null);
  return {
    zh: '片区情况表',
    en: 'Zones',
    unit: { zh: '户、人、个、万元', en: 'households, persons, projects, 10,000 yuan' },
    columns: COLUMNS,
    rows,
    total: {
      zone: TOTAL,
      ...sums,
      rate: whole && sums['plan'] ? tenthsOfPercent(sums['ytd'] ?? 0, sums['plan']) : null,
      share: tenthsOfPercent(sums['ytd'] ?? 0, sums['persons'] ?? 0),
    },
    notes: [
      {
        zh: '按户所在村归入片区；项目以填报的片区为准，未填的按所在地。任务和在册数按填报单位下达，片区由整个填报单位组成时才列出。',
        en: 'By village; projects by the zone that they name, else by place. Plans and registers are by reporting unit, so they are shown for zones of whole units only.',
      },
    ],
  };
}

/** A zone by its name, or null for what is outside all zones, and what the table calls it. */
type Zone = { readonly zone: string | null; readonly said: Text };

function rowOf(facts: SummaryFacts, city: Tally, { zone, said }: Zone, units: readonly string[] | null): ReportRow {
  const tally = below(city, `zone.${zone ?? ''}.`);
  const projects = facts.projects.filter((project) => zoneOfProject(project, facts.programme) === zone);
  const targets = units?.map((unit) => facts.targets.get(unit)).filter((target) => target !== undefined) ?? [];
  const known = units !== null && targets.length === units.length && targets.length > 0;
  const plan = known ? sumOf(targets, (target) => target.plan_persons) : null;
  return {
    zone: said,
    households: measure(tally, 'households'),
    persons: measure(tally, 'persons'),
    registeredHouseholds: known ? sumOf(targets, (target) => target.registered_households) : null,
    registeredPersons: known ? sumOf(targets, (target) => target.registered_persons) : null,
    plan,
    ...upliftFigures(tally),
    rate: plan === null ? null : tenthsOfPercent(measure(tally, 'ytd.persons'), plan),
    share: tenthsOfPercent(measure(tally, 'ytd.persons'), measure(tally, 'persons')),
    projects: projects.length,
    built: projects.filter((project) => project.status === 'BUILT').length,
    investment: sumOf(projects, (project) => project.investment_wan),
  };
}

function zoneOfProject(project: Project, programme: Programme): string | null {
  const stated = programme.zones.find(({ name }) => name === project.zone);
  return stated?.name ?? zoneOf(programme, project.village_code ?? project.town_code ?? project.unit_code ?? '');
}

/** The reporting units that make up a zone, or null when it takes only parts of one. */
function wholeUnits(name: string, { programme, register }: City): string[] | null {
  const divisions = programme.zones.flatMap((zone) => zone.divisions);
  if (divisions.some((division) => division.length > 9)) return null;
  const inside = new Map(
    register.townships.map((township) => [township.code, zoneOf(programme, township.code) === name]),
  );
  const byUnit = rollUp(
    new Map([...inside].map(([code, is]) => [code, { in: is ? 1 : 0, out: is ? 0 : 1 }])),
    (township) => register.unitOf(township),
  );
  const touched = [...byUnit].filter(([, counted]) => measure(counted, 'in') > 0);
  return touched.every(([, counted]) => measure(counted, 'out') === 0) ? touched.map(([unit]) => unit) : null;
}
