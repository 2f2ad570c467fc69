import type { Basis } from '../tables/basis.ts';
import { compareFractions, roundedQuotient, type Fraction } from '../tables/rounding.ts';

/** The values that a figure is worked out from, each list added up. */
export type Worked = { readonly of: number; readonly less: number; readonly over: number; readonly times: number };

/**
 * Whether a figure is what its basis makes of its terms.
 * @param rivals for a rank, the fractions of all ranked rows of its group
 */
export function agrees(printed: number, basis: Basis, worked: Worked, rivals: readonly Fraction[]): boolean {
  const { of, less, over, times } = worked;
  switch (basis.as) {
    case 'quotient': {
      const exact = basis.isRoundedUp
        ? Math.ceil((of * basis.scale) / over)
        : roundedQuotient(of - less, over, basis.scale);
      return exact === printed;
    }
    case 'share': {
      // By largest remainder a share is its exact value rounded down or up.
      const down = Number((BigInt(of) * 1000n) / BigInt(over || 1));
      return over > 0 ? printed === down || printed === down + 1 : printed === 0;
    }
    case 'difference':
      return of - less === printed;
    case 'product':
      return of * times === printed;
    case 'rank': {
      const own = { numerator: of, denominator: over };
      return printed === 1 + rivals.filter((rival) => compareFractions(rival, own) < 0).length;
    }
    case 'least':
      return of === printed;
  }
}
