/**
 * Splits `total` in proportion to `weights` by largest remainder; ties go to the earlier weight.
 * The parts always add to `total`.
 */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (sum <= 0) throw new RangeError('nothing to apportion by');
  const parts = weights.map((weight) => Math.floor((total * weight) / sum));
  const remainders = weights.map((weight, index) => ({ index, remainder: (total * weight) % sum }));
  remainders.sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  let missing = total - parts.reduce((a, b) => a + b, 0);
  for (const { index } of remainders) {
    if (missing === 0) break;
    parts[index] = (parts[index] ?? 0) + 1;
    missing -= 1;
  }
  return parts;
}

/** Something with a number of persons. */
export type Sized = { readonly size: number };

/**
 * Takes items in order, whole, until their sizes add to exactly `target`.
 * @throws RangeError when the sizes on offer cannot add to the target
 */
export function takeExactly<T extends Sized>(items: readonly T[], target: number): T[] {
  const taken = takeUpTo(items, target);
  const gap = target - taken.reduce((sum, { size }) => sum + size, 0);
  if (gap > 0) throw new RangeError(`a gap of ${gap} persons is left`);
  return taken;
}

/**
 * The same as near to `target` as the sizes on offer allow, and never beyond: first fit, with some single persons kept
 * back to close the gap, and one exchange where even they do not.
 */
export function takeUpTo<T extends Sized>(items: readonly T[], target: number): T[] {
  const singles = items.filter((item) => item.size === 1);
  const kept = new Set(singles.slice(0, Math.ceil(singles.length * 0.15)));
  const taken = new Set<T>();
  let gap = target;
  for (const pass of [items.filter((item) => !kept.has(item)), [...kept]]) {
    for (const item of pass) {
      if (item.size > gap) continue;
      taken.add(item);
      gap -= item.size;
    }
  }
  if (gap > 0) exchange(items, taken, gap);
  return items.filter((item) => taken.has(item));
}

/**
 * Brings the number of taken items towards `count` while their sizes keep their sum: one large item against two small
 * ones, or back. Stops short where no such exchange is left.
 */
export function withCount<T extends Sized>(items: readonly T[], taken: readonly T[], count: number): T[] {
  const chosen = new Set(taken);
  while (chosen.size !== count) {
    const grow = chosen.size < count;
    // To grow, one chosen item makes room for two free ones; to shrink, two chosen ones for one that is free.
    const single = items.filter((item) => chosen.has(item) === grow);
    const pair = items.filter((item) => chosen.has(item) !== grow);
    const move = findExchange(single, pair);
    if (!move) break;
    for (const item of [move.one, ...move.two]) {
      if (!chosen.delete(item)) chosen.add(item);
    }
  }
  return items.filter((item) => chosen.has(item));
}

function findExchange<T extends Sized>(
  singles: readonly T[],
  pairs: readonly T[],
): { one: T; two: readonly [T, T] } | undefined {
  const bySize = (size: number): T[] => pairs.filter((item) => item.size === size);
  const ones = bySize(1);
  for (const size of [2, 3, 4, 5, 6]) {
    const one = singles.find((item) => item.size === size);
    if (!one) continue;
    for (let small = 1; small * 2 <= size; small += 1) {
      const [first, second] =
        small === 1
          ? [ones[0], size === 2 ? ones[1] : bySize(size - 1)[0]]
          : small * 2 === size
            ? bySize(small)
            : [bySize(small)[0], bySize(size - small)[0]];
      if (first && second) return { one, two: [first, second] };
    }
  }
  return undefined;
}

function exchange<T extends Sized>(items: readonly T[], taken: Set<T>, gap: number): void {
  for (const out of taken) {
    const larger = items.find((item) => !taken.has(item) && item.size === out.size + gap);
    if (!larger) continue;
    taken.delete(out);
    taken.add(larger);
    return;
  }
}
