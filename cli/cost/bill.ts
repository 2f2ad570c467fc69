/** The bill of a system of some size and age: months, a year, what costs most, and what grows with the years. */
import { METER_NAMES, type MeterName, type Usage, together } from './meters.ts';
import { type Line, type LineKind, type LineName, type MonthKind, monthOf, type Setting } from './month.ts';
import { costOf, type PricedRegion } from './prices.ts';
import type { Extent } from './work.ts';

export type BilledLine = { readonly name: LineName; readonly kind: LineKind; readonly amount: number };

/** What a month or a year costs. */
export type Billed = {
  readonly lines: readonly BilledLine[];
  readonly total: number;
  /** What is left of it when the account has nothing else, and all that it has for nothing is taken off. */
  readonly totalWithAllowances: number;
};

/** A line's meter, and what of the year's bill it is. */
export type Driver = {
  readonly line: LineName;
  readonly meter: MeterName;
  readonly amount: number;
  readonly share: number;
};

/** What a month costs at an age. */
export type Aged = { readonly quarters: number } & Readonly<
  Record<'nextSweep' | 'fullSweep' | 'summaries' | 'kept' | 'reporting' | 'quiet', number>
>;

export type Bill = {
  readonly reporting: Billed;
  readonly quiet: Billed;
  /** Of the four quarters that end with the last one; of the first four where there are fewer. */
  readonly year: Billed;
  readonly drivers: readonly Driver[];
  readonly growth: readonly Aged[];
};

const LARGEST = 3;
/** Ages that growth is shown at, beside that which is asked for. */
const AGES = [1, 4, 20, 40];
const QUARTERS_OF_YEAR = 4;

const MONTHS: readonly MonthKind[] = ['reporting', 'quiet', 'quiet'];

/** The meters that a system needs prices for. */
export function metersOf(extent: Extent, setting: Setting): MeterName[] {
  const used = together(monthOf('reporting', extent, setting).map(({ usage }) => usage));
  return METER_NAMES.filter((meter) => (used[meter] ?? 0) > 0);
}

/** @param region that has a price for every meter */
export function billOf(extent: Extent, setting: Setting, region: PricedRegion): Bill {
  const month = (kind: MonthKind, quarters: number): Line[] => monthOf(kind, { ...extent, quarters }, setting);
  const last = Math.max(extent.quarters, QUARTERS_OF_YEAR);
  const year = [3, 2, 1, 0].flatMap((before) => MONTHS.map((kind) => month(kind, last - before)));
  const reporting = billed(month('reporting', extent.quarters), region);
  const quiet = billed(month('quiet', extent.quarters), region);
  const months = year.map((lines) => billed(lines, region));
  return {
    reporting,
    quiet,
    year: {
      // A reporting month has every line.
      lines: reporting.lines.map(({ name, kind }) => ({
        name,
        kind,
        amount: sum(months.map(({ lines }) => amountIn(lines, name))),
      })),
      total: sum(months.map(({ total }) => total)),
      totalWithAllowances: sum(months.map(({ totalWithAllowances }) => totalWithAllowances)),
    },
    drivers: driversOf(year.flat(), region),
    growth: [...new Set([...AGES, extent.quarters])]
      .sort((a, b) => a - b)
      .map((quarters) =>
        aged(quarters, billed(month('reporting', quarters), region), billed(month('quiet', quarters), region)),
      ),
  };
}

/** The amount of a line; 0 where a month lacks it. */
export const amountIn = (lines: readonly BilledLine[], name: LineName): number =>
  lines.find((line) => line.name === name)?.amount ?? 0;

const sum = (amounts: readonly number[]): number => amounts.reduce((all, one) => all + one, 0);

function billed(lines: readonly Line[], region: PricedRegion): Billed {
  const all = together(lines.map(({ usage }) => usage));
  return {
    lines: lines.map(({ name, kind, usage }) => ({ name, kind, amount: costOf(usage, region) })),
    total: costOf(all, region),
    totalWithAllowances: costOf(all, region, 'with allowances'),
  };
}

/** What costs most in these lines: a meter of a line. */
function driversOf(lines: readonly Line[], region: PricedRegion): Driver[] {
  const total = sum(lines.map(({ usage }) => costOf(usage, region)));
  const byLine = Map.groupBy(lines, ({ name }) => name);
  return [...byLine]
    .flatMap(([line, own]) => {
      const usage: Usage = together(own.map((one) => one.usage));
      return METER_NAMES.map((meter) => {
        const amount = costOf({ [meter]: usage[meter] ?? 0 }, region);
        return { line, meter, amount, share: total === 0 ? 0 : amount / total };
      });
    })
    .toSorted((a, b) => b.amount - a.amount)
    .slice(0, LARGEST);
}

function aged(quarters: number, reporting: Billed, quiet: Billed): Aged {
  const amountOf = (name: LineName): number => amountIn(reporting.lines, name);
  return {
    quarters,
    nextSweep: amountOf('nextSweep'),
    fullSweep: amountOf('fullSweep'),
    summaries: amountOf('summaries'),
    kept: sum(reporting.lines.filter(({ kind }) => kind === 'kept').map(({ amount }) => amount)),
    reporting: reporting.total,
    quiet: quiet.total,
  };
}
