import { resolvePlace, type Place } from '../city/place-resolution.ts';
import type { FileContext } from '../rules/facts.ts';
import type { Located } from '../parse/header.ts';
import type { Value } from '../schema/column.ts';
import type { ColumnValues, RowValues } from './row-values.ts';

/** What places are looked up by: the register, and the division whose file names them. */
export type Where = Pick<FileContext, 'register' | 'division'>;

/**
 * Resolves the place of a row. Thousands of rows share a few dozen places, so each combination of names is resolved
 * once.
 */
export class PlaceBook<T> {
  readonly #where: Where;
  readonly #countyField: string;
  readonly #make: (place: Place) => T;
  readonly #known = new Map<string, T>();

  /** @param countyField the column that names the county or unit */
  constructor(where: Where, countyField: string, make: (place: Place) => T) {
    this.#where = where;
    this.#countyField = countyField;
    this.#make = make;
  }

  /** What is made of the place of each row, in their order. */
  placesOf(values: RowValues, rows: number): T[] {
    const textsOf = (field: string): ColumnValues => values.of(field) ?? [];
    const counties = textsOf(this.#countyField);
    const [towns, villages, codes] = [textsOf('town_name'), textsOf('village_name'), textsOf('village_code')];
    const places: T[] = [];
    for (let at = 0; at < rows; at++) {
      const isLikeBefore =
        at > 0 &&
        villages[at] === villages[at - 1] &&
        codes[at] === codes[at - 1] &&
        towns[at] === towns[at - 1] &&
        counties[at] === counties[at - 1];
      places.push(
        isLikeBefore
          ? (places[at - 1] as T)
          : this.#of(textOf(counties[at]), textOf(towns[at]), textOf(villages[at]), textOf(codes[at])),
      );
    }
    return places;
  }

  #of(county: string | null, town: string | null, village: string | null, villageCode: string | null): T {
    const key = `${county}|${town}|${village}|${villageCode}`;
    let made = this.#known.get(key);
    if (made === undefined) {
      made = this.#make(
        resolvePlace({ county, town, village, villageCode }, this.#where.register, this.#where.division),
      );
      this.#known.set(key, made);
    }
    return made;
  }
}

const textOf = (value: Value | undefined): string | null => (typeof value === 'string' ? value : null);

/** The column that names the county of a row; a target's row is of a unit. */
export const countyFieldOf = ({ layout }: Located): string =>
  layout.table.kind === 'target' ? 'unit_name' : 'county_name';
