import type { Text } from '../language/language.ts';
import { mergeTallies, rollUp, type Tally } from '../fold/tally.ts';
import type { SummaryFacts } from './report-table.ts';

/** The tallies of the reporting units: counties and zones of the city. */
export const talliesByUnit = (facts: SummaryFacts): ReadonlyMap<string, Tally> =>
  rollUp(facts.tallies, (township) => facts.register.unitOf(township));

export const cityTally = (facts: SummaryFacts): Tally => mergeTallies(facts.tallies.values());

/** How tables name the whole city. */
export const WHOLE_CITY: Text = { zh: '全市', en: 'whole city' };

/** Code and name of the whole city and then of each unit, with its tally: the rows of tables that begin with 全市. */
export function cityAndUnits(
  facts: SummaryFacts,
): { readonly code: string; readonly unit: Text; readonly tally: Tally }[] {
  const byUnit = talliesByUnit(facts);
  return [
    { code: facts.register.cityCode, unit: WHOLE_CITY, tally: cityTally(facts) },
    ...facts.register.units.map(({ code }) => ({
      code,
      unit: facts.register.textOf(code),
      tally: byUnit.get(code) ?? {},
    })),
  ];
}
