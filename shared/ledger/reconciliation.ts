import type { Period } from '../time/period.ts';
import { byRef, compare, type Duplicate, type Move, type MovedRow, type RowRef } from './identities.ts';
import { Interned } from './columns.ts';
import { QuarterIdentities, type Settled } from './quarter-identities.ts';

/** What the ledger and the register say of submissions and townships. */
export type Places = {
  /** Place of a submission in the order of uploads. */
  readonly orderOf: (submissionId: string) => number;
  /** The township in which rows of a township of a period count, where its code has changed since. */
  readonly codeNow: (township: string, period: Period) => string;
};

/** A number that no longer counts is the household's of this number, which this row has. */
type Alias = { readonly of: number; readonly as: RowRef };

/**
 * Makes every household count once. Within a period the newest upload wins across townships as it does inside one; a
 * household's rows of all periods count in the township of its newest, and so do those of a number whose head the
 * household turned out to have (docs/decisions/0008-one-household-once.md). Quarters come newest first; one is in memory
 * at a time.
 */
export class Reconciliation {
  readonly #places: Places;
  readonly #households = new Interned();
  readonly #duplicates: Duplicate[] = [];
  /** The township in which a household counts. */
  readonly #homes: string[] = [];
  readonly #aliases = new Map<number, Alias>();
  readonly #moved = new Map<string, MovedRow[]>();

  constructor(places: Places) {
    this.#places = places;
  }

  /** What takes the rows of a quarter, which is then given to {@link take}. */
  quarter(period: Period): QuarterIdentities {
    return new QuarterIdentities(period, this.#households);
  }

  /** Takes the next older quarter. */
  take(quarter: QuarterIdentities): void {
    const settled = quarter.settle(this.#places.orderOf);
    for (const duplicate of settled.found) this.#duplicates.push(duplicate);
    this.#settleHomes(quarter, settled);
    for (const { household, of, as } of settled.sameHead)
      if (!this.#aliases.has(household)) this.#aliases.set(household, this.#aliases.get(of) ?? { of, as });
  }

  /** What was found, in the order of places. */
  get found(): { readonly duplicates: readonly Duplicate[]; readonly moves: readonly Move[] } {
    const moves = [...this.#moved].map(([to, rows]) => ({ to, rows: rows.toSorted(byRef) }));
    return {
      duplicates: this.#duplicates.toSorted(
        (a, b) => compare(a.period, b.period) || byRef(a.counted, b.counted) || compare(a.by, b.by),
      ),
      moves: moves.sort((a, b) => compare(a.to, b.to)),
    };
  }

  #settleHomes(quarter: QuarterIdentities, { counts }: Settled): void {
    const reported = this.#reported(quarter, counts);
    for (const { township, from, to } of quarter.townships) {
      const here = this.#places.codeNow(township, quarter.period);
      for (let row = from; row < to; row++) {
        if (!counts(row)) continue;
        const own = quarter.householdOf(row);
        // If the household has a row under its own number in this quarter, the other number belonged to another
        // household then.
        const known = this.#aliases.get(own);
        const alias = known && reported[known.of] === 0 ? known : undefined;
        if (alias) reported[alias.of] = 1;
        const household = alias?.of ?? own;
        const home = this.#homes[household];
        if (home === undefined) this.#homes[household] = here;
        else if (alias || home !== here) this.#move(home, quarter.refOf(row), alias);
      }
    }
  }

  #move(home: string, ref: RowRef, alias: Alias | undefined): void {
    const moved = this.#moved.get(home) ?? [];
    this.#moved.set(home, moved);
    moved.push(alias ? { ...ref, as: alias.as } : ref);
  }

  /** Households that have a row under their own number in a quarter; nobody asks as long as none has an alias. */
  #reported(quarter: QuarterIdentities, counts: Settled['counts']): Uint8Array {
    if (this.#aliases.size === 0) return new Uint8Array(0);
    const reported = new Uint8Array(this.#households.size);
    for (const { from, to } of quarter.townships)
      for (let row = from; row < to; row++) if (counts(row)) reported[quarter.householdOf(row)] = 1;
    return reported;
  }
}
