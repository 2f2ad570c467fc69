import type { AuditEntry } from '../ledger/audit-entry.ts';
import type { Decision, Window } from '../ledger/decisions.ts';
import type { CityPack } from '../city/city.ts';
import type { Language, Text } from '../language/language.ts';
import { cityTime } from '../time/period.ts';

/** What a line of the trail says was done. */
export const DEEDS: Readonly<Record<Decision['kind'] | AuditEntry['what'] | 'deletion', Text>> = {
  submission: { zh: '上报', en: 'uploaded' },
  misplaced: { zh: '传错位置', en: 'misplaced' },
  skip: { zh: '跳过文件', en: 'skipped' },
  deletion: { zh: '删除文件', en: 'deleted' },
  publication: { zh: '发布', en: 'published' },
  erasure: { zh: '清除完成', en: 'erasure done' },
  receipt: { zh: '查看回执', en: 'receipt opened' },
  window: { zh: '调整窗口', en: 'window moved' },
  lock: { zh: '关账', en: 'closed' },
  unlock: { zh: '取消关账', en: 'opened again' },
  exception: { zh: '准许补报', en: 'exception' },
  'undo-exception': { zh: '取消准许补报', en: 'exception taken back' },
  nil: { zh: '零报告', en: 'nil return' },
  'undo-nil': { zh: '取消零报告', en: 'nil return taken back' },
  withdraw: { zh: '撤回', en: 'withdrawn' },
  reinstate: { zh: '恢复', en: 'reinstated' },
  erase: { zh: '清除个人信息', en: 'erased' },
  leave: { zh: '不再重审', en: 'left under their rules' },
  sign: { zh: '定稿', en: 'signed' },
  'undo-sign': { zh: '撤销定稿', en: 'signature taken back' },
};

/** The details of a decision, beside its kind and its division; empty where it has none. */
export function decidedText(decision: Decision, language: Language): string {
  if (decision.kind === 'window') return `${decision.opens} – ${decision.deadline}`;
  if (decision.kind === 'exception') return untilText(decision.until, language);
  if (decision.kind === 'withdraw' || decision.kind === 'reinstate') return decision.versionIds.join(' ');
  if (decision.kind === 'erase')
    return [...decision.versionIds, ...(decision.household === undefined ? [] : [`(${decision.household})`])].join(' ');
  if (decision.kind === 'leave') return `${decision.versionIds.join(' ')} (${decision.ruleSet})`;
  return decision.kind === 'sign' || decision.kind === 'undo-sign' ? `rev-${decision.revision}` : '';
}

export const untilText = (until: string, language: Language): string =>
  ({ zh: `至 ${cityTime(new Date(until))}`, en: `until ${cityTime(new Date(until))}` })[language];

/** First and last day of a window, and since when it is locked. */
export function windowText({ opens, deadline, lockedAt }: Window, language: Language): string {
  const days = `${opens} – ${deadline}`;
  if (lockedAt === null) return days;
  const at = cityTime(new Date(lockedAt));
  return `${days}${{ zh: `，${at} 关账`, en: `, closed ${at}` }[language]}`;
}

/** Code and name, as operators know a division. */
export const divisionText = (code: string, pack: CityPack): string =>
  `${code} ${pack.register.nameOf(code) ?? ''}`.trimEnd();
