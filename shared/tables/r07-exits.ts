import type { Register } from '../city/register.ts';
import { below, measure, type Tally } from '../fold/tally.ts';
import { EXIT_STATUSES } from '../schema/codes.ts';
import { plus, sameFigure } from './identities.ts';
import {
  TOTAL,
  type ReportColumn,
  type ReportRow,
  type SummaryFacts,
  type TableContent,
  type ReportDefinition,
} from './report-table.ts';
import { villageName } from './projects.ts';
import { talliesByUnit } from './units.ts';
import { sumRows } from './uplift-columns.ts';

const HOUSEHOLDS = { zh: '脱贫状态（户）', en: 'exit status (households)' };
const PERSONS = { zh: '脱贫状态（人）', en: 'exit status (persons)' };
const FAILS = { zh: '未保障户数', en: 'households not assured of' };
const ABOVE = { zh: '收入达标但保障未达标', en: 'above the line, not assured' };

const SAFEGUARDS = [
  { key: 'foodCloth', zh: '不愁吃穿', en: 'food and clothing' },
  { key: 'edu', zh: '义务教育', en: 'compulsory education' },
  { key: 'med', zh: '基本医疗', en: 'basic medical care' },
  { key: 'house', zh: '住房安全', en: 'safe housing' },
  { key: 'any', zh: '任一项', en: 'any of them' },
] as const;

const COLUMNS: readonly ReportColumn[] = [
  { key: 'code', zh: '代码', en: 'code', kind: 'text' },
  { key: 'unit', zh: '填报单位', en: 'unit', kind: 'text' },
  { key: 'households', zh: '上报户数', en: 'households reported', kind: 'count' },
  ...EXIT_STATUSES.map(({ code, zh, en }): ReportColumn => ({
    key: `exit.${code}.households`,
    zh,
    en,
    group: HOUSEHOLDS,
    kind: 'count',
  })),
  ...EXIT_STATUSES.map(({ code, zh, en }): ReportColumn => ({
    key: `exit.${code}.persons`,
    zh,
    en,
    group: PERSONS,
    kind: 'count',
  })),
  ...SAFEGUARDS.map(({ key, zh, en }): ReportColumn => ({ key: `fails.${key}`, zh, en, group: FAILS, kind: 'count' })),
  { key: 'aboveLineUnassured.households', zh: '户数', en: 'households', group: ABOVE, kind: 'count' },
  { key: 'aboveLineUnassured.persons', zh: '人数', en: 'persons', group: ABOVE, kind: 'count' },
  { key: 'relapsed', zh: '返贫户所在村', en: 'villages of those fallen back', kind: 'text' },
];

/** R07 脱贫与两不愁三保障表. Households that fell back into poverty are counted by village, never listed one by one. */
export const r07: ReportDefinition = {
  id: 'R07',
  publication: 'internal',
  tidy: { columns: { '*.persons': 'persons', '*': 'households' }, fromTownships: true },
  build,
  identities: ({ total }, { tally }) =>
    ['households', 'persons'].map((of) =>
      sameFigure(plus(total, ...EXIT_STATUSES.map(({ code }) => `exit.${code}.${of}`)), measure(tally, of)),
    ),
};

function build(facts: SummaryFacts): TableContent {
  const byUnit = talliesByUnit(facts);
  const counted = COLUMNS.filter(({ kind }) => kind === 'count').map(({ key }) => key);
  const rows = facts.register.units.map(({ code }): ReportRow => {
    const tally = byUnit.get(code);
    return {
      code,
      unit: facts.register.textOf(code),
      ...Object.fromEntries(counted.map((key) => [key, measure(tally, key)])),
      relapsed: relapsedOf(tally, facts.register),
    };
  });
  return {
    zh: '脱贫与两不愁三保障表',
    en: 'Exit and safeguards',
    unit: { zh: '户、人', en: 'households, persons' },
    columns: COLUMNS,
    rows,
    total: { unit: TOTAL, ...sumRows(COLUMNS, rows) },
    notes: [
      {
        zh: '收入达标：近四季人均纯收入高于本户识别标准线（不足四季的按已有季数折算，为暂定）。',
        en: "Above the line: net income per head of the last four quarters over the household's own line; with fewer quarters pro rata and provisional.",
      },
    ],
  };
}

/** 定远寨镇定远寨村2户、…, in the order of the codes. */
function relapsedOf(tally: Tally | undefined, register: Register): string | null {
  const villages = Object.entries(below(tally, 'relapsed.'));
  if (villages.length === 0) return null;
  return villages.map(([code, households]) => `${villageName(code, register) ?? code}${households}户`).join('、');
}
