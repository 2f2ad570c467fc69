import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FINANCE_COLUMNS } from '../../shared/schema/finance.ts';
import { PROJECT_COLUMNS } from '../../shared/schema/project.ts';
import { TARGET_COLUMNS } from '../../shared/schema/target.ts';
import { periodTitle, type Period } from '../../shared/time/period.ts';
import { spoil, type ExpectedFinding } from './dirty.ts';
import { fileBytes } from './files.ts';
import { financeOf, targetsOf } from './finance.ts';
import { householdSheet } from './household-sheet.ts';
import { householdsOf, quarterIndex } from './households.ts';
import { officeSheet } from './office-sheet.ts';
import { planOf, type TownshipPlan } from './plan.ts';
import { projectsOf } from './projects.ts';
import { fileFormOf, fileNameOf, type FileForm } from './style.ts';

export type GenerateOptions = {
  /** Directory that gets `<division>/<period>/<file>`; made when it is not there, other files in it stay. */
  readonly out: string;
  /** Default: 2016Q1 and 2016Q2. Possible: 2015Q1 to 2016Q4. */
  readonly periods?: readonly string[];
  /**
   * 9-digit townships or 6-digit counties. A county brings its projects and finance; the city's own sheets come only
   * with the whole city.
   */
  readonly townships?: readonly string[];
  /** Puts the mistakes of faults.ts into the last period and lists them in expected-findings.json. */
  readonly dirty?: boolean;
  readonly onProgress?: (done: number, total: number, file: string) => void;
};

/** One file to be written; made only when its turn comes, since the whole city does not fit comfortably in memory. */
type Task = { readonly file: string; readonly make: () => { bytes: Uint8Array; rows: number } };

const DEFAULT_PERIODS = ['2016Q1', '2016Q2'];
const CITY = '3715';
/** The year for which targets are known. */
const TARGET_YEAR = '2016';
const EXPECTED = 'expected-findings.json';

/**
 * Writes the synthetic city: the household sheets of the townships, the project and finance sheets of the counties, the
 * targets of the city. The same options give the same bytes on every machine.
 * @returns how many files and data rows were written, and where the list of expected findings lies
 * @throws RangeError for an unknown period or division
 */
export async function generateCity(
  options: GenerateOptions,
): Promise<{ files: number; rows: number; expected?: string }> {
  const periods = [...new Set(options.periods ?? DEFAULT_PERIODS)].sort();
  for (const period of periods) quarterIndex(period);
  const findings: ExpectedFinding[] = [];
  const spoiled = options.dirty === true ? periods.at(-1) : undefined;
  const tasks = [
    ...planOf(options.townships).flatMap((plan) =>
      plan.households === 0
        ? []
        : periods.map((period) => townshipTask(plan, period as Period, period === spoiled ? findings : undefined)),
    ),
    ...officeTasks(periods as Period[], options.townships),
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

function townshipTask(plan: TownshipPlan, period: Period, findings: ExpectedFinding[] | undefined): Task {
  const { code, name } = plan.township;
  const form = fileFormOf(plan.index + quarterIndex(period) + 8);
  const asWorkbook = form.extension === 'xlsx';
  const file = `${code}/${period}/${fileNameOf(plan, period, form.extension)}`;
  return {
    file,
    make: () => {
      const records = householdsOf(code, period);
      const draft = householdSheet(plan, period, records, asWorkbook);
      if (findings) findings.push(...spoil(code, file, draft, records, asWorkbook));
      return { bytes: fileBytes(name, draft.rows, draft.merges, form), rows: records.length };
    },
  };
}

/** Sheets of the selected counties; with no selection also those of the city. */
function officeTasks(periods: readonly Period[], selection: readonly string[] | undefined): Task[] {
  const counties = new Map(
    planOf(selection?.filter((code) => code.length === 6)).map(({ township, countyName }) => [
      township.county,
      countyName,
    ]),
  );
  const whole = selection === undefined;
  return periods
    .flatMap((period, index) => {
      const tasks = [...counties].flatMap(([code, name], county) => [
        officeTask(code, name, period, '扶贫项目表', PROJECT_COLUMNS, projectsOf(code, period), fileFormOf(county)),
        officeTask(
          code,
          name,
          period,
          '金融扶贫情况表',
          FINANCE_COLUMNS,
          financeOf(code, period),
          fileFormOf(county + 3),
        ),
      ]);
      if (!whole) return tasks;
      tasks.push(
        officeTask(CITY, '聊城市', period, '金融扶贫情况表', FINANCE_COLUMNS, financeOf(CITY, period), fileFormOf(0)),
      );
      // The city sets the targets once a year.
      const first =
        period.startsWith(TARGET_YEAR) && !periods.slice(0, index).some((earlier) => earlier.startsWith(TARGET_YEAR));
      if (first)
        tasks.push(officeTask(CITY, '聊城市', period, '年度脱贫任务表', TARGET_COLUMNS, targetsOf(), fileFormOf(4)));
      return tasks;
    })
    .filter((task) => task !== null);
}

/** A sheet without rows is not handed in. */
function officeTask(
  division: string,
  unit: string,
  period: Period,
  title: string,
  columns: Parameters<typeof officeSheet>[2],
  records: readonly object[],
  form: FileForm,
): Task | null {
  if (records.length === 0) return null;
  return {
    file: `${division}/${period}/${title}.${form.extension}`,
    make: () => {
      const place = division === CITY ? unit : `聊城市${unit}`;
      const { rows, merges } = officeSheet(
        `${place}${title}（${periodTitle(period)}）`,
        unit,
        columns,
        records,
        form.extension === 'xlsx',
      );
      return { bytes: fileBytes(title, rows, merges, form), rows: records.length };
    },
  };
}
