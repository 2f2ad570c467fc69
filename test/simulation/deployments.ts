import type { Deployment } from '../../functions/ingest/handler.ts';
import { fieldsOf, KindLayouts, layoutChecksum, ROW_LAYOUTS } from '../../shared/rows/layouts.ts';
import { HOUSEHOLD_LAYOUTS, type LayoutVersion } from '../../shared/schema/row-layouts.ts';

/** The layouts with one more, which goes on from the newest with a column of its own. */
function grown(versions: readonly LayoutVersion[], fields: LayoutVersion['fields']): LayoutVersion[] {
  const after = versions.at(-1)?.name ?? '';
  const next = { name: `h${versions.length + 1}`, after, checksum: '', fields };
  return [...versions, { ...next, checksum: layoutChecksum(fieldsOf(next, [...versions, next])) }];
}

// No file fills in the one column; every file has the other, which is read and not kept so far.
const withMoves = grown(HOUSEHOLD_LAYOUTS, { moved_on: 'date' });
const withVillages = grown(withMoves, { village_name: 'text' });

const deployment = (ruleSet: string, versions: readonly LayoutVersion[]): Deployment => ({
  ruleSet,
  layouts: { ...ROW_LAYOUTS, household: new KindLayouts(versions) },
});

/**
 * What may be deployed in a run, oldest first: each keeps a column more than the one before and is a rule set of its
 * own.
 */
export const DEPLOYMENTS = [
  deployment('r1', HOUSEHOLD_LAYOUTS),
  deployment('r2', withMoves),
  deployment('r3', withVillages),
] as const;

/** The same code with a rule set that has judged nothing yet. */
export const withNewRules = ({ ruleSet, layouts }: Deployment): Deployment => ({ ruleSet: `${ruleSet}.1`, layouts });

/** Whether the code of a rule set keeps the village of a household. */
export const keepsVillage = (ruleSet: string): boolean => ruleSet.startsWith('r3');
