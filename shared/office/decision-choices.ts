/**
 * Makes a decision from the options that were given. The command line and the page of the office give the same options.
 */
import type { CityPack } from '../city/city.ts';
import type { Decision } from '../ledger/decisions.ts';
import {
  erasedVersions,
  exceptionsAt,
  FOREVER,
  newerThan,
  nilReturns,
  windowAt,
  withdrawnAt,
} from '../ledger/decisions.ts';
import { standingSubmissions, type Ledger } from '../ledger/manifest.ts';
import type { Submission } from '../ledger/submission.ts';
import { reportingOf } from '../tables/completeness.ts';
import { cityDate, cityTime, isDate } from '../time/period.ts';
import { DecisionRefusedError } from './decision-refused.ts';
import { divisionText, untilText, windowText } from './decision-words.ts';
import { namedUploads } from './named-uploads.ts';

/** What an office decides, beside who, when and why. */
export type Choice = Readonly<Record<string, unknown>> & { readonly kind: Decision['kind'] };

/** What was asked for, by the names of the command's options. */
export type Asked = Readonly<Record<string, string | boolean | undefined>>;

/** What a decision is made on. */
export type ChoiceFacts = {
  readonly pack: CityPack;
  readonly ledger: Ledger;
  /** When the decision will take effect: after all known ones, so that it also rests on those that do not apply yet. */
  readonly at: string;
};

/** The names under which decisions are asked for. */
export const DECISION_NAMES = [
  'window',
  'lock',
  'unlock',
  'exception',
  'nil',
  'withdraw',
  'reinstate',
  'revert',
] as const;
export type DecisionName = (typeof DECISION_NAMES)[number];

/** A decision takes effect when no file accepted before it can still be unknown to the ingest of a later one. */
export const EFFECTIVE_AFTER_MS = 120_000;

/** What is decided. @throws DecisionRefusedError when the ledger has nothing of the kind */
export const choose = (name: DecisionName, asked: Asked, facts: ChoiceFacts): Choice => CHOICES[name](asked, facts);

/** @throws DecisionRefusedError when the option is missing */
function required(options: Asked, name: string): string {
  const value = options[name];
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw new DecisionRefusedError({ zh: `缺少 --${name}`, en: `--${name} is required` });
}

/** @throws DecisionRefusedError when the option is no day of the calendar */
function dayOf(options: Asked, name: string): string {
  const value = required(options, name);
  if (!isDate(value))
    throw new DecisionRefusedError({
      zh: `--${name} 应为日期，如 2016-07-15，给出的是“${value}”`,
      en: `--${name}: got “${value}”, expected a date such as 2016-07-15`,
    });
  return value;
}

/** The division that is decided about, by the divisions of its quarter. */
function divisionOf(options: Asked, { pack, ledger }: ChoiceFacts): string {
  const division = required(options, 'division');
  if (pack.registerOf(ledger.period).nameOf(division) !== null) return division;
  throw new DecisionRefusedError({
    zh: `${ledger.period} 的区划中没有 ${division}`,
    en: `the register of ${ledger.period} has no division ${division}`,
  });
}

/** @throws DecisionRefusedError when the division owes no report of its own */
function dueTownshipOf(options: Asked, facts: ChoiceFacts): string {
  const { pack, ledger } = facts;
  const register = pack.registerOf(ledger.period);
  const division = divisionOf(options, facts);
  if (register.due.some(({ code }) => code === division)) return division;
  const name = divisionText(division, pack);
  if (register.township(division))
    throw new DecisionRefusedError({
      zh: `${name} 不需上报，也不需零报告`,
      en: `${name} owes no report, so no nil return either`,
    });
  throw new DecisionRefusedError({
    zh: `零报告按乡镇（街道）作出，${name} 不是乡镇；请逐个乡镇登记，代码为 9 位，如 --division ${register.townshipsWithin(division)[0]?.code ?? ''}`,
    en: `a nil return is made township by township and ${name} is none; give the 9 digits of each, such as --division ${register.townshipsWithin(division)[0]?.code ?? ''}`,
  });
}

/** The named versions, or without names all of the division among `candidates`. */
function versionsOf(options: Asked, facts: ChoiceFacts, candidates: readonly Submission[]): string[] {
  const division = divisionOf(options, facts);
  const named = options['version'];
  const ids =
    typeof named === 'string'
      ? named.split(',')
      : candidates.filter((one) => one.division === division).map(({ versionId }) => versionId);
  return namedUploads(division, ids, candidates, facts.pack).map(({ versionId }) => versionId);
}

const CHOICES: Readonly<Record<DecisionName, (options: Asked, facts: ChoiceFacts) => Choice>> = {
  window: (options, facts) => {
    const { pack, at } = facts;
    const { decisions, period } = facts.ledger;
    if (options['opens'] === undefined && options['deadline'] === undefined)
      throw new DecisionRefusedError({ zh: '请给出 --opens 或 --deadline', en: 'give --opens or --deadline' });
    const now = windowAt(pack.at(period), decisions, at);
    const opens = options['opens'] === undefined ? now.opens : dayOf(options, 'opens');
    const deadline = options['deadline'] === undefined ? now.deadline : dayOf(options, 'deadline');
    if (opens === now.opens && deadline === now.deadline)
      throw new DecisionRefusedError({
        zh: `填报窗口已经是 ${windowText(now, 'zh')}`,
        en: `the window is ${windowText(now, 'en')} already`,
      });
    if (opens > deadline)
      throw new DecisionRefusedError({
        zh: `开放日 ${opens} 晚于截止日 ${deadline}`,
        en: `the window would open on ${opens}, after its deadline ${deadline}`,
      });
    return { kind: 'window', opens, deadline };
  },
  lock: (_options, facts) => {
    const { pack, at } = facts;
    const { decisions, period } = facts.ledger;
    const { lockedAt } = windowAt(pack.at(period), decisions, at);
    if (lockedAt === null) return { kind: 'lock' };
    const since = cityTime(new Date(lockedAt));
    throw new DecisionRefusedError({
      zh: `${period} 已于 ${since} 关账`,
      en: `${period} is closed already, since ${since}`,
    });
  },
  unlock: (_options, facts) => {
    const { pack, at } = facts;
    const { decisions, period } = facts.ledger;
    if (windowAt(pack.at(period), decisions, at).lockedAt === null)
      throw new DecisionRefusedError({
        zh: `${period} 没有关账，不需要取消`,
        en: `${period} is not closed; there is nothing to open`,
      });
    return { kind: 'unlock' };
  },
  exception: (options, facts) => {
    const { pack, at } = facts;
    const { decisions } = facts.ledger;
    const division = divisionOf(options, facts);
    const known = exceptionsAt(decisions, at).get(division);
    if (options['undo'] === true) {
      if (known !== undefined) return { kind: 'undo-exception', division };
      const name = divisionText(division, pack);
      throw new DecisionRefusedError({
        zh: `${name} 没有准许补报，不需要取消`,
        en: `${name} has no exception; there is nothing to take back`,
      });
    }
    const [last, today] = [dayOf(options, 'until'), cityDate(new Date(at))];
    if (last < today)
      throw new DecisionRefusedError({
        zh: `--until 应为 ${today} 或以后，给出的是 ${last}`,
        en: `--until: got ${last}, expected ${today} or later`,
      });
    const until = new Date(`${last}T24:00:00+08:00`).toISOString();
    if (known !== undefined && known >= until)
      throw new DecisionRefusedError({
        zh: `${divisionText(division, pack)} 已准许补报${untilText(known, 'zh')}`,
        en: `${divisionText(division, pack)} has an exception ${untilText(known, 'en')} already`,
      });
    return { kind: 'exception', division, until };
  },
  nil: (options, facts) => {
    const { pack, ledger } = facts;
    const { period } = facts.ledger;
    const division = dueTownshipOf(options, facts);
    const name = divisionText(division, pack);
    const isNil = nilReturns(pack.at(period), ledger.decisions).has(division);
    if (options['undo'] === true) {
      if (!isNil)
        throw new DecisionRefusedError({
          zh: `${name} 没有零报告，不需要取消`,
          en: `${name} has made no nil return; there is nothing to take back`,
        });
      return { kind: 'undo-nil', division };
    }
    if (isNil)
      throw new DecisionRefusedError({ zh: `${name} 已经是零报告`, en: `${name} has made a nil return already` });
    if (reportingOf(division, standingSubmissions(ledger), new Map()) !== 'missing')
      throw new DecisionRefusedError({
        zh: `${name} 已有计入的上传，以上传为准；上传有误的，请先 withdraw`,
        en: `files of ${name} count, and these decide; withdraw them first if they are wrong`,
      });
    return { kind: 'nil', division };
  },
  withdraw: (options, facts) => {
    const { ledger } = facts;
    return {
      kind: 'withdraw',
      division: divisionOf(options, facts),
      versionIds: versionsOf(options, facts, standingSubmissions(ledger)),
    };
  },
  reinstate: (options, facts) => {
    const { decisions, submissions } = facts.ledger;
    const [withdrawn, erased] = [withdrawnAt(decisions, FOREVER), erasedVersions(decisions)];
    const candidates = submissions.filter(({ versionId }) => withdrawn.has(versionId) && !erased.has(versionId));
    return {
      kind: 'reinstate',
      division: divisionOf(options, facts),
      versionIds: versionsOf(options, facts, candidates),
    };
  },
  revert: (options, facts) => {
    const { pack, ledger } = facts;
    const division = divisionOf(options, facts);
    const standing = standingSubmissions(ledger);
    const [to] = namedUploads(division, [required(options, 'to')], standing, pack);
    const later = newerThan(standing, division, to?.versionId ?? '') ?? [];
    if (later.length === 0)
      throw new DecisionRefusedError({ zh: '这已经是最新的上传', en: 'this is the newest upload already' });
    return { kind: 'withdraw', division, versionIds: later.map(({ versionId }) => versionId) };
  },
};
