import type { z } from 'zod';
import type { CitySchema, DivisionsSchema, ProgrammeSchema } from './pack-schema.ts';
import type { PackFault } from './read-pack.ts';

type City = z.infer<typeof CitySchema>;
type Divisions = z.infer<typeof DivisionsSchema>;
type Programme = z.infer<typeof ProgrammeSchema>;

/** The parsed files of a pack, by their names. */
export type PackContent = {
  readonly city: City;
  readonly registers: readonly (readonly [file: string, divisions: Divisions])[];
  readonly programmes: readonly (readonly [file: string, programme: Programme])[];
};

/** What contradicts itself between the files of a pack, or inside one. */
export function packFaults({ city, registers, programmes }: PackContent): PackFault[] {
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
    ...tileFaults(city, byVintage.at(-1)?.[1]),
  ];
}

function fileName(file: string, wanted: string, folder: string): PackFault[] {
  const right = `${folder}/${wanted}.json`;
  if (file === right) return [];
  return [{ file, at: '', zh: `文件名与内容不符，应为 ${right}`, en: `its content says that it should be ${right}` }];
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
    ...outside('counties', divisions.counties),
    ...outside('units', divisions.units),
    ...outside('townships', divisions.townships),
    ...(['counties', 'units', 'townships'] as const).flatMap((list) =>
      repeated(divisions[list].map(({ code }) => code)).map((code) =>
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

/** Every township of the vintage before is still there, or is continued by exactly one of this. */
function continuityFaults(file: string, divisions: Divisions, before: Divisions | null): PackFault[] {
  const continues = Object.entries(divisions.continues ?? {});
  const fault = (at: string, zh: string, en: string): PackFault => ({ file, at, zh, en });
  const own = new Set([...divisions.counties, ...divisions.units, ...divisions.townships].map(({ code }) => code));
  const earlier = new Set(
    [...(before?.counties ?? []), ...(before?.units ?? []), ...(before?.townships ?? [])].map(({ code }) => code),
  );
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
    ...[...(before?.townships ?? []), ...(before?.units ?? [])]
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

function programmeFaults(file: string, programme: Programme, divisions: Divisions | undefined): PackFault[] {
  const fault = (at: string, zh: string, en: string): PackFault => ({ file, at, zh, en });
  if (!divisions) return [];
  const codes = [...divisions.counties, ...divisions.units, ...divisions.townships].map(({ code }) => code);
  const known = new Set(codes);
  const isKnown = (code: string): boolean =>
    code.length < 12
      ? known.has(code)
      : (divisions.villages[code.slice(0, 9)] ?? []).some(([tail]) => tail === code.slice(9));
  const { cityTarget, unitTargets, zones, zoneCount, year, deadlines } = programme;
  const sum = Object.values(unitTargets ?? {}).reduce((total, one) => total + one, 0);
  return [
    ...zones.flatMap((zone, index) =>
      zone.divisions
        .filter((code) => !isKnown(code))
        .map((code) =>
          fault(`zones.${index}.divisions`, `${year}年的区划没有 ${code}`, `the divisions of ${year} have no ${code}`),
        ),
    ),
    ...(zones.length > zoneCount
      ? [
          fault(
            'zoneCount',
            `zones 有 ${zones.length} 个片区`,
            `it is less than the ${zones.length} zones that are named`,
          ),
        ]
      : []),
    ...Object.keys(unitTargets ?? {})
      .filter((code) => !divisions.units.some((unit) => unit.code === code))
      .map((code) => fault(`unitTargets.${code}`, `没有填报单位 ${code}`, `there is no reporting unit ${code}`)),
    ...(unitTargets && cityTarget !== null && sum !== cityTarget
      ? [
          fault(
            'unitTargets',
            `各单位任务合计 ${sum}，与 cityTarget ${cityTarget} 不等`,
            `they add up to ${sum}, but cityTarget is ${cityTarget}`,
          ),
        ]
      : []),
    ...Object.keys(deadlines ?? {})
      .filter((period) => !period.startsWith(String(year)))
      .map((period) => fault(`deadlines.${period}`, `不是${year}年的季度`, `it is no quarter of ${year}`)),
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
