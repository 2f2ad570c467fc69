/**
 * How far a quantity can go in a set of equations: the simplex method on a dense tableau. It finds what interval
 * arithmetic and elimination do not, as no set of figures satisfies all equations at once beyond its answer.
 */

/** The coefficients of quantities add to `right`. */
export type LinearRow = { readonly terms: ReadonlyMap<number, number>; readonly right: number };

const NOTHING = 1e-7;

/** Quantities of at least 0 each, and equations between them. */
export class LinearProgramme {
  readonly #columns = new Map<number, number>();
  readonly #tableau: Float64Array[] = [];
  readonly #basis: number[] = [];
  readonly #width: number;

  /** @throws RangeError when nothing satisfies the equations */
  constructor(rows: readonly LinearRow[]) {
    for (const { terms } of rows)
      for (const index of terms.keys()) if (!this.#columns.has(index)) this.#columns.set(index, this.#columns.size);
    this.#width = this.#columns.size;
    for (const [at, { terms, right }] of rows.entries()) {
      const row = new Float64Array(this.#width + rows.length + 1);
      const sign = right < 0 ? -1 : 1;
      for (const [index, by] of terms) row[this.#columns.get(index) ?? 0] = sign * by;
      // One artificial quantity a row, which must come to nothing.
      row[this.#width + at] = 1;
      row[row.length - 1] = sign * right;
      this.#tableau.push(row);
      this.#basis.push(this.#width + at);
    }
    this.#removeArtificial();
  }

  /** The least and the most that a quantity can be. */
  range(index: number): { low: number; high: number } {
    const column = this.#columns.get(index);
    if (column === undefined) return { low: 0, high: Infinity };
    const least = this.#optimum(column, 1);
    const most = this.#optimum(column, -1);
    // A nothing has no sign.
    return { low: least + 0, high: 0 - most };
  }

  #removeArtificial(): void {
    const length = this.#width + this.#tableau.length + 1;
    const cost = new Float64Array(length);
    for (const row of this.#tableau) for (let at = 0; at < length; at++) cost[at] = (cost[at] ?? 0) - (row[at] ?? 0);
    cost.fill(0, this.#width, length - 1);
    this.#descend(cost);
    if (Math.abs(cost[length - 1] ?? 0) > 1e-4) throw new RangeError('nothing satisfies the equations');
    for (let at = this.#tableau.length - 1; at >= 0; at--) {
      if ((this.#basis[at] ?? 0) < this.#width) continue;
      const column = this.#tableau[at]?.subarray(0, this.#width).findIndex((by) => Math.abs(by) > NOTHING) ?? -1;
      if (column >= 0) this.#pivot(at, column, null);
      else {
        // It says what the others say.
        this.#tableau.splice(at, 1);
        this.#basis.splice(at, 1);
      }
    }
    for (const [at, row] of this.#tableau.entries()) {
      const short = new Float64Array(this.#width + 1);
      short.set(row.subarray(0, this.#width));
      short[this.#width] = row.at(-1) ?? 0;
      this.#tableau[at] = short;
    }
  }

  /** The least that `sign` times a quantity can be. */
  #optimum(column: number, sign: 1 | -1): number {
    const cost = new Float64Array(this.#width + 1);
    cost[column] = sign;
    const at = this.#basis.indexOf(column);
    if (at >= 0) this.#tableau[at]?.forEach((by, index) => (cost[index] = (cost[index] ?? 0) - sign * by));
    return this.#descend(cost) ? -(cost[this.#width] ?? 0) : -Infinity;
  }

  /** Pivots until no quantity makes the cost less. @returns false when it falls without end */
  #descend(cost: Float64Array): boolean {
    for (let step = 0; ; step++) {
      let entering = -1;
      for (let column = 0; column < this.#width; column++) {
        if ((cost[column] ?? 0) >= -NOTHING) continue;
        // The steepest at first; in the order of the columns when that goes in circles.
        if (entering < 0 || (step < 200 && (cost[column] ?? 0) < (cost[entering] ?? 0))) entering = column;
        if (step >= 200) break;
      }
      if (entering < 0) return true;
      let leaving = -1;
      let least = Infinity;
      for (const [at, row] of this.#tableau.entries()) {
        const by = row[entering] ?? 0;
        if (by <= NOTHING) continue;
        const ratio = (row.at(-1) ?? 0) / by;
        const isEqual = Math.abs(ratio - least) <= NOTHING;
        if (ratio < least - NOTHING || (isEqual && (this.#basis[at] ?? 0) < (this.#basis[leaving] ?? 0))) {
          least = Math.min(least, ratio);
          leaving = at;
        }
      }
      if (leaving < 0) return false;
      this.#pivot(leaving, entering, cost);
    }
  }

  #pivot(leaving: number, entering: number, cost: Float64Array | null): void {
    const pivot = this.#tableau[leaving];
    if (!pivot) return;
    const by = pivot[entering] ?? 1;
    for (let at = 0; at < pivot.length; at++) pivot[at] = (pivot[at] ?? 0) / by;
    for (const row of cost ? [...this.#tableau, cost] : this.#tableau) {
      const factor = row[entering] ?? 0;
      if (row === pivot || Math.abs(factor) < 1e-12) continue;
      for (let at = 0; at < pivot.length; at++) row[at] = (row[at] ?? 0) - factor * (pivot[at] ?? 0);
      row[entering] = 0;
    }
    this.#basis[leaving] = entering;
  }
}
