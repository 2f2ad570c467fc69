import type { FoldCalendar, HouseholdHistory } from './household-history.ts';
import type { Counter } from './tally.ts';

/**
 * Against last quarter (R17). Each line is counted by itself, so that the identities between them are a check and not a
 * definition.
 */
export function countMovement(counter: Counter, history: HouseholdHistory, { period, before }: FoldCalendar): void {
  const now = history.get(period);
  const then = history.get(before);
  const isUp = (now?.uplift_persons ?? 0) > 0;
  const wasUp = (then?.uplift_persons ?? 0) > 0;
  const count = (name: string, persons: number): void => {
    counter.add(`move.${name}.households`, 1);
    counter.add(`move.${name}.persons`, persons);
  };
  if (wasUp) count('upliftedBefore', then?.uplift_persons ?? 0);
  if (isUp && wasUp) count('continued', now?.uplift_persons ?? 0);
  if (isUp && !wasUp) count('newlyUplifted', now?.uplift_persons ?? 0);
  if (!isUp && wasUp) count('stopped', then?.uplift_persons ?? 0);

  if (then) count('onFileBefore', then.household_size);
  if (now && !then) count('newHouseholds', now.household_size);
  // A household that exited may be gone; one that is gone without an exit is told by rule Q01.
  if (then && !now) count(then.exit_status === '1' ? 'leftAfterExit' : 'missing', then.household_size);
  if (now && then && now.household_size !== then.household_size) {
    counter.add('move.resized.households', 1);
    counter.add('move.resized.persons', now.household_size - then.household_size);
  }
}
