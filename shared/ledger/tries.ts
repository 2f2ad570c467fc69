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
 * Counts the tries at a version before a start. Work on a version is one invocation's at a time
 * (docs/decisions/0099-one-at-a-time.md), so every other start that is noted is over.
 * @param others starts that were not taken back, without the one that `message` has just made
 */
export const earlierTries = (others: readonly Start[], message: string): EarlierTries => ({
  all: triesOf(others),
  ofMessage: triesOf(others.filter((start) => start.message === message)),
});

const triesOf = (starts: readonly Start[]): Tries => ({
  count: starts.length,
  onlyFaults: starts.every(({ isFault }) => isFault),
});
