import type { Language } from '../language/language.ts';
import { matters } from '../rules/finding.ts';
import type { Outcome, Receipt } from './receipt.ts';

type Words = Readonly<Record<string, Readonly<Record<Language, string>>>>;

const STATUS: Words = {
  accepted: { zh: '全部接收，没有发现问题', en: 'accepted: no problems found' },
  accepted_with_warnings: { zh: '全部接收，有提示请核对', en: 'accepted, with warnings to check' },
  partly_accepted: {
    zh: '部分接收，有问题的户请改正后重新上传',
    en: 'partly accepted: correct the rejected households and upload again',
  },
  rejected: { zh: '未接收，请改正后重新上传', en: 'rejected: correct the file and upload it again' },
  superseded: { zh: '未计入，已有更新的全量文件', en: 'not counted: a newer full replacement stands' },
  failed: { zh: '系统故障，没有处理，已通知管理员', en: 'failed: a fault of the system, the operators have been told' },
};

/** Of a file that was only checked on the clerk's own machine: nothing has been received, and nobody may think so. */
const CHECKED: Words = {
  accepted: { zh: '检查通过，没有发现问题，尚未上报', en: 'check passed: no problems found; not uploaded yet' },
  accepted_with_warnings: {
    zh: '检查通过，有提示请核对，尚未上报',
    en: 'check passed, with warnings to check; not uploaded yet',
  },
  partly_accepted: {
    zh: '检查发现有问题的户，尚未上报，请改正后上报',
    en: 'the check found households with problems; not uploaded yet, correct them first',
  },
  rejected: {
    zh: '检查没有通过，尚未上报，请改正后上报',
    en: 'check failed; not uploaded yet, correct the file first',
  },
};

/** 全部接收…, as the status line of receipts and commands says it. @param notUploaded only checked on the clerk's own machine */
export const statusText = (status: string, language: Language, notUploaded = false): string =>
  (notUploaded ? CHECKED[status] : undefined)?.[language] ?? STATUS[status]?.[language] ?? status;

/** Files that the office does not take at this time: no correction would help. */
const NOT_TAKEN: Words = {
  Q04: { zh: '未接收，这个季度已经关账', en: 'rejected: the quarter is closed' },
  Q05: { zh: '未接收，这个季度还没有开放填报', en: 'rejected: the quarter is not open yet' },
  Q06: { zh: '未接收，本系统还没有该年度的工作方案', en: 'rejected: the year has no programme yet' },
};

/** The status line of one receipt. */
export function receiptStatus(
  { status, byRule, submission }: Pick<Receipt, 'status' | 'byRule' | 'submission'>,
  language: Language,
): string {
  const notTaken = byRule.map(({ rule }) => NOT_TAKEN[rule]).find((words) => words !== undefined);
  return notTaken?.[language] ?? statusText(status, language, submission.notUploaded);
}

/** 没有发现问题, said so that nobody can miss it; null of a file with problems, or of one that was not judged. */
export function goodNews(
  { status, findings }: Pick<Outcome, 'status' | 'findings'>,
  language: Language,
): string | null {
  if (status !== 'accepted' || findings.some(matters)) return null;
  return language === 'zh' ? '没有发现问题' : 'No problems found';
}

/** Whether what was accepted of the file is there to be read. */
export const countsInSystem = ({ status }: Pick<Outcome, 'status'>): boolean =>
  status !== 'failed' && status !== 'superseded';
