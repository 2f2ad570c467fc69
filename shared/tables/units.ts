import { mergeTallies, rollUp, type Tally } from '../fold/tally.ts';
import type { SummaryFacts } from './report-table.ts';

/** The tallies of the reporting units: counties and zones of the city. */
export const talliesByUnit = (facts: SummaryFacts): ReadonlyMap<string, Tally> =>
  rollUp(facts.tallies, (township) => facts.register.unitOf(township));

export const cityTally = (facts: SummaryFacts): Tally => mergeTallies(facts.tallies.values());

/** Code and name of the whole city and then of each unit, with its tally: the rows of tables that begin with 全市. */
export function cityAndUnits(
  facts: SummaryFacts,
): { readonly code: string; readonly unit: string; readonly tally: Tally }[] {
  const byUnit = talliesByUnit(facts);
  return [
    { code: facts.register.cityCode, unit: '全市', tally: cityTally(facts) },
    ...facts.register.units.map(({ code, name }) => ({ code, unit: name, tally: byUnit.get(code) ?? {} })),
  ];
}
