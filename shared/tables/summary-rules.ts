import { measure } from '../fold/tally.ts';
import type { Text } from '../language/language.ts';
import { filledIn } from '../rules/finding.ts';
import type { Params, RuleWords, Severity } from '../rules/rule.ts';
import { REPORT_TABLES } from './catalogue.ts';
import { sumTargets } from './headline.ts';
import type { SummaryFacts, Tables } from './report-table.ts';
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
    zh: '各单位任务之和{a}不等于{whole}任务{b}',
    en: 'Sum of unit plans {a} is not the plan {b} of the {whole}',
    basis: 'seed 15万',
    // Where all plans of the units and that of the whole are known.
    checkSummary: (facts) => {
      const [units, all] = [sumTargets(facts, 'plan_persons'), facts.programme.cityTarget];
      const isRight = units === null || all === null || units === all;
      return isRight ? [] : [{ a: units, b: all, whole: facts.register.whole }];
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
    checkSummary: brokenIdentities,
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

type Broken = { readonly table: string; readonly a: string | number; readonly b: string | number };

/** The figures that break an identity. Each table's own file says which identities it keeps. */
function brokenIdentities(facts: SummaryFacts, tables: Tables): Broken[] {
  const city = { code: facts.register.root, tally: cityTally(facts) };
  const broken = REPORT_TABLES.flatMap(({ id, identities }): Broken[] => {
    const table = tables[id];
    if (!table || !identities) return [];
    return identities(table, city)
      .filter(({ figure, wanted }) => figure !== wanted)
      .map(({ figure, wanted }) => ({ table: id, a: figure ?? '—', b: wanted ?? '—' }));
  });
  // A wrong unit makes the city wrong by the same figures, so it is told once.
  return [...new Map(broken.map((each) => [Object.values(each).join(' '), each])).values()];
}
