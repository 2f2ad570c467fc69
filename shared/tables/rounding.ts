/** Figures without floating point: quotients, percentages, ranks and shares. */

/** numerator / denominator as an integer, halves away from zero; null when there is nothing to divide by. */
export function roundedQuotient(numerator: number, denominator: number, scale = 1): number | null {
  if (denominator <= 0) return null;
  const [a, b] = [BigInt(Math.abs(numerator)) * BigInt(scale), BigInt(denominator)];
  const quotient = Number((a * 2n + b) / (2n * b));
  return numerator < 0 && quotient !== 0 ? -quotient : quotient;
}

/** numerator / denominator in tenths of a percent, halves away from zero; null when there is nothing to divide by. */
export const tenthsOfPercent = (numerator: number, denominator: number): number | null =>
  roundedQuotient(numerator, denominator, 1000);

/** 65.2 from 652 tenths. */
export const tenthsText = (tenths: number): string =>
  `${tenths < 0 ? '-' : ''}${Math.trunc(Math.abs(tenths) / 10)}.${Math.abs(tenths) % 10}`;

/** 652 -> 65.2% */
export const percentText = (tenths: number | null): string => (tenths === null ? '—' : `${tenthsText(tenths)}%`);

export type Fraction = { readonly numerator: number; readonly denominator: number };

/** Greater fraction first, exactly; fractions without a denominator come last. */
export function compareFractions(a: Fraction, b: Fraction): number {
  if (a.denominator <= 0 || b.denominator <= 0) return Math.sign(b.denominator) - Math.sign(a.denominator);
  const difference = BigInt(b.numerator) * BigInt(a.denominator) - BigInt(a.numerator) * BigInt(b.denominator);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** 1 + the number of greater fractions; equal ones share a rank (1, 1, 3). Null without a denominator. */
export function ranksOf(fractions: readonly Fraction[]): (number | null)[] {
  const ranks = fractions.map((): number | null => null);
  const ranked = fractions.flatMap((own, index) => (own.denominator > 0 ? [{ own, index }] : []));
  ranked.sort((a, b) => compareFractions(a.own, b.own));
  let rank = 0;
  for (const [place, { own, index }] of ranked.entries()) {
    const before = ranked[place - 1];
    if (!before || compareFractions(before.own, own) !== 0) rank = place + 1;
    ranks[index] = rank;
  }
  return ranks;
}

/**
 * Rounds parts to whole units so that they add to `total` exactly: each is floored, the largest remainders are raised,
 * ties to the first.
 * @param scale numerator of the unit: 1000 for tenths of a percent
 */
export function largestRemainder(parts: readonly number[], whole: number, scale: number): number[] {
  if (whole <= 0) return parts.map(() => 0);
  const exact = parts.map((part) => BigInt(part) * BigInt(scale));
  const base = BigInt(whole);
  const floors = exact.map((value) => Number(value / base));
  const total = Number((exact.reduce((sum, value) => sum + value, 0n) * 2n + base) / (2n * base));
  const order = exact
    .map((value, index) => ({ index, rest: value % base }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  let left = total - floors.reduce((sum, value) => sum + value, 0);
  for (const { index } of order) {
    if (left <= 0) break;
    floors[index] = (floors[index] ?? 0) + 1;
    left--;
  }
  return floors;
}

/** Thousands in groups of three, for tables. */
export const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');
