import type { City } from '../city/city.ts';
import { factsWithin, isRowWithin } from '../tables/facts-within.ts';
import type { Evidence } from './parts.ts';

/** What the evidence of a province is for one of its cities; of the root it is all. */
export function evidenceWithin(evidence: Evidence, city: City): Evidence {
  const { facts, projects, finance, targets, lastYearTargets } = evidence;
  const { register } = facts;
  if (city.register.root === register.root) return evidence;
  const byUnit = (sources: Evidence['targets']): Evidence['targets'] =>
    new Map([...sources].filter(([unit]) => register.covers(city.register.root, unit)));
  return {
    facts: factsWithin(facts, city),
    projects: projects.filter(({ record }) => isRowWithin(record, city, register)),
    finance: finance.filter(({ record }) => isRowWithin(record, city, register)),
    targets: byUnit(targets),
    lastYearTargets: byUnit(lastYearTargets),
  };
}
