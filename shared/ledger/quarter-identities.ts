import type { CurrentRow } from '../rows/merge.ts';
import type { Period } from '../time/period.ts';
import { Column, Interned } from './columns.ts';
import { compare, decodeIdentity, type Duplicate, type RowRef } from './identities.ts';

/** A number that was dropped because its head counts under another one, and the row that counts. */
export type SameHead = { readonly household: number; readonly of: number; readonly as: RowRef };

/** The rows of a quarter that count, and those that do not. */
export type Settled = {
  readonly found: readonly Duplicate[];
  readonly sameHead: readonly SameHead[];
  /** Whether a row counts. */
  readonly counts: (row: number) => boolean;
};

/** The rows of a township, from the first up to the one before `to`. */
type TownshipRows = { readonly township: string; readonly from: number; readonly to: number };

/**
 * The identities of a quarter, about a hundred bytes a row. Rows have numbers from 0 on.
 */
export class QuarterIdentities {
  readonly period: Period;
  readonly #households: Interned;
  readonly #heads = new Interned();
  readonly #submissionIds: string[] = [];
  readonly #submissions = new Interned();
  readonly #household = new Column();
  readonly #head = new Column();
  readonly #submission = new Column();
  readonly #row = new Column();
  readonly #townships: TownshipRows[] = [];
  readonly #township = new Column();

  /** @param households of all quarters */
  constructor(period: Period, households: Interned) {
    this.period = period;
    this.#households = households;
  }

  /** Takes the rows of a township, merged as its rows are. Townships may come in any order. */
  add(township: string, rows: readonly CurrentRow[]): void {
    const from = this.#row.length;
    for (const { key, line, submissionId, number } of rows) {
      this.#household.push(this.#households.numberOf(key));
      this.#head.push(this.#heads.numberOf(decodeIdentity(line).head));
      const submission = this.#submissions.numberOf(submissionId);
      this.#submissionIds[submission] = submissionId;
      this.#submission.push(submission);
      this.#row.push(number);
      this.#township.push(this.#townships.length);
    }
    this.#townships.push({ township, from, to: this.#row.length });
  }

  householdOf(row: number): number {
    return this.#household.at(row);
  }

  refOf(row: number): RowRef {
    return {
      period: this.period,
      township: this.#townships[this.#township.at(row)]?.township ?? '',
      submissionId: this.#submissionIds[this.#submission.at(row)] ?? '',
      row: this.#row.at(row),
    };
  }

  /** Where the rows of each township are, in the order of their codes. */
  get townships(): readonly TownshipRows[] {
    return this.#townships.toSorted((a, b) => compare(a.township, b.township));
  }

  /**
   * Of the rows of one household the newest upload counts; then, of the households of one head.
   * @param orderOf place of a submission in the order of uploads
   */
  settle(orderOf: (submissionId: string) => number): Settled {
    const dropped = new Uint8Array(this.#row.length);
    const newest = (a: RowRef, b: RowRef): number =>
      orderOf(b.submissionId) - orderOf(a.submissionId) || b.row - a.row || compare(a.township, b.township);
    const found: Duplicate[] = [];
    const sameHead: SameHead[] = [];
    for (const by of ['household', 'head'] as const)
      for (const rows of this.#repeated(by, dropped)) {
        const refs = rows.map((row) => ({ row, ref: this.refOf(row) }));
        const [counted, ...rest] = refs.sort((a, b) => newest(a.ref, b.ref));
        if (!counted) continue;
        found.push({ period: this.period, by, counted: counted.ref, dropped: rest.map(({ ref }) => ref) });
        for (const { row } of rest) {
          dropped[row] = 1;
          if (by === 'head')
            sameHead.push({
              household: this.householdOf(row),
              of: this.householdOf(counted.row),
              as: counted.ref,
            });
        }
      }
    return { found, sameHead, counts: (row) => dropped[row] === 0 };
  }

  /** Rows of one household or head, where several count. */
  #repeated(by: Duplicate['by'], dropped: Uint8Array): Iterable<number[]> {
    const column = by === 'household' ? this.#household : this.#head;
    const first = new Int32Array(by === 'household' ? this.#households.size : this.#heads.size).fill(-1);
    const repeated = new Map<number, number[]>();
    for (let row = 0; row < column.length; row++) {
      if (dropped[row] === 1) continue;
      const of = column.at(row);
      const before = first[of] ?? -1;
      if (before === -1) first[of] = row;
      else {
        const rows = repeated.get(of);
        if (rows) rows.push(row);
        else repeated.set(of, [before, row]);
      }
    }
    return repeated.values();
  }
}
