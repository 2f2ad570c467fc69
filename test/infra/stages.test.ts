/** The file of stages: what is wrong in it ends the synth, by the name of the field and with the way out. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cityFolder } from '../../cities/pack.ts';
import { DEFAULT_STAGE, readStage, STAGES_FILE, StageError } from '../../infra/stages.ts';
import { synthesize } from '../../infra/synthesize.ts';
import { DEFAULT_STACK } from '../../shared/contract.ts';

type Raw = Record<string, Record<string, unknown>>;
const STAGES = JSON.parse(readFileSync(STAGES_FILE, 'utf8')) as Raw;
// So that its elements can be wrong.
Object.assign(STAGES['dev'] ?? {}, { erasers: ['arn:aws:iam::111122223333:role/privacy'] });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'uplift-stages-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The file with one field of a stage as something else; `undefined` takes it out. */
function fileWith(stage: string, path: string, value: unknown): string {
  const stages = structuredClone(STAGES);
  const names = path.split('.');
  const last = names.pop() ?? '';
  let at: Record<string, unknown> = stages[stage] ?? {};
  for (const name of names) at = at[name] as Record<string, unknown>;
  at[last] = value;
  const file = join(folder, 'stages.json');
  writeFileSync(file, JSON.stringify(stages));
  return file;
}

/** What the reading of a stage is refused with; null where it is taken. */
function refusal(name: string, file: string, said = {}): string | null {
  try {
    readStage(name, said, file);
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(StageError);
    return (error as StageError).message;
  }
}

describe('the stages of the project', () => {
  it('are all read, and the one that is taken when none is named has the default stack', () => {
    for (const name of Object.keys(STAGES)) expect(readStage(name, { alarmEmail: 'a@b.org' }).name).toBe(name);
    expect(readStage(DEFAULT_STAGE).stackName).toBe(DEFAULT_STACK);
  });
});

describe('a field that cannot be deployed is named with what is there, what was expected and where to mend it', () => {
  it.each([
    ['stackName', '中文', 'a name of at most 27 letters'],
    ['stackName', 'a'.repeat(28), 'a name of at most 27 letters'],
    ['stackName', 'UPLIFTPROD', 'is that of stage "prod"'],
    ['region', 'Beijing', 'a region such as cn-north-1'],
    ['account', 123456789012, 'the twelve digits of an account, in quotes'],
    ['city', 'cities/nowhere', 'cities/nowhere'],
    ['keepsData', 'yes', 'true or false'],
    ['erasers.0', 'root', 'the ARN of a user or role'],
    ['architecture', 'arm', '"arm64" or "x86_64"'],
    ['schedules', undefined, 'a group of fields'],
    ['schedules.sweepEveryMinutes', 60, '5, 10 or 15'],
    ['schedules.fullSweepEveryHours', 169, 'hours between full passes of the sweep, a whole number from 1 to 168'],
    ['schedules.summary.day', 31, 'day of the month, a whole number from 1 to 28'],
    ['schedules.summary.hour', 6.5, 'hour of the day'],
    ['retention.logDays', 8, 'days that CloudWatch can keep logs for: 1, 3, 5, 7'],
    ['retention.receiptHistoryDays', 0, 'days, a whole number from 1'],
    ['retention.recordLockDays', 30, 'expected none where keepsData is false'],
    ['concurrency.ingest', 1, 'uploads at a time, a whole number from 2 to 1000'],
    ['concurrency.fold', '5', 'townships at a time'],
    ['memory.publish', 64, 'MB of memory, a whole number from 128 to 10240'],
    ['memory.fold', undefined, 'MB of memory'],
    ['alarms.email', 'oncall', 'an address such as'],
    ['alarms.runbookUrl', 'docs/runbook.md', 'begins with https://'],
    ['schedules.reminders.hour', 24, 'hour of the day'],
    ['reminders', { 3715: { email: ['x'] } }, 'an address such as'],
    ['reminders', { 3715: { webhook: ['http://x.org'] } }, 'begins with https://'],
    ['reminders', { 371599: {} }, 'reminders.371599 is no office of the city; expected one of 3715, '],
    ['reminders', { 371525108: {} }, 'reminders.371525108 is no office of the city'],
    ['budget', { monthlyAmount: -1, currency: 'USD' }, 'an amount of money above 0'],
    ['budget', { monthlyAmount: 1, currency: 'RMB' }, 'or "CNY" in the regions of China'],
  ])('%s: %j', (path, value, expected) => {
    const file = fileWith('dev', path, value);
    const message = refusal('dev', file);
    expect(message).toContain(path.split('.')[0]);
    expect(message).toContain(expected);
    expect(message).toContain(`Correct it in ${file}`);
    if (value === undefined) expect(message).toContain('is missing');
  });

  it('a misspelt field is not passed over', () => {
    expect(refusal('dev', fileWith('dev', 'memory.pulbish', 1024))).toContain('memory has no field pulbish');
    expect(refusal('dev', fileWith('dev', 'budgets', {}))).toContain('stage has no field budgets');
  });

  it('all of them at once', () => {
    const file = fileWith('dev', 'memory', { ingest: 1 });
    expect(refusal('dev', file)?.match(/^ {2}memory\.\w+ is /gm)).toHaveLength(8);
  });

  it('a summary before the reporting window has closed, by the city that the stage serves', () => {
    const message = refusal('dev', fileWith('dev', 'schedules.summary.day', 15));
    expect(message).toMatch(/schedules\.summary\.day is 15; expected a day after 20\d\d-\d\d-15, when the window of/);
    expect(refusal('dev', fileWith('dev', 'schedules.summary.day', 17))).toBeNull();
  });

  it('a programme that is a draft still, where data is kept', () => {
    const city = join(folder, 'city');
    cpSync(cityFolder(), city, { recursive: true });
    const below = relative(join(import.meta.dirname, '..', '..'), city);
    const said = { alarmEmail: 'a@b.org' };
    expect(refusal('prod', fileWith('prod', 'city', below), said)).toBeNull();
    const programme = join(city, 'programme', '2016.json');
    const decided = JSON.parse(readFileSync(programme, 'utf8')) as object;
    writeFileSync(programme, JSON.stringify({ ...decided, draft: 'decide lines' }));
    const message = refusal('prod', fileWith('prod', 'city', below), said);
    expect(message).toMatch(/city has the draft .*city\/programme\/2016\.json; expected one that is decided/);
    expect(refusal('dev', fileWith('dev', 'city', below))).toBeNull();
    writeFileSync(programme, '{');
    expect(refusal('prod', fileWith('prod', 'city', below), said)).toMatch(/city is .*, which is none/);
  });

  it('a stage that keeps its data without an address for its alarms, and how to give one', () => {
    const message = refusal('prod', STAGES_FILE);
    expect(message).toContain('alarms.email is missing');
    expect(message).toContain('-c alarmEmail=NAME@EXAMPLE.ORG');
  });

  it('a budget where there are none, or in money that is not paid there', () => {
    Object.assign(STAGES['dev'] ?? {}, { budget: { monthlyAmount: 10, currency: 'USD' } });
    const refused = (region: string) => refusal('dev', fileWith('dev', 'region', region));
    expect(refused('us-east-1')).toBeNull();
    expect(refused('ap-east-1')).toContain('budget is there; expected none');
    expect(refused('cn-north-1')).toContain('budget.currency is "USD"; expected "CNY"');
    delete STAGES['dev']?.['budget'];
  });

  it('a stage that is not there, a file that is none', () => {
    expect(refusal('staging', STAGES_FILE)).toMatch(/No stage is named "staging"\..* has dev, prod/);
    const file = join(folder, 'broken.json');
    expect(refusal('dev', file)).toContain('cannot be read');
    for (const text of ['[]', 'null', '{"dev": 1}', '{']) {
      writeFileSync(file, text);
      expect(refusal('dev', file)).toContain(file);
    }
    expect(() => synthesize(join(folder, 'out'), 'staging')).toThrow(StageError);
  });
});

it('what a deployment says goes before the file', () => {
  const file = fileWith('prod', 'alarms.email', 'first@example.org');
  expect(readStage('prod', {}, file).alarms.email).toBe('first@example.org');
  expect(readStage('prod', { alarmEmail: 'second@example.org' }, file).alarms.email).toBe('second@example.org');
  expect(refusal('prod', file, { alarmEmail: 'nobody' })).toContain('alarms.email is "nobody"');
});
