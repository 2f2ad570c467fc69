/** What a receipt says about the submission itself: whose file it is, of which quarter, when it came. */
import { sameText, type Text } from '../language/language.ts';
import { cityDate, cityTime, periodTitle, type Period } from '../time/period.ts';
import type { Receipt } from './receipt.ts';

type Submission = Receipt['submission'];

export const UNKNOWN: Text = { zh: '无法识别', en: 'unknown' };

const RECEIPT_TITLE: Text = { zh: '扶贫季报接收回执', en: 'Receipt of a quarterly report' };
const CHECK_TITLE: Text = {
  zh: '扶贫季报检查结果（没有上报）',
  en: 'Check of a quarterly report (not uploaded)',
};

export const receiptTitle = ({ notUploaded }: Submission): Text => (notUploaded ? CHECK_TITLE : RECEIPT_TITLE);

/** 2016年第二季度 in Chinese, 2016Q2 in English. */
export const quarterText = (period: Period): Text => ({ zh: periodTitle(period), en: period });

/** The deadline, and by how many days the file is late; a dash where the period has no deadline. */
export function deadlineText({ deadline, late, acceptedAt, notUploaded }: Submission): Text {
  if (deadline === null) return sameText('—');
  if (!late) return sameText(deadline);
  if (notUploaded) return { zh: `${deadline}（已过）`, en: `${deadline} (has passed)` };
  const days = Math.round((Date.parse(cityDate(new Date(acceptedAt))) - Date.parse(deadline)) / 86_400_000);
  return { zh: `${deadline}（本次逾期 ${days} 天）`, en: `${deadline} (this file is ${days} days late)` };
}

/** The digest of a file's bytes, or that nobody read them. */
const digestText = (sha256: string): Text =>
  /^[0-9a-f]{64}$/.test(sha256) ? sameText(sha256) : { zh: '没有读取文件内容', en: 'the content was not read' };

export type Fact = { readonly label: Text; readonly value: Text };

/**
 * The facts about a submission, in the order in which the page and the text of the receipt show them.
 * @param division the page and the text write the unit and the quarter each in its own way
 */
export function submissionFacts(submission: Submission, division: Text, quarter: Fact): Fact[] {
  const { file, acceptedAt, sha256, submissionId, notUploaded } = submission;
  const time = cityTime(new Date(acceptedAt));
  return [
    { label: { zh: '文件', en: 'File' }, value: sameText(file) },
    { label: { zh: '填报单位', en: 'Division' }, value: division },
    quarter,
    {
      label: notUploaded ? { zh: '检查时间', en: 'Checked' } : { zh: '接收时间', en: 'Received' },
      value: { zh: `${time}（北京时间）`, en: `${time} (Asia/Shanghai)` },
    },
    { label: { zh: '截止日期', en: 'Deadline' }, value: deadlineText(submission) },
    { label: { zh: '文件校验 SHA-256', en: 'SHA-256' }, value: digestText(sha256) },
    ...(notUploaded ? [] : [{ label: { zh: '编号', en: 'Number' }, value: sameText(submissionId) }]),
  ];
}
