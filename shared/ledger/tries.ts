/**
 * Tries at an object version after which it is given up, so that the files behind it go on. A try is a start that died
 * (memory, time) or ended with an error of our own. A start that a service failed, or that stopped in time and asked
 * for another invocation, is taken back and does not count.
 */
export const MOST_TRIES = 3;

/** A start of work on a version: by which message of the queue, and whether it ended with an error of our own. */
export type Start = { readonly message: string; readonly isFault: boolean };

/** Tries at a version before the start that has just been noted. */
export type EarlierTries = {
  readonly all: Tries;
  /**
   * Tries by the message of this start. A replay counts only these: what made the earlier ones fail has been mended.
   */
  readonly ofMessage: Tries;
};

export type Tries = {
  readonly count: number;
  /** Whether each ended with an error of our own; else at least one died. */
  readonly onlyFaults: boolean;
};

/**
 * Counts the tries at a version that are certain. The queue delivers a message again only when its last delivery is
 * over. So of a message's starts all but one are over. One may be under way: several messages may be at work on a
 * version.
 * @param starts that were not taken back, with the one that `message` has just made
 */
export function earlierTries(starts: readonly Start[], message: string): EarlierTries {
  const byMessage = Map.groupBy(starts, (start) => start.message);
  const own = byMessage.get(message);
  return { all: triesOf([...byMessage.values()]), ofMessage: triesOf(own ? [own] : []) };
}

function triesOf(messages: readonly (readonly Start[])[]): Tries {
  let [count, faults] = [0, 0];
  for (const starts of messages) {
    const over = Math.max(0, starts.length - 1);
    count += over;
    faults += Math.min(over, starts.filter(({ isFault }) => isFault).length);
  }
  return { count, onlyFaults: faults === count };
}
