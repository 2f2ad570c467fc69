import type { z } from 'zod';
import { addDays, isPeriod, periodDays } from '../time/period.ts';
import type { DivisionsSchema, ProgrammeSchema } from './pack-schema.ts';
import type { PackFault } from './read-pack.ts';

type Divisions = z.infer<typeof DivisionsSchema>;
type Programme = z.infer<typeof ProgrammeSchema>;
type Said = readonly [at: string, zh: string, en: string];

/** What a year's programme says that cannot be: in itself, and beside the divisions of the year. */
export function programmeFaults(file: string, programme: Programme, divisions: Divisions | undefined): PackFault[] {
  const beside = divisions
    ? [
        ...zoneFaults(programme, divisions),
        ...unitTargetFaults(programme, divisions),
        ...cityTargetFaults(programme, divisions),
      ]
    : [];
  return [...lineFaults(programme), ...beside, ...deadlineFaults(programme)].map(([at, zh, en]) => ({
    file,
    at,
    zh,
    en,
  }));
}

/** No line of these years lies outside; one that is written in yuan does. In fen. */
const LINES = { from: 100_000, to: 10_000_000 };

function lineFaults({ lines }: Programme): Said[] {
  const { '1': national, ...own } = lines;
  const outside = Object.entries(lines)
    .filter(([, line]) => line < LINES.from || line > LINES.to)
    .map(([standard, line]): Said => [
      `lines.${standard}`,
      `现为 ${line} 分，即 ${line / 100} 元，应在 ${LINES.from / 100} 元至 ${LINES.to / 100} 元之间；以分为单位，3372 元写作 337200`,
      `found ${line} fen, which is ${line / 100} yuan; expected from ${LINES.from / 100} to ${LINES.to / 100} yuan. Write fen: 337200 for 3372 yuan`,
    ]);
  const lower = Object.entries(own)
    .filter(([, line]) => line < national)
    .map(([standard, line]): Said => [
      `lines.${standard}`,
      `现为 ${line}，低于国家标准 lines.1 的 ${national}；地方标准不低于国家标准`,
      `found ${line}, below the national line of ${national} (lines.1); no other line lies below it`,
    ]);
  return outside.length > 0 ? outside : lower;
}

function zoneFaults({ zones, zoneCount, year }: Programme, divisions: Divisions): Said[] {
  const { cities = [], counties, units, townships } = divisions;
  const known = new Set([...cities, ...counties, ...units, ...townships].map(({ code }) => code));
  const isKnown = (code: string): boolean =>
    code.length < 12
      ? known.has(code)
      : (divisions.villages[code.slice(0, 9)] ?? []).some(([tail]) => tail === code.slice(9));
  const unknown = zones.flatMap((zone, index) =>
    zone.divisions
      .filter((code) => !isKnown(code))
      .map((code): Said => [
        `zones.${index}.divisions`,
        `${year}年的区划没有 ${code}`,
        `the divisions of ${year} have no ${code}`,
      ]),
  );
  if (zones.length > zoneCount)
    unknown.push([
      'zoneCount',
      `现为 ${zoneCount}，少于 zones 中写出的 ${zones.length} 个片区`,
      `found ${zoneCount}; it is less than the ${zones.length} zones that are named`,
    ]);
  if (divisions.cities && zones.length < zoneCount)
    unknown.push([
      'zoneCount',
      `zones 只有 ${zones.length} 个片区，各市有几个就不知道了，请全部写出`,
      `zones names ${zones.length}; name all, or nobody knows how many each city has`,
    ]);
  return unknown;
}

function unitTargetFaults({ cityTarget, unitTargets }: Programme, divisions: Divisions): Said[] {
  if (!unitTargets) return [];
  const sum = Object.values(unitTargets).reduce((total, one) => total + one, 0);
  // In a province one city may set targets by unit and another as a whole; a city sets them all or none.
  const isWhole = !divisions.cities || divisions.units.every(({ code }) => unitTargets[code] !== undefined);
  return [
    ...Object.keys(unitTargets)
      .filter((code) => !divisions.units.some((unit) => unit.code === code))
      .map((code): Said => [`unitTargets.${code}`, `没有填报单位 ${code}`, `there is no reporting unit ${code}`]),
    ...notTheCityTarget('unitTargets', '单位', { sum, cityTarget, isWhole }),
  ];
}

/** Targets of cities add up to the province's, and are the sums of their units' where those are set. */
function cityTargetFaults(programme: Programme, { cities = [], units }: Divisions): Said[] {
  const { cityTarget, cityTargets, unitTargets } = programme;
  if (!cityTargets) return [];
  const sum = Object.values(cityTargets).reduce((total, one) => total + one, 0);
  const isWhole = cities.every(({ code }) => cityTargets[code] !== undefined);
  return [
    ...Object.keys(cityTargets)
      .filter((code) => !cities.some((city) => city.code === code))
      .map((code): Said => [`cityTargets.${code}`, `没有市 ${code}`, `there is no city ${code}`]),
    ...notTheCityTarget('cityTargets', '市', { sum, cityTarget, isWhole }),
    ...Object.entries(cityTargets).flatMap(([city, target]): Said[] => {
      const own = units.filter(({ code }) => code.startsWith(city)).map(({ code }) => unitTargets?.[code]);
      const ofUnits = own.reduce<number>((total, one) => total + (one ?? 0), 0);
      if (own.includes(undefined) || ofUnits === target) return [];
      return [
        [
          `cityTargets.${city}`,
          `为 ${target}，其各单位任务合计 ${ofUnits}`,
          `it is ${target}, but the targets of its units add up to ${ofUnits}`,
        ],
      ];
    }),
  ];
}

/** Parts that are all there add up to the whole; some of them are no more than it. */
function notTheCityTarget(
  at: string,
  part: string,
  { sum, cityTarget, isWhole }: { readonly sum: number; readonly cityTarget: number | null; readonly isWhole: boolean },
): Said[] {
  if (cityTarget === null || (isWhole ? sum === cityTarget : sum <= cityTarget)) return [];
  return [
    [
      at,
      `各${part}任务合计 ${sum}，与 cityTarget ${cityTarget} 不等`,
      `they add up to ${sum}, but cityTarget is ${cityTarget}`,
    ],
  ];
}

/** The days that a window may be open, as of `deadlineDays`. */
const LONGEST_WINDOW = 90;

function deadlineFaults({ year, deadlines = {} }: Programme): Said[] {
  return Object.entries(deadlines).flatMap(([period, day]): Said[] => {
    if (!isPeriod(period) || day === undefined) return [];
    if (!period.startsWith(String(year)))
      return [[`deadlines.${period}`, `不是${year}年的季度`, `it is no quarter of ${year}`]];
    const { last } = periodDays(period);
    const [from, to] = [addDays(last, 1), addDays(last, LONGEST_WINDOW)];
    if (day >= from && day <= to) return [];
    return [
      [
        `deadlines.${period}`,
        `现为 ${day}，应在季度结束之后 ${LONGEST_WINDOW} 天之内，即 ${from} 至 ${to}`,
        `found ${day}, expected a day within ${LONGEST_WINDOW} days of the quarter’s end: from ${from} to ${to}`,
      ],
    ];
  });
}
