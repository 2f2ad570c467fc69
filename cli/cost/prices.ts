/** Prices of the services, by region: a table with the page that says each, and the day on which it was seen. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Text } from '../../shared/language/language.ts';
import { isDate } from '../../shared/time/period.ts';
import { BadDataError, UsageError } from '../told-errors.ts';
import { METER_NAMES, METERS, type MeterName, type Usage } from './meters.ts';

const Price = z.strictObject({
  /** Of as many as the meter's `per` says, in the currency of the region. */
  price: z.number().nonnegative(),
  /** How much of the meter an account has for nothing each month, for good. */
  free: z.number().nonnegative().default(0),
  /** The day on which it was seen. */
  asOf: z.string().refine(isDate, 'a day such as 2026-09-13'),
  /** Where it is said. */
  page: z.url(),
  /** What else one must know of where it was seen. */
  note: z.strictObject({ zh: z.string(), en: z.string() }).optional(),
});

const Region = z.strictObject({
  zh: z.string(),
  en: z.string(),
  currency: z.enum(['USD', 'CNY']),
  prices: z.partialRecord(z.enum(METER_NAMES), Price),
});

const Prices = z.record(z.string(), Region);

export type PricedRegion = z.output<typeof Region>;
/** Regions by their names. */
type PriceTable = ReadonlyMap<string, PricedRegion>;

const FILE = join(import.meta.dirname, 'prices.json');

/**
 * The table of prices, with those of a file over it.
 * @param own file of the same form, of which a region may have some prices only
 * @throws UsageError when the file is none, or in another currency
 */
export function readPrices(own: string | null = null): PriceTable {
  const table = new Map(Object.entries(Prices.parse(JSON.parse(readFileSync(FILE, 'utf8')))));
  if (own === null) return table;
  const merged = new Map(table);
  for (const [name, given] of Object.entries(pricesIn(own))) {
    const known = table.get(name);
    if (known !== undefined && known.currency !== given.currency)
      throw new UsageError({
        zh: `--prices：${own} 中 ${name} 的货币是 ${given.currency}，应为 ${known.currency}`,
        en: `--prices: ${name} of ${own} is in ${given.currency}, expected ${known.currency}`,
      });
    merged.set(name, { ...given, prices: { ...known?.prices, ...given.prices } });
  }
  return merged;
}

function pricesIn(file: string): z.output<typeof Prices> {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(
      {
        zh: `--prices：${file} 读不出来，应为 JSON 文件`,
        en: `--prices: ${file} cannot be read; expected a file of JSON`,
      },
      { cause: error },
    );
  }
  const { success, data, error } = Prices.safeParse(read);
  if (success) return data;
  const [issue] = error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new UsageError({
    zh: `--prices：${file} 的 ${where} 不对（${issue?.message ?? ''}），格式应与 cli/cost/prices.json 相同`,
    en: `--prices: ${where} of ${file} is wrong (${issue?.message ?? ''}); expected the form of cli/cost/prices.json`,
  });
}

/**
 * The prices of a region for what is used.
 * @throws UsageError when the region is not known
 * @throws BadDataError when it lacks a price: none is guessed
 */
export function pricesOf(name: string, meters: readonly MeterName[], table: PriceTable): PricedRegion {
  const region = table.get(name);
  if (region === undefined) {
    const known = [...table.keys()].join(', ');
    throw new UsageError({
      zh: `--region：没有区域“${name}”的价目，已有 ${known}；其他区域请用 --prices 给出`,
      en: `--region: got “${name}”, expected one of ${known}; give the prices of another with --prices`,
    });
  }
  const missing = meters.filter((meter) => region.prices[meter] === undefined);
  if (missing.length === 0) return region;
  const named = (language: 'zh' | 'en'): string =>
    missing.map((meter) => `${meter} ${METERS[meter][language]}`).join('\n  ');
  throw new BadDataError({
    zh: `${name} ${region.zh} 的价目缺 ${missing.length} 项，不作估计：\n  ${named('zh')}\n请查云厂商价目页，写成 JSON 文件（格式同 cli/cost/prices.json），用 --prices FILE 给出`,
    en: `${name} ${region.en} lacks ${missing.length} prices, and none is guessed:\n  ${named('en')}\nlook them up, write them to a file of the form of cli/cost/prices.json, and give it with --prices FILE`,
  });
}

/** What a usage costs. @param allowance whether what an account has for nothing is taken off */
export function costOf(
  usage: Usage,
  { prices }: PricedRegion,
  allowance: 'with allowances' | 'without' = 'without',
): number {
  return METER_NAMES.reduce((sum, meter) => {
    const { price = 0, free = 0 } = prices[meter] ?? {};
    const paid = allowance === 'without' ? (usage[meter] ?? 0) : Math.max(0, (usage[meter] ?? 0) - free);
    return sum + (paid / METERS[meter].per) * price;
  }, 0);
}

/** The days on which the prices of these meters were seen: the first and the last. */
export function seenOn(
  { prices }: PricedRegion,
  meters: readonly MeterName[],
): { readonly first: string; readonly last: string } {
  const days = meters.flatMap((meter) => prices[meter]?.asOf ?? []).sort();
  return { first: days[0] ?? '', last: days.at(-1) ?? '' };
}

/** What one must know of some of these prices. */
export const notesOn = ({ prices }: PricedRegion, meters: readonly MeterName[]): { meter: MeterName; note: Text }[] =>
  meters.flatMap((meter) => {
    const note = prices[meter]?.note;
    return note === undefined ? [] : [{ meter, note }];
  });

/** The pages that say the prices of these meters. */
export const pagesFor = ({ prices }: PricedRegion, meters: readonly MeterName[]): string[] =>
  [...new Set(meters.flatMap((meter) => prices[meter]?.page ?? []))].sort();
