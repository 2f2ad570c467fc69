import type { z } from 'zod';
import { isWeekend } from '../time/period.ts';
import { isNamedAfter } from './cities-of.ts';
import type { CalendarSchema, CitySchema, DivisionsSchema, ProgrammeSchema } from './pack-schema.ts';
import { isProvince } from './profile.ts';
import { programmeFaults } from './programme-checks.ts';
import type { PackFault } from './read-pack.ts';

type City = z.infer<typeof CitySchema>;
type Divisions = z.infer<typeof DivisionsSchema>;
type Programme = z.infer<typeof ProgrammeSchema>;
type Calendar = z.infer<typeof CalendarSchema>;

/** The parsed files of a pack, by their names. */
export type PackContent = {
  readonly city: City;
  readonly registers: readonly (readonly [file: string, divisions: Divisions])[];
  readonly programmes: readonly (readonly [file: string, programme: Programme])[];
  readonly calendars: readonly (readonly [file: string, calendar: Calendar])[];
};

/** What contradicts itself between the files of a pack, or inside one. */
export function packFaults({ city, registers, programmes, calendars }: PackContent): PackFault[] {
  const byVintage = registers.toSorted(([, a], [, b]) => (a.vintage < b.vintage ? -1 : 1));
  return [
    ...byVintage.flatMap(([file, divisions], index) => [
      ...fileName(file, divisions.vintage, 'divisions'),
      ...divisionFaults(file, divisions, city),
      ...continuityFaults(file, divisions, byVintage[index - 1]?.[1] ?? null),
    ]),
    ...programmes.flatMap(([file, programme]) => [
      ...fileName(file, String(programme.year), 'programme'),
      ...programmeFaults(file, programme, divisionsOf(programme.year, byVintage)),
    ]),
    ...calendars.flatMap(([file, calendar]) => [
      ...fileName(file, String(calendar.year), 'calendar'),
      ...calendarFaults(file, calendar),
    ]),
    ...profileFaults(city, byVintage.at(-1)?.[1]),
    ...tileFaults(city, byVintage.at(-1)?.[1]),
  ];
}

/** What only a province says of itself, and what only a city does. */
function profileFaults(city: City, newest: Divisions | undefined): PackFault[] {
  const fault = (at: string, zh: string, en: string): PackFault => ({ file: 'city.json', at, zh, en });
  if (!isProvince(city))
    return [
      ...(city.province ? [] : [fault('province', '市应写明所属省份', 'a city says which province it lies in')]),
      ...(city.cities ? [fault('cities', '只有省有下级市', 'only a province has cities')] : []),
    ];
  return [
    ...(city.province ? [fault('province', '省不写所属省份', 'a province lies in none; leave it out')] : []),
    ...officeFaults(city, newest),
    ...Object.keys(city.cities ?? {})
      .filter((code) => !newest?.cities?.some((one) => one.code === code))
      .map((code) => fault(`cities.${code}`, `区划没有市 ${code}`, `the divisions have no city ${code}`)),
  ];
}

/** Cities whose office has no title: the province's own is no other office's. */
function officeFaults(province: City, newest: Divisions | undefined): PackFault[] {
  if (isNamedAfter(province)) return [];
  const { office, name } = province;
  return (newest?.cities ?? [])
    .filter(({ code }) => province.cities?.[code]?.office === undefined)
    .map(({ code, name: city }) => ({
      file: 'city.json',
      at: `cities.${code}.office`,
      zh: `省的名称“${name.zh}”（${name.en}）不在 office“${office.zh}”（${office.en}）中，推不出${city}的机构名称，请写明`,
      en: `the title of the province’s office, “${office.zh}” (${office.en}), has not its name “${name.zh}” (${name.en}), so that none follows for ${city}; say it here`,
    }));
}

function fileName(file: string, wanted: string, folder: string): PackFault[] {
  const right = `${folder}/${wanted}.json`;
  if (file === right) return [];
  return [
    {
      file,
      at: '',
      zh: `内容是 ${wanted} 的，与文件名不符；应改名为 ${right}，或改正内容`,
      en: `its content is that of ${right}; rename it, or correct the content`,
    },
  ];
}

function divisionFaults(file: string, divisions: Divisions, city: City): PackFault[] {
  const counties = new Set(divisions.counties.map(({ code }) => code));
  const units = new Set(divisions.units.map(({ code }) => code));
  const townships = new Set(divisions.townships.map(({ code }) => code));
  const fault = (at: string, zh: string, en: string): PackFault => ({ file, at, zh, en });
  const outside = (list: string, codes: readonly { readonly code: string }[]): PackFault[] =>
    codes.flatMap(({ code }, index) =>
      code.startsWith(city.code)
        ? []
        : [fault(`${list}.${index}.code`, `${code} 不在 ${city.code} 之下`, `${code} does not lie below ${city.code}`)],
    );
  return [
    ...cityFaults(file, divisions, city),
    ...outside('cities', divisions.cities ?? []),
    ...outside('counties', divisions.counties),
    ...outside('units', divisions.units),
    ...outside('townships', divisions.townships),
    ...(['cities', 'counties', 'units', 'townships'] as const).flatMap((list) =>
      repeated((divisions[list] ?? []).map(({ code }) => code)).map((code) =>
        fault(list, `${code} 出现两次`, `${code} is there twice`),
      ),
    ),
    ...divisions.units.flatMap(({ code, kind }, index) =>
      kind === 'county' && !counties.has(code)
        ? [fault(`units.${index}`, `县 ${code} 不在 counties 中`, `county ${code} is not among the counties`)]
        : [],
    ),
    ...divisions.townships.flatMap(({ code, county, unit }, index) => [
      ...(counties.has(county)
        ? []
        : [fault(`townships.${index}.county`, `没有县 ${county}`, `there is no county ${county}`)]),
      ...(units.has(unit)
        ? []
        : [fault(`townships.${index}.unit`, `没有填报单位 ${unit}`, `there is no reporting unit ${unit}`)]),
      ...(code.startsWith(county)
        ? []
        : [fault(`townships.${index}.code`, `${code} 不在县 ${county} 之下`, `${code} does not lie below ${county}`)]),
    ]),
    ...Object.keys(divisions.villages).flatMap((township) =>
      townships.has(township)
        ? []
        : [fault(`villages.${township}`, `没有乡镇 ${township}`, `its villages have no township ${township}`)],
    ),
  ];
}

/** A province has cities, and every county, unit and township lies in one of them; a city has none below it. */
function cityFaults(file: string, divisions: Divisions, root: City): PackFault[] {
  const fault = (at: string, zh: string, en: string): PackFault => ({ file, at, zh, en });
  const { cities } = divisions;
  if (!isProvince(root))
    return cities
      ? [fault('cities', '市的区划没有下级市', 'a city has none below it; only a province has cities')]
      : [];
  if (!cities) return [fault('cities', '省的区划应列出各市', 'a province lists its cities here')];
  const cityOf = (code: string): string | undefined => cities.find((one) => code.startsWith(one.code))?.code;
  return [
    ...(['counties', 'units', 'townships'] as const).flatMap((list) =>
      divisions[list].flatMap(({ code }, index) =>
        cityOf(code)
          ? []
          : [fault(`${list}.${index}.code`, `${code} 不在 cities 所列的市内`, `${code} lies in none of the cities`)],
      ),
    ),
    ...divisions.townships.flatMap(({ code, unit }, index) =>
      cityOf(code) === cityOf(unit)
        ? []
        : [
            fault(
              `townships.${index}.unit`,
              `填报单位 ${unit} 在另一个市`,
              `its unit ${unit} lies in another city; a city’s figures are those of its townships`,
            ),
          ],
    ),
  ];
}

/** Every township of the vintage before is still there, or is continued by exactly one of this. */
function continuityFaults(file: string, divisions: Divisions, before: Divisions | null): PackFault[] {
  const continues = Object.entries(divisions.continues ?? {});
  const fault = (at: string, zh: string, en: string): PackFault => ({ file, at, zh, en });
  const all = ({ cities = [], counties, units, townships }: Divisions): string[] =>
    [...cities, ...counties, ...units, ...townships].map(({ code }) => code);
  const own = new Set(all(divisions));
  const earlier = new Set(before ? all(before) : []);
  const continued = continues.flatMap(([, codes]) => codes);
  return [
    ...continues.flatMap(([code, codes]) => [
      ...(own.has(code) ? [] : [fault(`continues.${code}`, `本版区划没有 ${code}`, `this vintage has no ${code}`)]),
      ...codes
        .filter((one) => !earlier.has(one))
        .map((one) => fault(`continues.${code}`, `上一版区划没有 ${one}`, `the vintage before has no ${one}`)),
    ]),
    ...repeated(continued).map((code) =>
      fault('continues', `${code} 由两个区划承接`, `${code} is continued by two divisions; rows would count twice`),
    ),
    ...[...(before?.townships ?? []), ...(before?.units ?? []), ...(before?.cities ?? [])]
      .filter(({ code }) => !own.has(code) && !continued.includes(code))
      .map(({ code, name }) =>
        fault(
          'continues',
          `${name}（${code}）已不在本版区划中，也没有区划承接它`,
          `${name} (${code}) is gone and nothing continues it; say which division has its rows now`,
        ),
      ),
  ];
}

/** A weekend is off and a weekday is worked without being named: whoever names one has most likely the wrong date. */
function calendarFaults(file: string, { year, holidays, workdays }: Calendar): PackFault[] {
  const fault = (at: string, zh: string, en: string): PackFault => ({ file, at, zh, en });
  const ofAnotherYear = (list: string, days: readonly string[]): PackFault[] =>
    days
      .filter((day) => !day.startsWith(`${year}-`))
      .map((day) => fault(list, `${day} 不在${year}年`, `${day} is no day of ${year}`));
  return [
    ...ofAnotherYear('holidays', holidays),
    ...ofAnotherYear('workdays', workdays),
    ...holidays
      .filter(isWeekend)
      .map((day) => fault('holidays', `${day} 是周末，本来就休息，不用写`, `${day} is a weekend, off without it`)),
    ...workdays
      .filter((day) => !isWeekend(day))
      .map((day) =>
        fault('workdays', `${day} 不是周末，本来就上班，不用写`, `${day} is no weekend, worked without it`),
      ),
  ];
}

function tileFaults({ tiles }: City, newest: Divisions | undefined): PackFault[] {
  if (!tiles || !newest) return [];
  const placed = tiles.flat();
  const units = newest.units.map(({ code }) => code);
  const fault = (zh: string, en: string): PackFault => ({ file: 'city.json', at: 'tiles', zh, en });
  return [
    ...repeated(placed).map((code) => fault(`${code} 出现两次`, `${code} is there twice`)),
    ...units
      .filter((code) => !placed.includes(code))
      .map((code) => fault(`缺少填报单位 ${code}`, `unit ${code} has no place`)),
  ];
}

/** The divisions that hold in a year, as the pack chooses them. */
const divisionsOf = (year: number, byVintage: PackContent['registers']): Divisions | undefined =>
  (
    byVintage.filter(([, { vintage }]) => vintage <= `${year}Q1` || vintage === String(year)).at(-1) ?? byVintage[0]
  )?.[1];

const repeated = (codes: readonly string[]): string[] => [
  ...new Set(codes.filter((code, index) => codes.indexOf(code) !== index)),
];
