/** Figures without floating point: percentages, ranks, shares and the bulletin's way of writing numbers. */

/** numerator / denominator in tenths of a percent, halves up; null when there is nothing to divide by. */
export function tenthsOfPercent(numerator: number, denominator: number): number | null {
  if (denominator <= 0) return null;
  return Number((BigInt(numerator) * 2000n + BigInt(denominator)) / (2n * BigInt(denominator)));
}

/** 652 -> 65.2% */
export const percentText = (tenths: number | null): string =>
  tenths === null ? '—' : `${Math.trunc(tenths / 10)}.${Math.abs(tenths % 10)}%`;

export type Fraction = { readonly numerator: number; readonly denominator: number };

/** Greater fraction first, exactly; fractions without a denominator come last. */
export function compareFractions(a: Fraction, b: Fraction): number {
  if (a.denominator <= 0 || b.denominator <= 0) return Math.sign(b.denominator) - Math.sign(a.denominator);
  const difference = BigInt(b.numerator) * BigInt(a.denominator) - BigInt(a.numerator) * BigInt(b.denominator);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** 1 + the number of greater fractions; equal ones share a rank (1, 1, 3). Null without a denominator. */
export function ranksOf(fractions: readonly Fraction[]): (number | null)[] {
  return fractions.map((own) =>
    own.denominator <= 0 ? null : 1 + fractions.filter((other) => other.denominator > 0 && compareFractions(other, own) < 0).length,
  );
}

/**
 * Rounds parts to whole units so that they add to `total` exactly: each is floored, the largest remainders are raised, ties to the first.
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

/** 9.78万, 2.1万, 15万 from hundreds of persons (1万 = 100 hundreds). */
function wanText(hundreds: number): string {
  const text = `${Math.trunc(hundreds / 100)}.${String(hundreds % 100).padStart(2, '0')}`.replace(/\.?0+$/, '');
  return `${text}万`;
}

/** Persons as the bulletin writes them: from 10,000 in 万 with at most two decimals, below that plain. */
export const bulletinNumber = (value: number): string => (value >= 10_000 ? wanText(Math.trunc((value + 50) / 100)) : String(value));

/** A total and its parts, rounded so that the printed parts add to the printed total. Parts under 10,000 stay plain. */
export function bulletinParts(total: number, parts: readonly number[]): string[] {
  if (total < 10_000) return parts.map(String);
  const rounded = largestRemainder(parts, total, Math.trunc((total + 50) / 100));
  return parts.map((part, index) => (part >= 10_000 ? wanText(rounded[index] ?? 0) : String(part)));
}

/** Thousands in groups of three, for tables. */
export const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');
