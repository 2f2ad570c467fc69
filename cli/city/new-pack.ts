import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { limitsFor } from '../../shared/check/file-limits.ts';
import {
  continuationOf,
  readDivisionList,
  registerFrom,
  type Continuation,
  type ListedDivision,
} from '../../shared/city/division-list.ts';
import type { Programme } from '../../shared/city/programme.ts';
import type { CityProfile, RegisterData } from '../../shared/city/pack-schema.ts';
import { readWorkbook } from '../../shared/sheet/read.ts';
import { readInput } from '../input-file.ts';
import { UsageError } from '../told-errors.ts';
import { englishNameOf } from './english-names.ts';

/** The longest code of a city: files of a city may be as large as a list of all its villages. */
const AS_LARGE_AS_A_CITY = '0000';

/** The division list of a file: CSV in whatever encoding, or a workbook. @throws UsageError, DivisionListError */
export function divisionListIn(file: string): ListedDivision[] {
  const read = readWorkbook(readInput(file), limitsFor(AS_LARGE_AS_A_CITY));
  if ('refused' in read) throw new UsageError({ zh: `${file}：${read.detail.zh}`, en: `${file}: ${read.detail.en}` });
  return readDivisionList(read.sheets[0]?.rows ?? []);
}

/** What `uplift city new` is told. */
export type NewCity = {
  readonly root: string;
  readonly name: string;
  /** That a city lies in; null for a province. */
  readonly province: string | null;
  readonly office: string;
  readonly areaCode: string;
  readonly year: number;
  readonly divisions: readonly ListedDivision[];
  /** The programme whose lines and amounts are the draft of the year. */
  readonly pattern: Programme;
};

/** The files of a new city by their paths below its folder. @throws DivisionListError */
export function newCityFiles(city: NewCity): ReadonlyMap<string, object> {
  const { root, name, province, office, areaCode, year, divisions, pattern } = city;
  const profile: CityProfile = {
    code: root,
    name: { zh: name, en: englishNameOf(name) },
    ...(province === null ? {} : { province: { zh: province, en: englishNameOf(province) } }),
    office: { zh: office, en: `${englishNameOf(name)} Office for Poverty Alleviation` },
    areaCode,
    timeZone: 'Asia/Shanghai',
  };
  const register = registerFrom(divisions, { root, vintage: String(year), englishNameOf });
  const { zones: _zones, unitTargets: _targets, cityTargets: _cities, deadlines: _deadlines, ...amounts } = pattern;
  const programme = {
    draft:
      `各项标准和金额照抄${pattern.year}年；请确定${year}年的贫困线、年度任务、片区和截止日期，再删去本行。` +
      `Lines and amounts are those of ${pattern.year}: decide lines, cityTarget, zones and deadlines of ${year}, then delete this line.`,
    ...amounts,
    year,
    cityTarget: null,
    zones: [],
    zoneCount: 0,
  };
  return new Map<string, object>([
    ['city.json', { $schema: schemaOf('city', 2), ...profile }],
    [`divisions/${year}.json`, { $schema: schemaOf('divisions', 3), ...register }],
    [`programme/${year}.json`, { $schema: schemaOf('programme', 3), ...programme }],
  ]);
}

/** A new vintage of a city's divisions, and what of the vintage before it could not be found in it. */
export function newVintage(
  divisions: readonly ListedDivision[],
  before: { readonly root: string; readonly data: RegisterData },
  vintage: string,
): { readonly data: object; readonly open: Continuation['open'] } {
  const register = registerFrom(divisions, { root: before.root, vintage, englishNameOf });
  const { continues, open } = continuationOf(before.data, register);
  const { vintage: own, cities, counties, units, townships, ...rest } = register;
  return {
    data: {
      $schema: schemaOf('divisions', 3),
      vintage: own,
      ...(cities ? { cities } : {}),
      counties,
      units,
      townships,
      continues,
      ...rest,
    },
    open,
  };
}

/** Where a file of a city below cities/ finds its schema. */
const schemaOf = (kind: string, up: number): string => `${'../'.repeat(up)}docs/schemas/city-pack.json#/$defs/${kind}`;

/** Writes files below a folder: small lists one entry a line, so that a difference can be read. */
export function writeFiles(folder: string, files: ReadonlyMap<string, object>): void {
  for (const [path, value] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), packText(value));
  }
}

/** JSON whose top level and lists of it have a line for each entry. */
function packText(value: object): string {
  const entries = Object.entries(value).map(([key, entry]) => {
    if (Array.isArray(entry) && entry.length > 0)
      return `  ${JSON.stringify(key)}: [\n${entry.map((one) => `    ${JSON.stringify(one)}`).join(',\n')}\n  ]`;
    if (typeof entry === 'object' && entry !== null && Object.keys(entry).length > 3)
      return `  ${JSON.stringify(key)}: {\n${Object.entries(entry)
        .map(([name, one]) => `    ${JSON.stringify(name)}: ${JSON.stringify(one)}`)
        .join(',\n')}\n  }`;
    return `  ${JSON.stringify(key)}: ${JSON.stringify(entry)}`;
  });
  return `{\n${entries.join(',\n')}\n}\n`;
}
