import type { Text } from '../language/language.ts';
import { mergeTallies, rollUp, type Tally } from '../fold/tally.ts';
import type { SummaryFacts } from './report-table.ts';

/** The tallies of the reporting units: counties and zones of the city. */
export const talliesByUnit = (facts: SummaryFacts): ReadonlyMap<string, Tally> =>
  rollUp(facts.tallies, (township) => facts.register.unitOf(township));

/**
 * The note of a table that compares with earlier quarters, where divisions had other codes then: their rows count with
 * the divisions that continue them.
 */
export function recodedNotes({ recoded }: Pick<SummaryFacts, 'recoded'>): Text[] {
  if (recoded.length === 0) return [];
  const units = recoded.filter(({ code }) => code.length === 6);
  const listed = (of: 'zh' | 'en'): string[] =>
    units.map(({ code, name, now, nameNow }) =>
      of === 'zh'
        ? `${name.zh}（${code}）现为${nameNow.zh}（${now}）`
        : `${name.en} (${code}) is now ${nameNow.en} (${now})`,
    );
  const townships = recoded.length - units.length;
  return [
    {
      zh: `以前各季按本季区划归并：${[...listed('zh'), `${townships}个乡镇（街道）换码或合并`].join('；')}。`,
      en: `Earlier quarters are counted by the divisions of this one: ${[...listed('en'), `${townships} townships got another code or were merged`].join('; ')}.`,
    },
  ];
}

export const cityTally = (facts: SummaryFacts): Tally => mergeTallies(facts.tallies.values());

/** Code and name of the whole and then of each unit, with its tally: the rows of tables that begin with 全市. */
export function cityAndUnits(
  facts: SummaryFacts,
): { readonly code: string; readonly unit: Text; readonly tally: Tally }[] {
  const byUnit = talliesByUnit(facts);
  return [
    { code: facts.register.root, unit: facts.register.whole, tally: cityTally(facts) },
    ...facts.register.units.map(({ code }) => ({
      code,
      unit: facts.register.textOf(code),
      tally: byUnit.get(code) ?? {},
    })),
  ];
}
