import { Decision, timeAfter } from '../../shared/ledger/decisions.ts';
import { versionIdOf } from '../../shared/ledger/keys.ts';
import type { Language } from '../../shared/language/language.ts';
import { cityTime, periodsFoldedFor, shiftPeriod, type Period } from '../../shared/time/period.ts';
import {
  asDivision,
  connected,
  divisionText,
  onlyRecordedPeriod,
  required,
  DECIDED,
  decidedIn,
  STACK,
  type Command,
  type Options,
} from '../command.ts';
import { erasableOf, searchHousehold, type Erasable } from '../erasure-search.ts';
import type { Removed } from '../erasure.ts';
import { Progress } from '../progress.ts';
import type { System } from '../system.ts';
import { BadDataError, EXIT, UsageError } from '../told-errors.ts';

/**
 * Longer than any invocation lives (infra/ingest.ts): what was read before a version was removed is written by then, and
 * is removed with the rest.
 */
const PAUSE_SECONDS = 130;

/** Erases personal data for good, of a version, a period or a household; docs/operations.md has the procedure. */
export const erase: Command = {
  name: 'erase',
  usage:
    '(PERIOD (--version ID,… | --all) [--division CODE] | --household NUMBER) --by NAME --reason TEXT [--confirm COUNT]\n' +
    '       uplift erase PERIOD --finish',
  zh: '彻底清除个人信息：一份文件、一个季度或一户；不加 --confirm 只显示会清除什么（见 docs/operations.md）',
  en: 'erase personal data for good: of a file, a period or a household; without --confirm it only shows what would go',
  options: {
    version: { type: 'string', zh: '上传的编号，多个用逗号隔开', en: 'ids of uploads, with commas between them' },
    all: { type: 'boolean', zh: '整个季度', en: 'the whole period' },
    division: { type: 'string', zh: '只限一个单位', en: 'only of one division' },
    household: { type: 'string', zh: '户编号（16 位），在所有季度里查找', en: 'a household number, in all periods' },
    ...DECIDED,
    confirm: {
      type: 'string',
      zh: '确认清除：填写试算时显示的份数',
      en: 'yes, erase; the number of versions that were shown',
    },
    finish: {
      type: 'boolean',
      zh: '把已决定的清除做完（中断之后、恢复表之后）',
      en: 'carry out what is decided: after an interruption, or a restore of the table',
    },
    wait: {
      type: 'string',
      zh: `清除后等几秒再查一遍（默认 ${PAUSE_SECONDS}）`,
      en: `seconds after which all is looked through again (default ${PAUSE_SECONDS})`,
    },
    stack: STACK,
  },
  run: async (options, words, language) => {
    const pauseMs = secondsOf(options) * 1_000;
    if (options['finish'] === true) {
      const period = onlyRecordedPeriod(words);
      const system = await connected(options);
      return tell({ done: new Map([[period, await carryOut(system, period, pauseMs)]]) }, options, language);
    }
    const { by, reason } = decidedIn(options);
    const number = householdOf(options, words);
    const period = number === null ? onlyRecordedPeriod(words) : null;
    const system = await connected(options);
    const { found, unread } =
      number !== null
        ? await searched(system, number, language)
        : { found: await chosen(system, period as Period, options), unread: [] };
    const restated = await restatedBy(system, found);
    if (options['confirm'] === undefined) return tell({ found, unread, restated }, options, language);
    requireCount(found, required(options, 'confirm'));
    const household = number === null ? {} : { household: await pseudonymOf(number) };
    const done = new Map<Period, Removed>();
    for (const [of, own] of Map.groupBy(found, (one) => one.period)) {
      for (const [division, some] of Map.groupBy(own, (one) => one.division)) {
        const versionIds = some.map(({ versionId }) => versionId);
        await decide(system, of, { division, versionIds, ...household, by, reason });
      }
      done.set(of, await carryOut(system, of, pauseMs));
    }
    return tell({ done, unread, restated }, options, language);
  },
};

/** Loaded when they are asked for: they make clients of the system that was connected to. */
async function carryOut({ outputs }: System, period: Period, pauseMs: number): Promise<Removed> {
  const erasure = await import('../erasure.ts');
  return erasure.carryOut(period, outputs, () => new Promise((resolve) => setTimeout(resolve, pauseMs)));
}

async function pseudonymOf(household: string): Promise<string> {
  const { keyedHash } = await import('../../functions/aws/keyed-hash.ts');
  return (await keyedHash())('household', household);
}

function secondsOf({ wait = String(PAUSE_SECONDS) }: Options): number {
  const seconds = Number(wait);
  if (wait !== '' && Number.isInteger(seconds) && seconds >= 0 && seconds <= 3_600) return seconds;
  throw new UsageError({
    zh: `--wait 应为 0 到 3600 的秒数，给出的是“${String(wait)}”`,
    en: `--wait: got “${String(wait)}”, expected seconds from 0 to 3600`,
  });
}

/** The household number that was asked for, or null; one of number, versions and period is asked for. */
function householdOf({ household, version, all, division }: Options, words: readonly string[]): string | null {
  const ways = [household, version, all].filter((way) => way !== undefined);
  if (ways.length !== 1)
    throw new UsageError({
      zh: '请给出 --version、--all、--household 中的一个',
      en: 'give one of --version, --all and --household',
    });
  if (household === undefined) return null;
  if (words.length > 0 || division !== undefined)
    throw new UsageError({
      zh: '--household 在所有季度、所有单位里查找，不再给季度和单位',
      en: '--household looks in all periods and divisions; give none',
    });
  if (typeof household === 'string' && /^\d{16}$/.test(household)) return household;
  throw new UsageError({ zh: '--household 应为 16 位数字', en: '--household: expected 16 digits' });
}

async function searched(system: System, number: string, language: Language) {
  const progress = new Progress({ zh: '查找', en: 'searched' }[language]);
  const search = await searchHousehold(system, number, (done, all) => progress.update(done, all));
  progress.end();
  return search;
}

async function chosen(system: System, period: Period, options: Options): Promise<Erasable[]> {
  const division = typeof options['division'] === 'string' ? asDivision(options['division'], period) : null;
  const all = await erasableOf(system, period, await system.allVersions());
  const own = division === null ? all : all.filter((one) => one.division === division);
  if (options['all'] === true) return own;
  const ids = required(options, 'version').split(',').map(versionIdOf);
  const unknown = ids.filter((id) => !own.some(({ versionId }) => versionId === id));
  if (unknown.length === 0) return own.filter(({ versionId }) => ids.includes(versionId));
  const listed = (language: Language): string =>
    own.map((one) => `\n  ${lineOf(one, language)}`).join('') || { zh: '无', en: 'none' }[language];
  throw new UsageError({
    zh: `${period} 没有可清除的上传 ${unknown.join('、')}；可选：${listed('zh')}`,
    en: `${period} has no upload ${unknown.join(', ')} that can be erased; there are: ${listed('en')}`,
  });
}

/** @throws BadDataError when there is nothing, UsageError when it is another number than was shown */
function requireCount(found: readonly Erasable[], told: string): void {
  if (found.length === 0)
    throw new BadDataError({ zh: '没有找到要清除的上传', en: 'there is no upload that is to be erased' });
  if (told !== String(found.length))
    throw new UsageError({
      zh: `现在要清除的是 ${found.length} 份，--confirm 给出的是“${told}”；请先不加 --confirm 查看`,
      en: `${found.length} versions would be erased now, --confirm says “${told}”; look at them without --confirm first`,
    });
}

async function decide(
  system: System,
  period: Period,
  erasure: Readonly<Record<'division' | 'by' | 'reason', string>> & { readonly versionIds: readonly string[] },
): Promise<void> {
  const { decisions } = await system.ledger(period);
  const at = timeAfter(decisions, (await system.serverTime()).toISOString());
  await system.decide(period, decisions, Decision.parse({ kind: 'erase', at, ...erasure }));
}

/** Quarters whose published summary was made of the erased versions: their next one is another. */
async function restatedBy(system: System, found: readonly Erasable[]): Promise<Period[]> {
  const own = new Set(found.flatMap(({ period, accepted }) => (accepted === null ? [] : [period])));
  const later = new Set(
    [...own].flatMap((period) => Array.from({ length: 8 }, (_, quarters) => shiftPeriod(period, quarters))),
  );
  const reading = [...later].filter((period) => periodsFoldedFor(period).some((one) => own.has(one))).sort();
  const published: Period[] = [];
  for (const period of reading) if ((await system.latest(period)) !== null) published.push(period);
  return published;
}

type Told = {
  /** What would be erased; absent when it is. */
  readonly found?: readonly Erasable[];
  readonly done?: ReadonlyMap<Period, Removed>;
  readonly unread?: readonly Erasable[];
  readonly restated?: readonly Period[];
};

function tell({ found, done, unread = [], restated = [] }: Told, options: Options, language: Language): number {
  if (options['json'] === true) {
    const removed = done && Object.fromEntries(done);
    console.log(JSON.stringify({ erased: done !== undefined, found, removed, unread, restated }, null, 1));
    return EXIT.good;
  }
  const say = (zh: string, en: string): void => console.log({ zh, en }[language]);
  for (const one of found ?? []) console.log(lineOf(one, language));
  for (const [period, { uploads, receipts, pages }] of done ?? [])
    say(
      `${period} 已清除：上传 ${uploads} 份，回执 ${receipts} 件，入库数据 ${pages} 页；操作记录保留（audit）`,
      `${period} erased: ${uploads} uploads, ${receipts} objects of receipts, ${pages} pages of rows; the trail keeps that it happened (audit)`,
    );
  if (unread.length > 0) {
    say('以下文件打不开，无法查找，请自行核对：', 'These files cannot be read, so nobody can say what they name:');
    for (const one of unread) console.log(lineOf(one, language));
  }
  if (restated.length > 0)
    say(
      `已发布的汇总不变；${restated.join('、')} 下次汇总会出更正版（summarize）`,
      `What is published stays; the next summaries of ${restated.join(', ')} are restatements (summarize)`,
    );
  if (found)
    say(
      `共 ${found.length} 份（试算，没有改动）；清除后不能恢复，确认请加 --confirm ${found.length}`,
      `${found.length} versions (nothing was changed); they cannot be brought back: to erase them add --confirm ${found.length}`,
    );
  return EXIT.good;
}

function lineOf({ division, acceptedAt, versionId, accepted, isStored }: Erasable, language: Language): string {
  const rows = accepted === null ? '—' : { zh: `${accepted} 行`, en: `${accepted} rows` }[language];
  const gone = isStored ? '' : { zh: '（文件已不在）', en: ' (the file is gone)' }[language];
  return `${divisionText(division)}  ${cityTime(new Date(acceptedAt))} ${rows} ${versionId}${gone}`;
}
