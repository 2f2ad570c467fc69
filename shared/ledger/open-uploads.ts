import { lastEndedPeriod, shiftPeriod, type Period } from '../time/period.ts';

/**
 * The first of the quarters in which uploads are expected: the one before the quarter that ended last, which is
 * corrected while the next is reported.
 */
export const firstOpenPeriod = (now: Date): Period => shiftPeriod(lastEndedPeriod(now), -1);

/** The quarters in which uploads are expected, up to the one that runs. */
export const openPeriods = (now: Date): Period[] => [0, 1, 2].map((later) => shiftPeriod(firstOpenPeriod(now), later));

/**
 * Where a listing of uploads goes on behind a key when the quarters before `first` are left out: at the first open
 * quarter of the same division. Null where the key is in none of them: it goes on with the next key.
 */
export function behindClosed(key: string, first: Period): string | null {
  const [, division, period] = /^(\d+)\/(20\d\dQ[1-4])\//.exec(key) ?? [];
  return division !== undefined && period !== undefined && period < first ? `${division}/${first}` : null;
}
