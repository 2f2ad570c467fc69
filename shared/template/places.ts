import type { Register } from '../city/register.ts';

/** Values under a defined name, which drop-downs refer to. */
export type OptionList = { readonly name: string; readonly title: string; readonly values: readonly string[] };

/** The places of one division as drop-downs: what a column may hold, and the lists behind it. */
export type Places = {
  /** Counties and zones; a zone's own township may be reported under either. */
  readonly units: readonly string[];
  /** The source of the drop-down of townships and of villages; cells of the same row are named by their references. */
  readonly townships: (unitCell: string) => string;
  readonly villages: (unitCell: string, townshipCell: string) => string;
  readonly lists: readonly OptionList[];
};

const TOWNSHIPS = '选项_乡镇';
const VILLAGES = '选项_行政村';

/** 聊城市冠县定远寨镇, as titles name a division. */
export function fullNameOf(division: string, register: Register): string {
  const township = register.township(division);
  const unit = register.unit(township?.unit ?? division)?.name ?? '';
  return `${register.cityName}${unit}${township?.name ?? ''}`;
}

/**
 * A township has its own villages in one list. A county's villages depend on the township chosen in the row, and the whole city's
 * townships on the county, through names that the formula puts together: 村_定远寨镇, 镇_冠县, 村_冠县定远寨镇.
 */
export function placesOf(division: string, register: Register): Places {
  const townships = register.townshipsWithin(division);
  const villages = (code: string): string[] => register.villagesOf(code).map((village) => village.name);
  const [only] = townships;
  if (division.length === 9 && only) {
    const own = [only.unit, only.county].map((code) => register.nameOf(code) ?? '');
    return {
      units: [...new Set(own)],
      townships: () => TOWNSHIPS,
      villages: () => VILLAGES,
      lists: [
        { name: TOWNSHIPS, title: '乡镇（街道）', values: [only.name] },
        { name: VILLAGES, title: '行政村', values: villages(division) },
      ],
    };
  }
  if (division.length === 6)
    return {
      units: [register.nameOf(division) ?? ''],
      townships: () => TOWNSHIPS,
      villages: (_unit, township) => `INDIRECT("村_"&${township})`,
      lists: [
        { name: TOWNSHIPS, title: '乡镇（街道）', values: townships.map(({ name }) => name) },
        ...townships.map(({ code, name }) => ({
          name: `村_${name}`,
          title: `${name}的行政村`,
          values: villages(code),
        })),
      ],
    };
  const units = register.units.map(({ code, name }) => ({ name, townships: register.townshipsWithin(code) }));
  return {
    units: units.map(({ name }) => name),
    townships: (unit) => `INDIRECT("镇_"&${unit})`,
    villages: (unit, township) => `INDIRECT("村_"&${unit}&${township})`,
    lists: [
      ...units.map((unit) => ({
        name: `镇_${unit.name}`,
        title: `${unit.name}的乡镇（街道）`,
        values: unit.townships.map(({ name }) => name),
      })),
      ...units.flatMap((unit) =>
        unit.townships.map(({ code, name }) => ({
          name: `村_${unit.name}${name}`,
          title: `${unit.name}${name}的行政村`,
          values: villages(code),
        })),
      ),
    ],
  };
}
