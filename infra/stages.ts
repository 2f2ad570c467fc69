/** The stages of the system. One file holds all in which they differ; nothing is made of it before it is checked. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { deadlinesIn, draftFilesIn, officesIn } from '../cities/pack.ts';
import { STAGE_FIELDS, wrongFields } from './stage-file.ts';

/** The configuration of one stage, as the file gives it (infra/stage-file.ts). */
export type Stage = z.output<typeof STAGE_FIELDS> & {
  /** As in `cdk deploy -c stage=prod`. */
  readonly name: string;
};

/** The stage that is synthesized when none is named. */
export const DEFAULT_STAGE = 'dev';

/** The file that is read when a deployment names no other (`cdk deploy -c stages=FILE`). */
export const STAGES_FILE = join(import.meta.dirname, 'stages.json');

/** What a deployment says beside the file, as `cdk deploy -c alarmEmail=...` does; it goes before the file. */
export type Said = { readonly alarmEmail?: unknown; readonly runbookUrl?: unknown };

/** The configuration of a stage cannot be deployed. */
export class StageError extends Error {
  override readonly name = 'StageError';
}

/**
 * The configuration of a stage.
 * @param file of stages, an object with a member for each. Default: infra/stages.json
 * @param isDeployed whether it goes to AWS. On one machine a window may close after the summary of the schedule: whoever
 *   tries a city there asks for the summary, and has no stage of their own to mend. Default: true
 * @throws StageError that names each wrong field, what is there, what was expected, and where to mend it
 */
export function readStage(name: string, said: Said = {}, file = STAGES_FILE, isDeployed = true): Stage {
  const stages = stagesIn(file);
  const own = stages[name];
  if (!isObject(own))
    throw new StageError(`No stage is named "${name}". ${file} has ${Object.keys(stages).join(', ') || 'none'}.`);
  const raw = withSaid(own, said);
  const { success, data, error } = STAGE_FIELDS.safeParse(raw);
  const wrong = success ? [] : wrongFields(error, raw);
  wrong.push(...sharedNames(name, stages));
  if (success)
    wrong.push(
      ...unwatched(data),
      ...(isDeployed ? [...tooEarly(data), ...drafts(data)] : []),
      ...notInRegion(data),
      ...lockedAway(data),
      ...noOffices(data),
    );
  if (!success || wrong.length > 0) {
    const lines = wrong.map((line) => `\n  ${line}`).join('');
    throw new StageError(`Stage "${name}" cannot be deployed:${lines}\nCorrect it in ${file}.`);
  }
  return { ...data, name };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function stagesIn(file: string): Record<string, unknown> {
  let stages: unknown;
  try {
    stages = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new StageError(`The file of stages ${file} cannot be read as JSON: ${messageOf(cause)}`, { cause });
  }
  if (isObject(stages)) return stages;
  throw new StageError(`The file of stages ${file} is no object with a member for each stage.`);
}

function withSaid(raw: Record<string, unknown>, { alarmEmail, runbookUrl }: Said): Record<string, unknown> {
  const alarms = {
    ...(alarmEmail !== undefined && { email: alarmEmail }),
    ...(runbookUrl !== undefined && { runbookUrl }),
  };
  return isObject(raw['alarms']) ? { ...raw, alarms: { ...raw['alarms'], ...alarms } } : raw;
}

/** Two stages in one account must not share a stack or a bucket, whose name is in lower case. */
function sharedNames(name: string, stages: Record<string, unknown>): string[] {
  const nameOf = (stage: unknown): string => (isObject(stage) ? String(stage['stackName']).toLowerCase() : '');
  return Object.entries(stages)
    .filter(([other, stage]) => other !== name && nameOf(stage) === nameOf(stages[name]))
    .map(([other]) => `stackName is that of stage "${other}"; expected a name of its own`);
}

function unwatched({ alarms }: Omit<Stage, 'name'>): string[] {
  return alarms.email !== undefined || alarms.mayBeUnwatched
    ? []
    : ['alarms.email is missing, so nobody would hear an alarm; set it, or deploy with -c alarmEmail=NAME@EXAMPLE.ORG'];
}

/** Nobody could empty a bucket of locked versions, so the stack could never go. */
const lockedAway = ({ keepsData, retention: { recordLockDays } }: Omit<Stage, 'name'>): string[] =>
  recordLockDays === undefined || keepsData
    ? []
    : [`retention.recordLockDays is ${recordLockDays}; expected none where keepsData is false`];

/** Regions whose CloudFormation knows no budgets. */
const WITHOUT_BUDGETS = ['ap-east-1'];

/** @param region default: that of the deploying credentials, as the cdk command tells it */
function notInRegion({ region = process.env['CDK_DEFAULT_REGION'] ?? '', budget }: Omit<Stage, 'name'>): string[] {
  if (budget === undefined) return [];
  const [currency, where] = region.startsWith('cn-') ? ['CNY', 'the regions of China'] : ['USD', 'this region'];
  const wrong = WITHOUT_BUDGETS.includes(region)
    ? [`budget is there; expected none, since ${region} has no budgets: leave it out, and watch the account's bill`]
    : [];
  return region === '' || budget.currency === currency
    ? wrong
    : [...wrong, `budget.currency is "${budget.currency}"; expected "${currency}", in which ${where} is paid`];
}

/** A stack takes 500 resources, and an office needs a topic, its policy and a subscription or two. */
const MOST_REMINDED = 60;

/** Whoever writes a wrong code would believe that an office is reminded. */
function noOffices({ city, reminders = {} }: Omit<Stage, 'name'>): string[] {
  const offices = Object.keys(reminders);
  if (offices.length === 0) return [];
  let known: ReadonlySet<string>;
  try {
    known = officesIn(city);
  } catch {
    // What is wrong with the city is told where its deadlines are looked at.
    return [];
  }
  const wrong = offices
    .filter((office) => !known.has(office))
    .map((office) => `reminders.${office} is no office of the city; expected one of ${[...known].join(', ')}`);
  return offices.length <= MOST_REMINDED
    ? wrong
    : [
        ...wrong,
        `reminders has ${offices.length} offices; expected at most ${MOST_REMINDED}, or the stack grows too large`,
      ];
}

/**
 * A draft has the lines and amounts of another year. Where data is kept, figures by them would be published and signed.
 */
function drafts({ city, keepsData }: Omit<Stage, 'name'>): string[] {
  if (!keepsData) return [];
  let files: readonly string[];
  try {
    files = draftFilesIn(city);
  } catch {
    // What is wrong with the city is told where its deadlines are looked at.
    return [];
  }
  return files.map(
    (file) => `city has the draft ${file}; expected one that is decided: say what it asks, then delete its "draft"`,
  );
}

/** A summary that begins before a window has closed would count every file of the last days as missing. */
function tooEarly({ city, schedules: { summary } }: Omit<Stage, 'name'>): string[] {
  let deadlines: ReturnType<typeof deadlinesIn>;
  try {
    deadlines = deadlinesIn(city);
  } catch (error) {
    return [
      `city is ${city === undefined ? 'the chosen one' : JSON.stringify(city)}, which is none: ${messageOf(error)}`,
    ];
  }
  return [...deadlines].flatMap(([period, deadline]) => {
    const [year, quarter] = period.split('Q').map(Number) as [number, number];
    const begins = new Date(Date.UTC(year, quarter * 3, summary.day)).toISOString().slice(0, 10);
    return begins > deadline
      ? []
      : [
          `schedules.summary.day is ${summary.day}; expected a day after ${deadline}, when the window of ${period} closes`,
        ];
  });
}
