/** The result of a file in one line. */
import { sameText, type Text } from '../language/language.ts';
import type { Submission } from '../ledger/submission.ts';
import type { RuleCode } from '../rules/catalogue.ts';
import { matters } from '../rules/finding.ts';
import type { Outcome, Receipt } from './receipt.ts';

type TextByKey = Readonly<Record<string, Text>>;

const STATUS: TextByKey = {
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

/** For a file that was checked on the clerk's own machine: the text must not sound as if the system had received it. */
const STATUS_OF_CHECK: TextByKey = {
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

/**
 * The status line of receipts and commands. A status that this version does not know is shown as it is.
 * @param notUploaded the file was only checked on the clerk's own machine
 */
export const statusText = (status: string, notUploaded = false): Text =>
  (notUploaded ? STATUS_OF_CHECK[status] : undefined) ?? STATUS[status] ?? sameText(status);

/** By rule: why nothing of the file was taken, and what helps. */
const NOT_TAKEN: Readonly<Partial<Record<RuleCode, Text>>> = {
  F14: { zh: '未接收，上传的位置不对', en: 'rejected: uploaded to the wrong place' },
  F21: {
    zh: '没有处理完，已经放弃，请精简或拆分后重新上传',
    en: 'given up: make the file smaller or split it, and upload it again',
  },
  F25: {
    zh: '未接收，系统打不开，请不选加密方式重新上传',
    en: 'given up: upload it again without an encryption of its own',
  },
  Q04: { zh: '未接收，这个季度已经关账', en: 'rejected: the quarter is closed' },
  Q05: { zh: '未接收，这个季度还没有开放填报', en: 'rejected: the quarter is not open yet' },
  Q06: { zh: '未接收，本系统还没有该年度的工作方案', en: 'rejected: the year has no programme yet' },
};

/** The status line of one receipt. */
export function receiptStatus({ status, byRule, submission }: Pick<Receipt, 'status' | 'byRule' | 'submission'>): Text {
  return notTaken(byRule.map(({ rule }) => rule)) ?? statusText(status, submission.notUploaded);
}

/** The same of a submission in the ledger. */
export const submissionStatus = ({ status, errors }: Pick<Submission, 'status' | 'errors'>): Text =>
  notTaken(Object.keys(errors)) ?? statusText(status);

const notTaken = (rules: readonly string[]): Text | undefined =>
  rules.map((rule) => (NOT_TAKEN as TextByKey)[rule]).find((text) => text !== undefined);

export const NO_PROBLEMS: Text = { zh: '没有发现问题', en: 'No problems found' };

/** Whether the receipt may say in large letters that the file has no problems. */
export const isClean = ({ status, findings }: Pick<Outcome, 'status' | 'findings'>): boolean =>
  status === 'accepted' && !findings.some(matters);

/** Whether the accepted rows of the file count in the system. */
export const countsInSystem = ({ status }: Pick<Outcome, 'status'>): boolean =>
  status !== 'failed' && status !== 'superseded';
