/** Ratios of processor time between our work and a peer's, taken in turns: the machine may be busy. */

/** A kind of work by us and by the peer; the target is how many times less time ours takes. */
export type Work = {
  readonly name: string;
  readonly peerName: string;
  readonly target: number;
  /** What the times are divided by: rows, items, starts. */
  readonly count: number;
  readonly turns?: number;
  readonly ours: () => void | Promise<void>;
  readonly peer: () => void | Promise<void>;
};

export type Result = {
  readonly name: string;
  readonly peer: string;
  /** Medians, in microseconds for each of what is counted. */
  readonly ours: number;
  readonly theirs: number;
  readonly ratio: number;
  readonly target: number;
  readonly isMet: boolean;
  readonly raw: { readonly ours: readonly number[]; readonly peer: readonly number[] };
};

export const TURNS = 5;

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Processor time of this process, its collectors and its compilers, in microseconds for each of what is counted. */
export async function cost(work: () => void | Promise<void>, count: number): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

export async function measured({ name, peerName, target, count, turns = TURNS, ours, peer }: Work): Promise<Result> {
  const own: number[] = [];
  const others: number[] = [];
  // The first turn compiles.
  for (let turn = 0; turn <= turns; turn++) {
    const [one, other] = [await cost(ours, count), await cost(peer, count)];
    if (turn === 0) continue;
    own.push(one);
    others.push(other);
  }
  return resultOf({ name, peerName, target }, own, others);
}

export function resultOf(
  { name, peerName, target }: Pick<Work, 'name' | 'peerName' | 'target'>,
  ours: readonly number[],
  peer: readonly number[],
): Result {
  const ratio = median(peer) / median(ours);
  return {
    name,
    peer: peerName,
    ours: median(ours),
    theirs: median(peer),
    ratio,
    target,
    isMet: ratio >= target,
    raw: { ours, peer },
  };
}
