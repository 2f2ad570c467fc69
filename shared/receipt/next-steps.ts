import { receiptEnding } from '../keys.ts';
import type { Finding, Language } from '../rules/finding.ts';
import { cityDate, isPeriod, periodTitle } from '../time/period.ts';
import type { Receipt } from './receipt.ts';

type Words = Readonly<Record<Language, string>>;

/** 2016-07-20, and by how many days this file came after it. */
export function deadlineText({ submission }: Receipt, language: Language): string {
  if (submission.deadline === null) return '—';
  if (!submission.late) return submission.deadline;
  const days = daysLate(submission.deadline, submission.acceptedAt);
  if (submission.notUploaded) return language === 'zh' ? `${submission.deadline}（已过）` : `${submission.deadline} (has passed)`;
  return language === 'zh' ? `${submission.deadline}（本次逾期 ${days} 天）` : `${submission.deadline} (this file is ${days} days late)`;
}

/** Days between the deadline and the city date of reception. */
function daysLate(deadline: string, acceptedAt: string): number {
  return Math.round((Date.parse(cityDate(new Date(acceptedAt))) - Date.parse(deadline)) / 86_400_000);
}

/** Whether a marked workbook of this file can be expected: there is something to mark in a file that could be read. */
const UNREADABLE: ReadonlySet<string> = new Set(['F01', 'F02', 'F03', 'F11', 'F14']);
const isMarked = (receipt: Receipt, findings: readonly Pick<Finding, 'rule'>[]): boolean =>
  findings.length > 0 && (receipt.summary.rows > 0 || !findings.some(({ rule }) => UNREADABLE.has(rule)));

/** The name of the marked workbook, beside this receipt. */
export const markedName = ({ submission: { file, versionId, notUploaded } }: Receipt): string =>
  `${file}.${notUploaded ? '' : `${versionId}.`}${receiptEnding('marked.xlsx')}`;

/** Whether the file counts, what the clerk does now and until when, in order. */
export function nextSteps(receipt: Receipt, findings: readonly Pick<Finding, 'rule'>[], language: Language): string[] {
  const { status, submission } = receipt;
  const steps: readonly Words[] =
    status === 'failed'
      ? FAILED
      : status === 'superseded'
        ? SUPERSEDED
        : submission.notUploaded
          ? [NOT_UPLOADED, ...correctionSteps(receipt, findings)]
          : [standing(receipt), ...correctionSteps(receipt, findings), ...deadlineSteps(receipt)];
  return steps.map((step) => step[language]);
}

const NOT_UPLOADED: Words = {
  zh: '这是在本机检查的结果，文件还没有上报。',
  en: 'This is a check on your own machine; the file has not been uploaded.',
};

const FAILED: readonly Words[] = [
  {
    zh: '这是系统的故障，不是您的文件有错。本文件的数据都没有进入系统，以前上报的数据不受影响。',
    en: 'This is a fault of the system, not of your file. Nothing of this file counts; what was reported before is untouched.',
  },
  {
    zh: '管理员已收到通知，修复后会重新处理本文件并补发回执，请保留原文件，不必反复上传。',
    en: 'The operators have been told. They will process the file again and send a new receipt; keep your file, there is no need to upload it again and again.',
  },
  {
    zh: '一个工作日内没有收到新的回执，请联系县（市、区）扶贫办。',
    en: 'If no new receipt comes within one working day, call the county office.',
  },
];

const SUPERSEDED: readonly Words[] = [
  {
    zh: '在它之后已经收到一份更新的全量文件，系统以那一份为准，本文件的数据没有计入。',
    en: 'A newer full replacement had already been received and stands; the data of this file do not count.',
  },
  {
    zh: '那一份没有问题的话，不需要再做什么；如果本文件才是对的，请把它再上传一次，最新上传的为准。',
    en: 'If that one is right there is nothing to do; if this one is, upload it once more: the newest upload counts.',
  },
];

/** Whether the data are in the system. */
function standing({ status, summary, submission: { period } }: Receipt): Words {
  const [zh, en] = period !== null && isPeriod(period) ? [periodTitle(period), period] : ['季度', 'quarterly'];
  if (status === 'rejected')
    return { zh: '数据没有进入系统，不计入汇总。', en: 'Nothing of this file is in the system; it does not count in the summary.' };
  if (status === 'partly_accepted')
    return {
      zh: `接收的 ${summary.accepted} 行已进入系统，计入${zh}汇总；退回的 ${summary.rejected} 行没有计入，须改正后重新上传。`,
      en: `The ${summary.accepted} accepted rows are in the system and count in the ${en} summary; the ${summary.rejected} rejected rows do not and must be corrected and uploaded again.`,
    };
  return { zh: `数据已全部进入系统，计入${zh}汇总。`, en: `All rows are in the system and count in the ${en} summary.` };
}

function correctionSteps(receipt: Receipt, findings: readonly Pick<Finding, 'rule'>[]): Words[] {
  const { status, submission } = receipt;
  const isLocal = submission.notUploaded === true;
  const place = `${submission.division ?? '区划代码'}/${submission.period ?? '季度'}/`;
  if (status === 'accepted')
    return isLocal
      ? [{ zh: `没有发现问题，可以上传到 ${place}。`, en: `No problems were found; upload it to ${place}.` }]
      : [{ zh: '不需要再做什么。', en: 'There is nothing to do.' }];
  const steps: Words[] = [];
  if (isMarked(receipt, findings))
    steps.push({
      zh: `打开批注表“${markedName(receipt)}”（与本回执在一起）：红色单元格须改正，黄色单元格请核对，批注和最后一列写明原因和改法。`,
      en: `Open the marked workbook “${markedName(receipt)}”, which lies beside this receipt: correct the red cells, check the yellow ones; comments and the last column say why and how.`,
    });
  else steps.push({ zh: '按上面写的办法处理原文件。', en: 'Do with your file as said above.' });
  const upload: Words = isLocal
    ? { zh: `保存后上传到 ${place}；批注不用删。`, en: `Save it and upload it to ${place}; the marks may stay.` }
    : {
        zh: `保存后把整个文件重新上传到原位置（${place}）；以最新上传的为准，批注不用删。`,
        en: `Save it and upload the whole file again to the same place (${place}); the newest upload counts, the marks may stay.`,
      };
  if (status === 'rejected' || status === 'partly_accepted') steps.push(upload);
  else
    steps.push({
      zh: `核对无误的不用改。确有错误的，改正。${upload.zh}`,
      en: `What is right may stay as it is. Where something is wrong, correct it. ${upload.en}`,
    });
  return steps;
}

function deadlineSteps({ status, submission: { deadline, late } }: Receipt): Words[] {
  if (deadline === null) return [];
  const isDone = status === 'accepted';
  if (late)
    return isDone
      ? [
          {
            zh: `本次上报晚于截止日期 ${deadline}，按逾期登记。`,
            en: `It came after the deadline of ${deadline} and is registered as late.`,
          },
        ]
      : [
          {
            zh: `截止日期 ${deadline} 已过，本次按逾期登记，请尽快改正上传。`,
            en: `The deadline of ${deadline} has passed and this file is registered as late; send the corrections as soon as possible.`,
          },
        ];
  return isDone
    ? [{ zh: `截止日期 ${deadline} 之前如有变化，可以再次上传。`, en: `Until the deadline of ${deadline} you may upload changes.` }]
    : [
        {
          zh: `请在截止日期 ${deadline} 之前改正上传，可以反复上传。`,
          en: `Upload the corrections by the deadline of ${deadline}; you may upload as often as you like.`,
        },
      ];
}
