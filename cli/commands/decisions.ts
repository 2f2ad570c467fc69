import { CITY_PACK } from '../../cities/pack.ts';
import {
  Decision,
  exceptionsAt,
  FOREVER,
  LONGEST,
  newerThan,
  nilReturns,
  timeAfter,
  windowAt,
  withdrawnAt,
} from '../../shared/ledger/decisions.ts';
import { standingSubmissions, type Ledger } from '../../shared/ledger/manifest.ts';
import type { Submission } from '../../shared/ledger/submission.ts';
import { reportingOf } from '../../shared/tables/completeness.ts';
import { cityDate, cityTime, isDate, type Period } from '../../shared/time/period.ts';
import {
  asDivision,
  connected,
  divisionText,
  DRY_RUN,
  onlyPeriod,
  required,
  requiredUpTo,
  STACK,
  type Command,
  type Options,
} from '../command.ts';
import { EXIT, UsageError } from '../told-errors.ts';
import { effectOf } from '../decision-effect.ts';
import { untilText, windowText } from '../decision-words.ts';
import { namedUploads } from '../named-uploads.ts';

/** What an office decides, beside who, when and why. */
type Choice = Readonly<Record<string, unknown>> & { readonly kind: Decision['kind'] };

type DecisionCommand = Pick<Command, 'name' | 'zh' | 'en' | 'options'> & {
  readonly usage: string;
  /**
   * @param at when the decision will take effect: after all that are known, so that it is made on those, too, that do
   * not apply yet
   * @throws UsageError when the ledger has nothing of the kind
   */
  readonly choose: (options: Options, ledger: Ledger, period: Period, at: string) => Choice;
};

/** A decision takes effect when no file accepted before it can still be unknown to the ingest of a later one. */
const EFFECTIVE_AFTER_MS = 120_000;

const DIVISION = { type: 'string', zh: '区划代码', en: 'division code' } as const;
const VERSIONS = {
  type: 'string',
  zh: '上传的编号（回执上的编号或版本号），多个用逗号隔开',
  en: 'ids of uploads, as receipts or S3 give them, with commas between them',
} as const;

/** @throws UsageError when the option is no day of the calendar */
function dayOf(options: Options, name: string): string {
  const value = required(options, name);
  if (!isDate(value))
    throw new UsageError({
      zh: `--${name} 应为日期，如 2016-07-15，给出的是“${value}”`,
      en: `--${name}: got “${value}”, expected a date such as 2016-07-15`,
    });
  return value;
}

/** The division that is decided about, by the divisions of its quarter. */
const divisionOf = (options: Options, period: Period): string => asDivision(required(options, 'division'), period);

/** @throws UsageError when the division owes no report of its own */
function dueTownshipOf(options: Options, period: Period): string {
  const register = CITY_PACK.registerOf(period);
  const division = divisionOf(options, period);
  if (register.due.some(({ code }) => code === division)) return division;
  const name = divisionText(division);
  if (register.township(division))
    throw new UsageError({
      zh: `${name} 不需上报，也不需零报告`,
      en: `${name} owes no report, so no nil return either`,
    });
  throw new UsageError({
    zh: `零报告按乡镇（街道）作出，${name} 不是乡镇；请逐个乡镇登记，代码为 9 位，如 --division ${register.townshipsWithin(division)[0]?.code ?? ''}`,
    en: `a nil return is made township by township and ${name} is none; give the 9 digits of each, such as --division ${register.townshipsWithin(division)[0]?.code ?? ''}`,
  });
}

/** The named versions, or all of the division that are among `candidates`. */
function versionsOf(options: Options, period: Period, candidates: readonly Submission[]): string[] {
  const division = divisionOf(options, period);
  const named = options['version'];
  const ids =
    typeof named === 'string'
      ? named.split(',')
      : candidates.filter((one) => one.division === division).map(({ versionId }) => versionId);
  return namedUploads(division, ids, candidates).map(({ versionId }) => versionId);
}

const COMMANDS: readonly DecisionCommand[] = [
  {
    name: 'window',
    usage: 'PERIOD [--opens DAY] [--deadline DAY] --by NAME --reason TEXT [--dry-run]',
    zh: '调整填报窗口：开放日、截止日（都含当天）',
    en: 'move the reporting window: first and last day, both included',
    options: {
      opens: { type: 'string', zh: '开放日', en: 'first day' },
      deadline: { type: 'string', zh: '截止日', en: 'last day on time' },
    },
    choose: (options, { decisions }, period, at) => {
      if (options['opens'] === undefined && options['deadline'] === undefined)
        throw new UsageError({ zh: '请给出 --opens 或 --deadline', en: 'give --opens or --deadline' });
      const now = windowAt(CITY_PACK.at(period), decisions, at);
      const opens = options['opens'] === undefined ? now.opens : dayOf(options, 'opens');
      const deadline = options['deadline'] === undefined ? now.deadline : dayOf(options, 'deadline');
      if (opens === now.opens && deadline === now.deadline)
        throw new UsageError({
          zh: `填报窗口已经是 ${windowText(now, 'zh')}`,
          en: `the window is ${windowText(now, 'en')} already`,
        });
      if (opens > deadline)
        throw new UsageError({
          zh: `开放日 ${opens} 晚于截止日 ${deadline}`,
          en: `the window would open on ${opens}, after its deadline ${deadline}`,
        });
      return { kind: 'window', opens, deadline };
    },
  },
  {
    name: 'lock',
    usage: 'PERIOD --by NAME --reason TEXT [--dry-run]',
    zh: '关账：此后上传的文件不再接收',
    en: 'close a period: files uploaded from then on are not taken',
    options: {},
    choose: (_options, { decisions }, period, at) => {
      const { lockedAt } = windowAt(CITY_PACK.at(period), decisions, at);
      if (lockedAt === null) return { kind: 'lock' };
      const since = cityTime(new Date(lockedAt));
      throw new UsageError({ zh: `${period} 已于 ${since} 关账`, en: `${period} is closed already, since ${since}` });
    },
  },
  {
    name: 'unlock',
    usage: 'PERIOD --by NAME --reason TEXT [--dry-run]',
    zh: '取消关账',
    en: 'open a closed period again',
    options: {},
    choose: (_options, { decisions }, period, at) => {
      if (windowAt(CITY_PACK.at(period), decisions, at).lockedAt === null)
        throw new UsageError({
          zh: `${period} 没有关账，不需要取消`,
          en: `${period} is not closed; there is nothing to open`,
        });
      return { kind: 'unlock' };
    },
  },
  {
    name: 'exception',
    usage: 'PERIOD --division CODE --until DAY --by NAME --reason TEXT [--dry-run]',
    zh: '关账后准许一个单位补报，到期自动失效',
    en: 'let one division upload into a closed period, until the end of a day',
    options: { division: DIVISION, until: { type: 'string', zh: '最后一天（含）', en: 'last day, included' } },
    choose: (options, { decisions }, period, at) => {
      const [division, last, today] = [divisionOf(options, period), dayOf(options, 'until'), cityDate(new Date(at))];
      if (last < today)
        throw new UsageError({
          zh: `--until 应为 ${today} 或以后，给出的是 ${last}`,
          en: `--until: got ${last}, expected ${today} or later`,
        });
      const until = new Date(`${last}T24:00:00+08:00`).toISOString();
      const known = exceptionsAt(decisions, at).get(division);
      if (known !== undefined && known >= until)
        throw new UsageError({
          zh: `${divisionText(division)} 已准许补报${untilText(known, 'zh')}`,
          en: `${divisionText(division)} has an exception ${untilText(known, 'en')} already`,
        });
      return { kind: 'exception', division, until };
    },
  },
  {
    name: 'nil',
    usage: 'PERIOD --division CODE [--undo] --by NAME --reason TEXT [--dry-run]',
    zh: '零报告：一个乡镇（街道）本季度没有需要上报的户；--undo 取消',
    en: 'nil return: a township has nothing to report this quarter; --undo takes it back',
    options: { division: DIVISION, undo: { type: 'boolean', zh: '取消零报告', en: 'take the nil return back' } },
    choose: (options, ledger, period) => {
      const division = dueTownshipOf(options, period);
      const name = divisionText(division);
      const isNil = nilReturns(CITY_PACK.at(period), ledger.decisions).has(division);
      if (options['undo'] === true) {
        if (!isNil)
          throw new UsageError({
            zh: `${name} 没有零报告，不需要取消`,
            en: `${name} has made no nil return; there is nothing to take back`,
          });
        return { kind: 'undo-nil', division };
      }
      if (isNil) throw new UsageError({ zh: `${name} 已经是零报告`, en: `${name} has made a nil return already` });
      if (reportingOf(division, standingSubmissions(ledger), new Map()) !== 'missing')
        throw new UsageError({
          zh: `${name} 已有计入的上传，以上传为准；上传有误的，请先 withdraw`,
          en: `files of ${name} count, and these decide; withdraw them first if they are wrong`,
        });
      return { kind: 'nil', division };
    },
  },
  {
    name: 'withdraw',
    usage: 'PERIOD --division CODE [--version ID,…] --by NAME --reason TEXT [--dry-run]',
    zh: '撤回一个单位的上传（不给编号则全部撤回），可以恢复',
    en: 'withdraw uploads of a division, all of them unless some are named; can be undone',
    options: { division: DIVISION, version: VERSIONS },
    choose: (options, ledger, period) => ({
      kind: 'withdraw',
      division: divisionOf(options, period),
      versionIds: versionsOf(options, period, standingSubmissions(ledger)),
    }),
  },
  {
    name: 'reinstate',
    usage: 'PERIOD --division CODE [--version ID,…] --by NAME --reason TEXT [--dry-run]',
    zh: '恢复已撤回的上传',
    en: 'let withdrawn uploads count again',
    options: { division: DIVISION, version: VERSIONS },
    choose: (options, { submissions, decisions }, period) => {
      const withdrawn = withdrawnAt(decisions, FOREVER);
      const candidates = submissions.filter(({ versionId }) => withdrawn.has(versionId));
      return {
        kind: 'reinstate',
        division: divisionOf(options, period),
        versionIds: versionsOf(options, period, candidates),
      };
    },
  },
  {
    name: 'revert',
    usage: 'PERIOD --division CODE --to ID --by NAME --reason TEXT [--dry-run]',
    zh: '退回到一个单位较早的上传：此后的上传全部撤回',
    en: 'go back to an earlier upload of a division: all its later ones are withdrawn',
    options: {
      division: DIVISION,
      to: { type: 'string', zh: '要退回到的上传的编号', en: 'id of the upload to go back to' },
    },
    choose: (options, ledger, period) => {
      const division = divisionOf(options, period);
      const standing = standingSubmissions(ledger);
      const [to] = namedUploads(division, [required(options, 'to')], standing);
      const later = newerThan(standing, division, to?.versionId ?? '') ?? [];
      if (later.length === 0)
        throw new UsageError({ zh: '这已经是最新的上传', en: 'this is the newest upload already' });
      return { kind: 'withdraw', division, versionIds: later.map(({ versionId }) => versionId) };
    },
  },
];

/** Commands by which an office decides about a period. Each says what it changes; with --dry-run it only says so. */
export const DECISION_COMMANDS: readonly Command[] = COMMANDS.map(({ choose, options: own, ...command }) => ({
  ...command,
  options: {
    ...own,
    by: { type: 'string', zh: '作出决定的人或单位', en: 'who decides' },
    reason: { type: 'string', zh: '理由', en: 'why' },
    'dry-run': DRY_RUN,
    stack: STACK,
  },
  run: async (options, words, language) => {
    const period = onlyPeriod(words);
    const [by, reason] = [requiredUpTo(options, 'by', LONGEST.by), requiredUpTo(options, 'reason', LONGEST.reason)];
    const system = await connected(options);
    const ledger = await system.ledger(period);
    const earliest = new Date((await system.serverTime()).getTime() + EFFECTIVE_AFTER_MS).toISOString();
    const at = timeAfter(ledger.decisions, earliest);
    const decision = Decision.parse({ ...choose(options, ledger, period, at), at, by, reason });
    const changes = effectOf(period, ledger, decision, language);
    const made = options['dry-run'] !== true;
    if (made) await system.decide(period, ledger.decisions, decision);
    if (options['json']) console.log(JSON.stringify({ period, decision, changes, made }, null, 1));
    else {
      console.log(changes.join('\n') || { zh: '没有变化', en: 'nothing changes' }[language]);
      const effective = cityTime(new Date(at));
      if (made)
        console.log({ zh: `已决定，${effective} 起生效`, en: `decided, with effect from ${effective}` }[language]);
      else console.log({ zh: '（试算，没有改动）', en: '(dry run: nothing was changed)' }[language]);
    }
    return EXIT.good;
  },
}));
