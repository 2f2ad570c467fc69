import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CityPack } from '../../shared/city/city.ts';
import { FINANCE_COLUMNS } from '../../shared/schema/finance.ts';
import { PROJECT_COLUMNS } from '../../shared/schema/project.ts';
import { TARGET_COLUMNS } from '../../shared/schema/target.ts';
import { periodTitle, yearOf, type Period } from '../../shared/time/period.ts';
import { spoil, type ExpectedFinding, type Spoiling } from './dirty.ts';
import { faultPlaces, plainly } from './fault-places.ts';
import { fileBytes } from './files.ts';
import { financeOf, headsOf } from './finance.ts';
import { householdSheet } from './household-sheet.ts';
import { officeSheet, type OfficeSheet } from './office-sheet.ts';
import { projectsOf } from './projects.ts';
import { fileFormOf, fileNameOf, type FileForm } from './style.ts';
import { syntheticCityOf, type SyntheticCity } from './synthetic-city.ts';
import type { TownshipAt } from './township-at.ts';

export type GenerateOptions = {
  readonly pack: CityPack;
  /** Directory that gets `<division>/<period>/<file>`; made when it is not there, other files in it stay. */
  readonly out: string;
  /** Any that have a programme. */
  readonly periods: readonly Period[];
  /**
   * 9-digit townships or 6-digit counties of the last period. A county brings its projects and finance; the city's own
   * sheets come only with the whole city.
   */
  readonly townships?: readonly string[];
  /** Puts the mistakes of faults.ts into the last period and lists them in expected-findings.json. */
  readonly dirty?: boolean;
  readonly onProgress?: (done: number, total: number, file: string) => void;
};

/** One file to be written; made only when its turn comes, since the whole city does not fit comfortably in memory. */
type Task = { readonly file: string; readonly make: () => { bytes: Uint8Array; rows: number } };

const EXPECTED = 'expected-findings.json';

/**
 * Writes the synthetic city: the household sheets of the townships, the project and finance sheets of the counties, the
 * targets of the city. The same options give the same bytes on every machine.
 * @returns how many files and data rows were written, and where the list of expected findings lies
 * @throws ProgrammeMissingError for a period without a programme, RangeError for an unknown division
 */
export async function generateCity(
  options: GenerateOptions,
): Promise<{ files: number; rows: number; expected?: string }> {
  const city = syntheticCityOf(options.pack);
  const periods = [...new Set(options.periods)].sort();
  for (const period of periods) city.quarterIndex(period);
  const spoiled = options.dirty === true ? periods.at(-1) : undefined;
  const findings: ExpectedFinding[] = [];
  const dirt = spoiled && { findings, places: faultPlaces(city, spoiled, chosenAt(city, spoiled, options.townships)) };
  const townships = periods.flatMap((period) => chosenAt(city, period, options.townships));
  const tasks = [
    ...townships
      .filter(({ plans }) => plans.some(({ households }) => households > 0))
      // Quarter after quarter of one township, whose households are made once.
      .sort((a, b) => a.plans[0].index - b.plans[0].index || (a.period < b.period ? -1 : 1))
      .map((at) => townshipTask(city, at, at.period === spoiled && dirt ? dirt : null)),
    ...officeTasks(city, periods, options.townships),
  ];
  let rows = 0;
  for (const [index, task] of tasks.entries()) {
    const made = task.make();
    const target = path.join(options.out, task.file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, made.bytes);
    rows += made.rows;
    options.onProgress?.(index + 1, tasks.length, task.file);
  }
  if (!spoiled) return { files: tasks.length, rows };
  const expected = path.join(options.out, EXPECTED);
  await writeFile(expected, `${JSON.stringify(findings, null, 1)}\n`);
  return { files: tasks.length, rows, expected };
}

/** The townships of a selection; a code of another vintage selects nothing in a quarter that does not have it. */
function chosenAt(
  city: SyntheticCity,
  period: Period,
  selection: readonly string[] | undefined,
): readonly TownshipAt[] {
  return city.townshipsAt(period, selection);
}

type Dirt = { readonly findings: ExpectedFinding[]; readonly places: ReadonlyMap<string, Spoiling> };

function townshipTask(city: SyntheticCity, clean: TownshipAt, dirt: Dirt | null): Task {
  const { township, period, plans } = clean;
  const { code, name } = township;
  const form = fileFormOf(plans[0].index + city.quarterIndex(period) + 8);
  const asWorkbook = form.extension === 'xlsx';
  const file = `${code}/${period}/${fileNameOf(clean, form.extension)}`;
  const spoiling = dirt?.places.get(code);
  // Names of places are mistaken in any sheet; other mistakes need one without quirks of its own.
  const isPlain =
    spoiling && !city.figures.faults && ['texts', 'money', 'uplift'].some((kind) => spoiling.sheets.has(kind as never));
  return {
    file,
    make: () => {
      const records = city.householdsOf(code, period);
      const draft = householdSheet(isPlain ? plainly(clean) : clean, records, asWorkbook);
      if (dirt && spoiling) dirt.findings.push(...spoil({ file, draft, records, asWorkbook }, spoiling));
      return { bytes: fileBytes(name, draft.rows, draft.merges, form), rows: records.length };
    },
  };
}

/** Sheets of the selected counties; with no selection also those of the city. */
function officeTasks(
  city: SyntheticCity,
  periods: readonly Period[],
  selection: readonly string[] | undefined,
): Task[] {
  return periods.flatMap((period, index) => {
    const counties = city
      .countiesAt(period)
      .filter(({ code }) => selection === undefined || selection.includes(code))
      .flatMap(({ code, name }, county) => [
        officeTask(city, { division: code, period, form: fileFormOf(county) }, projectSheet(city, code, name, period)),
        officeTask(
          city,
          { division: code, period, form: fileFormOf(county + 3) },
          financeSheet(city, code, name, period),
        ),
      ]);
    const register = city.pack.registerOf(period);
    const { root, rootName } = register;
    // The root sets the targets once a year.
    const isFirst = !periods.slice(0, index).some((earlier) => yearOf(earlier) === yearOf(period));
    const targets = {
      title: '年度脱贫任务表',
      unit: rootName,
      columns: TARGET_COLUMNS,
      records: city.targetsOf(period),
    };
    const own = [
      ...headsOf(register).map(({ code, name }) =>
        officeTask(city, { division: code, period, form: fileFormOf(0) }, financeSheet(city, code, name, period)),
      ),
      ...(isFirst ? [officeTask(city, { division: root, period, form: fileFormOf(4) }, targets)] : []),
    ];
    return [...counties, ...(selection === undefined ? own : [])].filter((task) => task !== null);
  });
}

function projectSheet(city: SyntheticCity, code: string, unit: string, period: Period): OfficeSheet {
  return { title: '扶贫项目表', unit, columns: PROJECT_COLUMNS, records: projectsOf(city, code, period) };
}

function financeSheet(city: SyntheticCity, code: string, unit: string, period: Period): OfficeSheet {
  return { title: '金融扶贫情况表', unit, columns: FINANCE_COLUMNS, records: financeOf(city, code, period) };
}

type OfficeFile = { readonly division: string; readonly period: Period; readonly form: FileForm };

/** A sheet without rows is not handed in. */
function officeTask(city: SyntheticCity, { division, period, form }: OfficeFile, sheet: OfficeSheet): Task | null {
  if (sheet.records.length === 0) return null;
  const { root, rootName, cities } = city.pack.registerOf(period);
  const isHead = division === root || cities.some(({ code }) => code === division);
  const place = isHead ? sheet.unit : `${rootName}${sheet.unit}`;
  return {
    file: `${division}/${period}/${sheet.title}.${form.extension}`,
    make: () => {
      const titled = { ...sheet, title: `${place}${sheet.title}（${periodTitle(period)}）` };
      const { rows, merges } = officeSheet(titled, form.extension === 'xlsx');
      return { bytes: fileBytes(sheet.title, rows, merges, form), rows: sheet.records.length };
    },
  };
}
