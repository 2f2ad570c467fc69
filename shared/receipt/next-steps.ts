import { receiptEnding } from '../ledger/keys.ts';
import type { Language } from '../language/language.ts';
import type { Finding } from '../rules/finding.ts';
import type { Severity } from '../rules/rule.ts';
import { cityDate, isPeriod, periodTitle } from '../time/period.ts';
import type { Receipt } from './receipt.ts';

type Words = Readonly<Record<Language, string>>;

/** 2016-07-20, and by how many days this file came after it. */
export function deadlineText({ submission }: Receipt, language: Language): string {
  if (submission.deadline === null) return '—';
  if (!submission.late) return submission.deadline;
  const days = daysLate(submission.deadline, submission.acceptedAt);
  if (submission.notUploaded)
    return language === 'zh' ? `${submission.deadline}（已过）` : `${submission.deadline} (has passed)`;
  return language === 'zh'
    ? `${submission.deadline}（本次逾期 ${days} 天）`
    : `${submission.deadline} (this file is ${days} days late)`;
}

/** Days between the deadline and the city date of reception. */
function daysLate(deadline: string, acceptedAt: string): number {
  return Math.round((Date.parse(cityDate(new Date(acceptedAt))) - Date.parse(deadline)) / 86_400_000);
}

/** What of a finding the steps depend on; findings and shown findings both have it. */
type Placed = Pick<Finding, 'rule' | 'severity' | 'row'>;

/** The name of the marked workbook, beside this receipt. */
export const markedName = ({ submission: { file, versionId, notUploaded } }: Receipt): string =>
  `${file}.${notUploaded ? '' : `${versionId}.`}${receiptEnding('marked.xlsx')}`;

/** Whether the file counts, what the clerk does now and until when, in order. */
export function nextSteps(receipt: Receipt, findings: readonly Placed[], language: Language): string[] {
  const { status, submission } = receipt;
  const steps: readonly Words[] =
    status === 'failed'
      ? FAILED
      : status === 'superseded'
        ? SUPERSEDED
        : submission.notUploaded
          ? [NOT_UPLOADED, ...correctionSteps(receipt, findings)]
          : [
              standing(receipt),
              ...(windowSteps(receipt, findings) ?? [...correctionSteps(receipt, findings), ...deadlineSteps(receipt)]),
            ];
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
    return {
      zh: '数据没有进入系统，不计入汇总。',
      en: 'Nothing of this file is in the system; it does not count in the summary.',
    };
  if (status === 'partly_accepted')
    return {
      zh: `接收的 ${summary.accepted} 行已进入系统，计入${zh}汇总；退回的 ${summary.rejected} 行没有计入，须改正后重新上传。`,
      en: `The ${summary.accepted} accepted rows are in the system and count in the ${en} summary; the ${summary.rejected} rejected rows do not and must be corrected and uploaded again.`,
    };
  return {
    zh: `数据已全部进入系统，计入${zh}汇总。`,
    en: `All rows are in the system and count in the ${en} summary.`,
  };
}

/** The folder that the file belongs into. */
const placeOf = ({ division, period }: Receipt['submission']): string =>
  `${division ?? '区划代码'}/${period ?? '季度'}/`;

function correctionSteps(receipt: Receipt, findings: readonly Placed[]): Words[] {
  const { status, submission } = receipt;
  const isLocal = submission.notUploaded === true;
  const place = placeOf(submission);
  if (status === 'accepted')
    return isLocal
      ? [{ zh: `没有发现问题，可以上传到 ${place}。`, en: `No problems were found; upload it to ${place}.` }]
      : [{ zh: '不需要再做什么。', en: 'There is nothing to do.' }];
  if (findings.some(({ rule }) => rule === 'F20'))
    return [
      {
        zh: `请找到${submission.divisionName ?? '本单位'}自己的文件，上传到 ${place}。`,
        en: `Find the file of ${submission.divisionName ?? 'your own unit'} and upload it to ${place}.`,
      },
    ];
  const steps: Words[] = [
    markedStep(receipt, findings) ?? { zh: '按上面写的办法处理原文件。', en: 'Do with your file as said above.' },
  ];
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

/** Where problems stand in cells they are marked there; null where nothing is marked. */
function markedStep(receipt: Receipt, findings: readonly Placed[]): Words | null {
  const marks: readonly (readonly [Severity, Words])[] = [
    ['error', { zh: '红色单元格须改正', en: 'correct the red cells' }],
    ['warning', { zh: '黄色单元格请核对', en: 'check the yellow ones' }],
  ];
  const told = marks.flatMap(([severity, words]) =>
    findings.some((one) => one.row !== null && one.severity === severity) ? [words] : [],
  );
  if (told.length === 0) return null;
  return {
    zh: `打开批注表“${markedName(receipt)}”（与本回执在一起）：${told.map(({ zh }) => zh).join('，')}，批注和最后一列写明原因和改法。`,
    en: `Open the marked workbook “${markedName(receipt)}”, which lies beside this receipt: ${told.map(({ en }) => en).join(', ')}; comments and the last column say why and how.`,
  };
}

/** While the office does not take a quarter's files (rules Q04, Q05, Q06) no correction helps, and no deadline is left to be met. */
function windowSteps(receipt: Receipt, findings: readonly Placed[]): Words[] | null {
  const { submission } = receipt;
  const place = placeOf(submission);
  const refusal = findings.find(({ rule }) => rule === 'Q04' || rule === 'Q05' || rule === 'Q06');
  if (!refusal) return null;
  const marked = markedStep(receipt, findings);
  const steps: Words[] =
    refusal.rule === 'Q04'
      ? [
          {
            zh: '这个季度已经关账，现在改正后再上传也不会接收。',
            en: 'The quarter is closed: another upload would not be taken either.',
          },
          {
            zh: `确需更正的，请先向县、市扶贫办申请开通补报，开通后再上传到原位置（${place}）。`,
            en: `If something must be corrected, ask the county or city office for an exception first, then upload the file to the same place (${place}).`,
          },
        ]
      : refusal.rule === 'Q06'
        ? [
            {
              zh: `本系统还没有该年度的工作方案，请联系市扶贫办，方案下达后再上传到原位置（${place}）。`,
              en: `The year has no programme in the system yet: ask the city office, and upload the file to the same place (${place}) when it has.`,
            },
          ]
        : [
            {
              zh: `这个季度还没有开放填报，开放以后再上传到原位置（${place}）。`,
              en: `The quarter is not open for reports yet; upload the file to the same place (${place}) once it is.`,
            },
          ];
  return marked
    ? [
        ...steps,
        { zh: `文件中的问题可以先改好：${marked.zh}`, en: `Its problems may be corrected meanwhile. ${marked.en}` },
      ]
    : steps;
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
    ? [
        {
          zh: `截止日期 ${deadline} 之前如有变化，可以再次上传。`,
          en: `Until the deadline of ${deadline} you may upload changes.`,
        },
      ]
    : [
        {
          zh: `请在截止日期 ${deadline} 之前改正上传，可以反复上传。`,
          en: `Upload the corrections by the deadline of ${deadline}; you may upload as often as you like.`,
        },
      ];
}
