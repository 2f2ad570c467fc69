import type { z } from 'zod';
import type { Language, Text } from '../language/language.ts';
import { CityPack, type CityData } from './city.ts';
import { packFaults } from './pack-checks.ts';
import { issueText } from './pack-issues.ts';
import { CalendarSchema, CitySchema, DivisionsSchema, ProgrammeSchema, REMARKS, type Remark } from './pack-schema.ts';

/** The files of a city's folder by their paths below it, such as `programme/2016.json`. */
export type PackFiles = ReadonlyMap<string, string>;

/** What is wrong in a city's folder: where, what was found, and what is expected there. */
export type PackFault = Text & {
  readonly file: string;
  /** Path inside the file, `zones.0.divisions`; empty for the file as a whole. */
  readonly at: string;
};

/** programme/2017.json zones.0.divisions: what is wrong there. */
export const packFaultLine = (fault: PackFault, language: Language): string =>
  `${[fault.file, fault.at].filter((part) => part !== '').join(' ')}${{ zh: '：', en: ': ' }[language]}${fault[language]}`;

/** A city's folder that cannot be used, with all that is wrong in it. */
export class PackError extends Error {
  override name = 'PackError';
  readonly folder: string;
  readonly faults: readonly PackFault[];

  constructor(folder: string, faults: readonly PackFault[]) {
    super(`${folder} is no city: ${faults.map((fault) => packFaultLine(fault, 'en')).join('; ')}`);
    this.folder = folder;
    this.faults = faults;
  }
}

/** Files that make a city. Others beside them, such as data to generate examples from, are not the pack's. */
const CITY = 'city.json';
const DIVISIONS = /^divisions\/[^/]+\.json$/;
const PROGRAMME = /^programme\/[^/]+\.json$/;
const CALENDAR = /^calendar\/[^/]+\.json$/;

/** Files that can change a figure. */
export const isFactFile = (path: string): boolean => path === CITY || DIVISIONS.test(path) || PROGRAMME.test(path);

export const isPackFile = (path: string): boolean => isFactFile(path) || CALENDAR.test(path);

/** Which of the files are drafts still, and what each of them asks to be decided. */
export const draftsIn = (files: PackFiles): ReadonlyMap<string, string> =>
  new Map(
    [...files].flatMap(([path, text]) => {
      const { draft } = JSON.parse(text) as { readonly draft?: string };
      return draft === undefined ? [] : [[path, draft] as const];
    }),
  );

/**
 * A city from the files of its folder.
 * @param folder as messages name it
 * @throws PackError that lists everything that is wrong
 */
export const readPack = (folder: string, files: PackFiles): CityPack => new CityPack(readCityData(folder, files));

/** The data of a city, checked. As JSON they go into bundles, which need not check them again. @throws PackError */
export function readCityData(folder: string, files: PackFiles): CityData {
  const faults: PackFault[] = [];
  const named = (is: (path: string) => boolean): [string, string][] => [...files].filter(([path]) => is(path));
  const cities = named((path) => path === CITY).flatMap((file) => parsed(file, CitySchema, faults));
  const registers = named((path) => DIVISIONS.test(path)).flatMap((file) => parsed(file, DivisionsSchema, faults));
  const programmes = named((path) => PROGRAMME.test(path)).flatMap((file) => parsed(file, ProgrammeSchema, faults));
  const calendars = named((path) => CALENDAR.test(path)).flatMap((file) => parsed(file, CalendarSchema, faults));
  for (const wanted of [CITY, 'divisions/', 'programme/'])
    if (![...files.keys()].some((path) => path.startsWith(wanted)))
      faults.push({
        file: wanted,
        at: '',
        ...(wanted === CITY
          ? { zh: '没有这个文件，城市资料必须有', en: 'it is not there; a city must have it' }
          : {
              zh: '这个目录中没有 .json 文件，至少应有一个',
              en: 'it is not there, or has no .json file; a city has one at least',
            }),
      });
  const city = cities[0]?.[1];
  const found = city && faults.length === 0 ? packFaults({ city, registers, programmes, calendars }) : faults;
  if (!city || found.length > 0) throw new PackError(folder, found);
  return {
    folder,
    profile: withoutRemarks(city),
    registers: registers.map(([, divisions]) => withoutRemarks(divisions)),
    programmes: programmes.map(([, programme]) => withoutRemarks(programme)),
    calendars: calendars.map(([, calendar]) => withoutRemarks(calendar)),
  };
}

/** A file's facts: a remark that is worded otherwise makes no other city. */
const withoutRemarks = <T extends object>(file: T): Omit<T, Remark> =>
  Object.fromEntries(Object.entries(file).filter(([key]) => !REMARKS.includes(key as Remark))) as Omit<T, Remark>;

/** The file's value, or none and what is wrong with it. */
function parsed<S extends z.ZodType>(
  [file, text]: readonly [string, string],
  schema: S,
  faults: PackFault[],
): (readonly [file: string, value: z.infer<S>])[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = (error as Error).message;
    faults.push({ file, at: '', zh: `不是合格的 JSON：${why}`, en: `it is no JSON: ${why}` });
    return [];
  }
  const result = schema.safeParse(value);
  if (result.success) return [[file, result.data]];
  for (const issue of result.error.issues) {
    const found = issue.path.reduce<unknown>(
      (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
      value,
    );
    faults.push({ file, at: issue.path.join('.'), ...issueText(issue, found) });
  }
  return [];
}
