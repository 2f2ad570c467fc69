import { largestRemainder, roundedQuotient } from './rounding.ts';

/** How a bulletin writes numbers: 9.78万, 2200, 4000余, 2.44亿元. Rounded by rule from exact integers, never typed in. */

/** Hundredths without the zeros that say nothing: 978 -> 9.78, 210 -> 2.1, 1500 -> 15. */
export const trimmed = (hundredths: number): string =>
  `${Math.trunc(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`.replace(/\.?0+$/, '');

const WAN = 10_000;
const wanText = (hundreds: number): string => `${trimmed(hundreds)}万`;

/** Persons: from 10,000 in 万 with at most two decimals, below that plain. */
export const bulletinNumber = (value: number): string =>
  value >= WAN ? wanText(Math.trunc((value + 50) / 100)) : String(value);

/** A total and its parts, rounded so that the printed parts add to the printed total. Parts under 10,000 stay plain. */
export function bulletinParts(total: number, parts: readonly number[]): string[] {
  if (total < WAN) return parts.map(String);
  const rounded = largestRemainder(parts, total, Math.trunc((total + 50) / 100));
  return parts.map((part, index) => (part >= WAN ? wanText(rounded[index] ?? 0) : String(part)));
}

/** The largest multiple of a power of ten with one digit that is not above the value: 900 of 917, 20,000 of 20,436. */
export function leadingFloor(value: number): number {
  const power = 10 ** (String(value).length - 1);
  return Math.floor(value / power) * power;
}

/** 900余 of 917, 4000余 of 4,036, 2万余 of 20,436; a value that is exact in its first digit has no 余. */
export function aboutNumber(value: number): string {
  const floor = leadingFloor(value);
  return floor === value ? bulletinNumber(value) : `${bulletinNumber(floor)}余`;
}

/** Fen of a hundredth of 亿元 and of 万元. */
const [YI_HUNDREDTH, WAN_HUNDREDTH] = [100_000_000, 10_000];

/** Fen of the last place that is printed of a sum of money. */
function lastPlace(fen: number): number {
  if (fen < WAN_HUNDREDTH * 100) return 1;
  // 9999.999万 is 1亿 when it is rounded.
  return (roundedQuotient(fen, WAN_HUNDREDTH) ?? 0) < WAN * 100 ? WAN_HUNDREDTH : YI_HUNDREDTH;
}

/** Money from fen: 2.44亿元, 7500万元, 5000元; at most two decimals. */
export function bulletinMoney(fen: number): string {
  const place = lastPlace(fen);
  const unit = { 1: '元', [WAN_HUNDREDTH]: '万元', [YI_HUNDREDTH]: '亿元' }[place] ?? '';
  return `${trimmed(roundedQuotient(fen, place) ?? 0)}${unit}`;
}

/**
 * Parts of a sum of money, rounded to the last place that is printed of the sum, so that they add to it as printed. One
 * that is nothing at that place is printed as it is.
 */
export function bulletinMoneyParts(total: number, parts: readonly number[]): string[] {
  const place = lastPlace(total);
  const rounded = largestRemainder(parts, total, roundedQuotient(total, place) ?? 0);
  return parts.map((part, index) => bulletinMoney((rounded[index] ?? 0) * place || part));
}

/** 四 of 四大片区; numbers above ten stay in digits. */
export const hanziNumber = (value: number): string => '〇一二三四五六七八九十'[value] ?? String(value);
