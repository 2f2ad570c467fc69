import { figureName, type Figures } from './figures.ts';
import type { Level, Relations } from './relations.ts';
import type { SmallBelow } from './treatments.ts';
import type { Unknowns } from './unknowns.ts';

/**
 * The figures of one revision as its reader sees them: some are hidden, and of those that are not yet published some
 * still can be.
 */
export type View = {
  readonly figures: Figures;
  readonly hidden: ReadonlySet<string>;
  /** Published for good: nothing of it can be hidden any more. */
  readonly published: boolean;
  /** Names that were hidden before, which are the first to be hidden again. */
  readonly preferred: ReadonlySet<string>;
};

/** The figures of a view as unknowns, by name. */
export type KnownView = ReadonlyMap<string, number>;

/**
 * What it costs to hide a figure: a unit's is missed more than a township's, a whole more than a part, a large one a
 * little more.
 */
const COST: Readonly<Record<Level, number>> = { township: 100, unit: 1_000, county: 1_000, city: 0 };
const PREFERRED_COST = 20;

/** Adds a revision: its figures, the totals that nobody prints but anybody can add up, and what holds between them. */
export function addView(unknowns: Unknowns, view: View, relations: Relations): KnownView {
  const { figures } = view;
  const measures = [...new Set([...figures.keys()].map((name) => name.slice(0, name.lastIndexOf('@'))))].sort();
  const wholes = new Set([...relations.sums.map(({ whole }) => whole), ...relations.bounds.map(({ more }) => more)]);
  const known = new Map<string, number>();
  const costOf = (name: string, measure: string, level: Level, value: number): number =>
    view.preferred.has(name) ? PREFERRED_COST : COST[level] * (wholes.has(measure) ? 2 : 1) + (32 - Math.clz32(value));
  const value = (index: number): number => unknowns.list[index]?.value ?? 0;
  const open = (name: string, amount: number): number =>
    unknowns.add({ name, value: amount, floor: 0, state: 'open', cost: 0 });

  for (const { code, level, parts } of relations.divisions) {
    for (const measure of measures) {
      const name = figureName(measure, code);
      const figure = figures.get(name);
      const partsKnown = parts.flatMap((part) => known.get(figureName(measure, part)) ?? []);
      const sum = partsKnown.reduce((total, index) => total + value(index), 0);
      if (figure === undefined) {
        // A total that is not printed, of parts of which all are.
        if (parts.length === 0 || partsKnown.length < parts.length) continue;
        known.set(name, open(name, sum));
      } else {
        const isHidden = view.hidden.has(name);
        const fixed = level === 'city' || figure === 0 || (view.published && !isHidden);
        known.set(
          name,
          unknowns.add({
            name,
            value: figure,
            floor: isHidden || !view.published ? Math.min(1, figure) : 0,
            state: fixed ? 'fixed' : isHidden ? 'open' : 'offered',
            cost: costOf(name, measure, level, figure),
          }),
        );
      }
      const whole = known.get(name);
      if (whole === undefined || partsKnown.length === 0) continue;
      const terms = partsKnown.map((of) => ({ of, sign: 1 as const }));
      const rest = value(whole) - sum;
      if (partsKnown.length < parts.length && rest >= 0)
        terms.push({ of: open(`rest of ${name}=${value(whole)} beyond ${sum}`, rest), sign: 1 as const });
      unknowns.relate(`parts of ${name}: ${parts.join()}`, [...terms, { of: whole, sign: -1 }]);
    }
    relateMeasures(code, { unknowns, known, measures: new Set(measures) }, relations);
  }
  return known;
}

/** The figures of a revision that are known by name, and the measures of which it has any. */
type KnownFigures = {
  readonly unknowns: Unknowns;
  readonly known: ReadonlyMap<string, number>;
  readonly measures: ReadonlySet<string>;
};

/** Adds what holds between the measures of one division. */
function relateMeasures(code: string, { unknowns, known, measures }: KnownFigures, { sums, bounds }: Relations): void {
  for (const { whole, parts } of sums) {
    const total = known.get(figureName(whole, code));
    // A part that the revision nowhere counts is a channel that was added later: the others added up without it then.
    const counted = parts.filter((measure) => measures.has(measure));
    const members = counted.flatMap((measure) => known.get(figureName(measure, code)) ?? []);
    if (total === undefined || members.length === 0 || members.length < counted.length) continue;
    unknowns.relate(`${whole} of ${code}`, [
      ...members.map((of) => ({ of, sign: 1 as const })),
      { of: total, sign: -1 },
    ]);
  }
  for (const bound of bounds) {
    const less = known.get(figureName(bound.less, code));
    const more = known.get(figureName(bound.more, code));
    if (less !== undefined && more !== undefined)
      relateBound(unknowns, `${bound.less} below ${bound.more} of ${code}`, less, [more]);
  }
}

/**
 * Adds that a figure is no more than the sum of others. Where it does not hold (a household of this year without a row
 * of this quarter, one that moved), the reader learns nothing from it.
 */
function relateBound(unknowns: Unknowns, what: string, less: number, more: readonly number[]): void {
  if (more.includes(less)) return;
  const value = (index: number): number => unknowns.list[index]?.value ?? 0;
  const sum = more.reduce((total, index) => total + value(index), 0);
  if (sum < value(less)) return;
  // Between other values it is another gap: nothing is assumed of the two.
  const gap = `${what}: ${value(less)} of ${more.map(value).join('+')}`;
  const slack = unknowns.add({ name: gap, value: sum - value(less), floor: 0, state: 'open', cost: 0 });
  const terms = [
    { of: less, sign: 1 as const },
    { of: slack, sign: 1 as const },
    ...more.map((of) => ({ of, sign: -1 as const })),
  ];
  unknowns.relate(what, terms);
}

/** An edition's figures as unknowns, and the quarter of the year that it is of, the first 0. */
export type QuarterView = { readonly quarter: number; readonly known: KnownView };

/** Adds what holds between editions of different quarters of a year. */
export function relateQuarters(unknowns: Unknowns, views: readonly QuarterView[], relations: Relations): void {
  const { growth, divisions } = relations;
  if (!growth) return;
  for (const { code } of divisions) {
    const name = figureName(growth.measure, code);
    for (const early of views)
      for (const late of views) {
        const [less, more] = [early.known.get(name), late.known.get(name)];
        if (early.quarter >= late.quarter || less === undefined || more === undefined) continue;
        const what = `${growth.measure} of ${code} from quarter ${early.quarter} to ${late.quarter}`;
        relateBound(unknowns, `fall of ${what}`, less, [more]);
        const gains = gainedBetween(early, late, views, (quarter) => figureName(growth.gains[quarter] ?? '', code));
        if (gains) relateBound(unknowns, `gain of ${what}`, more, [less, ...gains]);
      }
  }
}

/** What the quarters after one edition up to another add, as they are printed; null where one of them is not. */
function gainedBetween(
  early: QuarterView,
  late: QuarterView,
  views: readonly QuarterView[],
  nameOf: (quarter: number) => string,
): number[] | null {
  const gains: number[] = [];
  for (let quarter = early.quarter + 1; quarter <= late.quarter; quarter++) {
    const view = quarter === late.quarter ? late : views.findLast((one) => one.quarter === quarter);
    const gain = view?.known.get(nameOf(quarter));
    if (gain === undefined) return null;
    gains.push(gain);
  }
  return gains;
}

/** The names of the counts that are too small to be published. */
export function smallCounts(
  figures: Figures,
  relations: Relations,
  smallBelow: SmallBelow,
  stricter: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const levels = new Map(relations.divisions.map(({ code, level }) => [code, level]));
  const small = new Map<string, number>();
  for (const [name, value] of figures) {
    const level = levels.get(name.slice(name.lastIndexOf('@') + 1));
    const limit = stricter.get(name) ?? (level ? smallBelow[level] : smallBelow.township);
    if (value > 0 && value < limit) small.set(name, limit);
  }
  return small;
}
