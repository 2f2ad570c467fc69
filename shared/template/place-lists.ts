import type { Register } from '../city/register.ts';

/** Values under a defined name, to which drop-downs refer. */
export type OptionList = { readonly name: string; readonly title: string; readonly values: readonly string[] };

/** The places that a division may report, as drop-downs. */
export type PlaceLists = {
  /** Counties and zones. A zone's own township may be reported under its zone or its county. */
  readonly units: readonly string[];
  /** The source of the townships' drop-down; `unitCell` is the reference of the unit's cell in the same row. */
  readonly townships: (unitCell: string) => string;
  readonly villages: (unitCell: string, townshipCell: string) => string;
  /** The lists to which these sources refer. */
  readonly lists: readonly OptionList[];
};

const TOWNSHIPS = '选项_乡镇';
const VILLAGES = '选项_行政村';
const TOWNSHIPS_TITLE = '乡镇（街道）';

/** A division as titles name it: city, county and township without a space. */
export function fullNameOf(division: string, register: Register): string {
  const township = register.township(division);
  const unit = register.unit(township?.unit ?? division)?.name ?? '';
  return `${register.rootName}${register.cityOf(division)?.name ?? ''}${unit}${township?.name ?? ''}`;
}

export function placeListsOf(division: string, register: Register): PlaceLists {
  if (division.length === 9) return placesOfTownship(division, register);
  return register.unit(division) ? placesOfCounty(division, register) : placesOfUnits(division, register);
}

const villagesOf = (township: string, register: Register): string[] =>
  register.villagesOf(township).map(({ name }) => name);

/** One list has all villages. */
function placesOfTownship(division: string, register: Register): PlaceLists {
  const township = register.township(division);
  const units = township ? [township.unit, township.county].map((code) => register.nameOf(code) ?? '') : [];
  return {
    units: [...new Set(units)],
    townships: () => TOWNSHIPS,
    villages: () => VILLAGES,
    lists: [
      { name: TOWNSHIPS, title: TOWNSHIPS_TITLE, values: township ? [township.name] : [] },
      { name: VILLAGES, title: '行政村', values: villagesOf(division, register) },
    ],
  };
}

/** The villages depend on the township in the same row. A formula makes the name of their list: 村_定远寨镇. */
function placesOfCounty(division: string, register: Register): PlaceLists {
  const townships = register.townshipsWithin(division);
  return {
    units: [register.unitLabel(division)],
    townships: () => TOWNSHIPS,
    villages: (_unit, township) => `INDIRECT("村_"&${township})`,
    lists: [
      { name: TOWNSHIPS, title: TOWNSHIPS_TITLE, values: townships.map(({ name }) => name) },
      ...townships.map(({ code, name }) => ({
        name: `村_${name}`,
        title: `${name}的行政村`,
        values: villagesOf(code, register),
      })),
    ],
  };
}

/** Townships depend on the unit in the same row, villages on unit and township: 镇_冠县, 村_冠县定远寨镇. */
function placesOfUnits(division: string, register: Register): PlaceLists {
  const inside = register.units.filter(({ code }) => register.covers(division, code));
  const units = inside.map(({ code }) => ({
    name: register.unitLabel(code),
    townships: register.townshipsWithin(code),
  }));
  return {
    units: units.map(({ name }) => name),
    townships: (unit) => `INDIRECT("镇_"&${unit})`,
    villages: (unit, township) => `INDIRECT("村_"&${unit}&${township})`,
    lists: [
      ...units.map((unit) => ({
        name: `镇_${unit.name}`,
        title: `${unit.name}的${TOWNSHIPS_TITLE}`,
        values: unit.townships.map(({ name }) => name),
      })),
      ...units.flatMap((unit) =>
        unit.townships.map(({ code, name }) => ({
          name: `村_${unit.name}${name}`,
          title: `${unit.name}${name}的行政村`,
          values: villagesOf(code, register),
        })),
      ),
    ],
  };
}
