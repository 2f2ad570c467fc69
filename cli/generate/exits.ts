import type { HouseholdRow } from '../../shared/schema/household.ts';
import type { Home } from './homes.ts';
import { incomeOf } from './income.ts';

/** The poverty line of a quarter's year, in fen. */
export type LineAt = (at: number) => number;

/**
 * Not exited before the first planned year; then pending (预脱贫) once above the line with every safeguard, and exited at
 * a year's end.
 */
export function exitStatus(home: Home, at: number, lineAt: LineAt): HouseholdRow['exit_status'] {
  const exit = exitedAt(home, at, lineAt);
  if (exit !== null) return '1';
  const since = pendingSince(home, at, lineAt);
  return since === null ? '0' : '2';
}

/** The quarter in which a household has exited, none until `at`. It is reported for the last time then. */
export function exitedAt(home: Home, at: number, lineAt: LineAt): number | null {
  for (let end = 3; end <= at; end += 4) {
    const since = pendingSince(home, end, lineAt);
    if (since !== null && since < end && isAboveLine(home, end, lineAt)) return end;
  }
  return null;
}

function pendingSince(home: Home, at: number, lineAt: LineAt): number | null {
  if (home.exitsByTourism) return at >= 1 ? 1 : null;
  if (home.skeleton.tourism || !Object.values(home.safeguards).every(Boolean)) return null;
  if (home.draw.byte(5) % 10 >= 6) return null;
  for (let quarter = 0; quarter <= at; quarter++) {
    const isUp = home.uplifted.slice(quarter - (quarter % 4), quarter + 1).includes(true);
    if (isUp && isAboveLine(home, quarter, lineAt)) return quarter;
  }
  return null;
}

/** Whether the last four quarters together are above the line. */
function isAboveLine(home: Home, at: number, lineAt: LineAt): boolean {
  const net = [0, 1, 2, 3].reduce((sum, back) => sum + incomeOf(home, at - back).net, 0);
  return net * 100 > lineAt(at) * home.size;
}
