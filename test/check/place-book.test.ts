/** A place is resolved once for all rows that name it, and each row has its own. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { PlaceBook } from '../../shared/check/place-book.ts';
import { RowValues } from '../../shared/check/row-values.ts';
import { resolvePlace } from '../../shared/city/place-resolution.ts';
import { tableOf } from '../../shared/schema/tables.ts';

const { register } = CITY_PACK.at('2016Q2');
const DIVISION = '371525';
const [HERE, THERE] = register.villagesOf('371525108');
const CHOICES = {
  county_name: ['冠县', '高唐县', null],
  town_name: ['定远寨镇', '无此镇', null],
  village_name: [HERE?.name ?? '', THERE?.name ?? '', null],
  village_code: [HERE?.code ?? '', THERE?.code ?? '', null],
} as const;
const FIELDS = Object.keys(CHOICES) as (keyof typeof CHOICES)[];

test('of every row is what it would be alone, and is made once for each combination of names', () => {
  const row = fc.record({
    county_name: fc.constantFrom(...CHOICES.county_name),
    town_name: fc.constantFrom(...CHOICES.town_name),
    village_name: fc.constantFrom(...CHOICES.village_name),
    village_code: fc.constantFrom(...CHOICES.village_code),
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
      const values = new RowValues(tableOf('household').columns, rows.length);
      for (const field of FIELDS) for (const [at, one] of rows.entries()) (values.of(field) ?? [])[at] = one[field];
      let made = 0;
      const book = new PlaceBook({ register, division: DIVISION }, 'county_name', (place) => {
        made++;
        return place;
      });
      const alone = rows.map((one) =>
        resolvePlace(
          { county: one.county_name, town: one.town_name, village: one.village_name, villageCode: one.village_code },
          register,
          DIVISION,
        ),
      );
      expect(book.placesOf(values, rows.length)).toEqual(alone);
      expect(made).toBe(new Set(rows.map((one) => FIELDS.map((field) => one[field]).join('|'))).size);
    }),
  );
});
