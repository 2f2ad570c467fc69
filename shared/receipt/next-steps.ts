/** What the clerk does next: whether the file counts, what to correct, where to upload it and until when. */
import { joinClauses, type Text } from '../language/language.ts';
import { receiptEnding } from '../ledger/keys.ts';
import type { Finding } from '../rules/finding.ts';
import type { Severity } from '../rules/rule.ts';
import { belongsAt, faultsText } from './misplaced-text.ts';
import type { Receipt } from './receipt.ts';
import { quarterText } from './submission-text.ts';

/** What the steps need of a finding. */
type StepFinding = Pick<Finding, 'rule' | 'severity' | 'row'>;

/** The file name of the marked workbook, which lies beside the receipt. */
const markedName = ({ file, versionId, notUploaded }: Receipt['submission']): string =>
  `${file}.${notUploaded ? '' : `${versionId}.`}${receiptEnding('marked.xlsx')}`;

/** The folder into which the clerk uploads the file. */
const uploadFolder = ({ division, period }: Receipt['submission']): string =>
  `${division ?? '区划代码'}/${period ?? '季度'}/`;

/** The steps in their order. */
export function nextSteps(receipt: Receipt, findings: readonly StepFinding[]): readonly Text[] {
  const isFound = (code: string): boolean => findings.some(({ rule }) => rule === code);
  if (receipt.status === 'failed')
    return isFound('F21') ? tooMuchSteps(receipt) : isFound('F25') ? refusedSteps(receipt) : AFTER_FAILURE;
  if (receipt.status === 'superseded') return SUPERSEDED;
  if (receipt.submission.notUploaded) return [NOT_UPLOADED, ...correctionSteps(receipt, findings)];
  return [
    countedStep(receipt),
    ...(misplacedSteps(receipt) ??
      windowSteps(receipt, findings) ?? [...correctionSteps(receipt, findings), ...deadlineSteps(receipt, findings)]),
  ];
}

const NOT_UPLOADED: Text = {
  zh: '这是在本机检查的结果，文件还没有上报。',
  en: 'This is a check on your own machine; the file has not been uploaded.',
};

const AFTER_FAILURE: readonly Text[] = [
  {
    zh: '这是系统的故障，不是您的文件有错。本文件的数据都没有进入系统，以前上报的数据不受影响。',
    en:
      'This is a fault of the system, not of your file. Nothing of this file counts; ' +
      'what was reported before is untouched.',
  },
  {
    zh: '管理员已收到通知，修复后会重新处理本文件并补发回执，请保留原文件，不必反复上传。',
    en:
      'The operators have been told. They will process the file again and send a new receipt; ' +
      'keep your file, there is no need to upload it again and again.',
  },
  {
    zh: '一个工作日内没有收到新的回执，请联系县（市、区）扶贫办。',
    en: 'If no new receipt comes within one working day, call the county office.',
  },
];

/** The steps of a file that storage does not hand out (rule F25). */
function refusedSteps({ submission }: Receipt): Text[] {
  const folder = uploadFolder(submission);
  return [
    {
      zh: '本文件的数据都没有进入系统，以前上报的数据和其他文件不受影响。文件内容没有问题，是上传时的设置不对。',
      en:
        'Nothing of this file counts; what was reported before and other files are untouched. ' +
        'The content is not at fault, but how it was uploaded.',
    },
    {
      zh: `把原文件再上传到原位置（${folder}），不要选择加密方式或密钥；不清楚怎样设置的，请联系县（市、区）扶贫办。`,
      en:
        `Upload the same file to the same place (${folder}) and choose neither an encryption nor a key; ` +
        'if you do not know how, call the county office.',
    },
  ];
}

/** The steps of a file on which every try died (rule F21). */
function tooMuchSteps({ submission }: Receipt): Text[] {
  const folder = uploadFolder(submission);
  return [
    {
      zh: '本文件的数据都没有进入系统，以前上报的数据和其他文件不受影响。原样再传一次，结果还是一样。',
      en:
        'Nothing of this file counts; what was reported before and other files are untouched. ' +
        'The same file would end the same way again.',
    },
    {
      zh:
        '打开原文件，删除数据下面的空白行、右边的空白列，以及拖到表底的公式和格式；' +
        '或者只复制有数据的区域，在新工作簿中粘贴为数值。',
      en:
        'Open the file and delete the blank rows below and the blank columns beside the data, and formulas and ' +
        'formats that were dragged to the end of the sheet; or copy the data alone and paste them as values into ' +
        'a new workbook.',
    },
    {
      zh: `另存为新的 .xlsx，上传到原位置（${folder}）。仍然不行的，按村拆成几个文件，分别上传。`,
      en:
        `Save it as a new .xlsx and upload it to the same place (${folder}). ` +
        'If that does not help, split it by village and upload the parts one by one.',
    },
    {
      zh: '管理员也已收到通知。拆分后仍不行的，请联系县（市、区）扶贫办。',
      en: 'The operators have been told as well. If the parts end the same way, call the county office.',
    },
  ];
}

/** The steps of a file at a place where no report belongs (rule F14); null for any other file. */
function misplacedSteps({ submission: { misplaced, division, period } }: Receipt): Text[] | null {
  if (!misplaced) return null;
  const place = { division, period, ...misplaced };
  const [faults, right] = [faultsText(place), belongsAt(place)];
  return [
    {
      zh: `文件没有读取，因为上传的位置不对：${faults.zh}。`,
      en: `The file was not read, since its place is wrong: ${faults.en}.`,
    },
    {
      zh: `请把文件上传到 ${right.zh}。原位置的那一份不起作用，可以删除。`,
      en: `Upload the file to ${right.en}. The copy at the wrong place has no effect and may be deleted.`,
    },
  ];
}

const SUPERSEDED: readonly Text[] = [
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
function countedStep({ status, summary: { accepted, rejected }, submission: { period } }: Receipt): Text {
  const quarter = period === null ? { zh: '季度', en: 'quarterly' } : quarterText(period);
  if (status === 'rejected')
    return {
      zh: '数据没有进入系统，不计入汇总。',
      en: 'Nothing of this file is in the system; it does not count in the summary.',
    };
  if (status === 'partly_accepted')
    return {
      zh:
        `接收的 ${accepted} 行已进入系统，计入${quarter.zh}汇总；` +
        `退回的 ${rejected} 行没有计入，须改正后重新上传。`,
      en:
        `The ${accepted} accepted rows are in the system and count in the ${quarter.en} summary; ` +
        `the ${rejected} rejected rows do not and must be corrected and uploaded again.`,
    };
  return {
    zh: `数据已全部进入系统，计入${quarter.zh}汇总。`,
    en: `All rows are in the system and count in the ${quarter.en} summary.`,
  };
}

const NOTHING_TO_DO: Text = {
  zh: '不需要再做什么。要撤回已上报的数据，请联系县（市、区）扶贫办；在上传区删除文件，数据不会撤回。',
  en: 'There is nothing to do. To take the data back, ask the county office; deleting the file does not take them back.',
};

/** Whether all is in and right. A sound file that is sent again (rule F10) is neither corrected nor sent once more. */
const isDone = ({ status }: Receipt, findings: readonly StepFinding[]): boolean =>
  status === 'accepted' ||
  (status === 'accepted_with_warnings' &&
    findings.some(({ rule }) => rule === 'F10') &&
    findings.every(({ rule, severity }) => rule === 'F10' || severity === 'trial'));

function correctionSteps(receipt: Receipt, findings: readonly StepFinding[]): Text[] {
  const { status, submission } = receipt;
  const folder = uploadFolder(submission);
  if (isDone(receipt, findings))
    return submission.notUploaded ? [{ zh: `可以上传到 ${folder}。`, en: `Upload it to ${folder}.` }] : [NOTHING_TO_DO];
  if (findings.some(({ rule }) => rule === 'F20'))
    return [
      {
        zh: `请找到${submission.divisionName ?? '本单位'}自己的文件，上传到 ${folder}。`,
        en: `Find the file of ${submission.divisionName ?? 'your own unit'} and upload it to ${folder}.`,
      },
    ];
  const upload = uploadStep(receipt, folder);
  return [
    markedStep(receipt, findings) ?? { zh: '按上面写的办法处理原文件。', en: 'Do with your file as said above.' },
    status === 'accepted_with_warnings'
      ? {
          zh: `核对无误的不用改。确有错误的，改正。${upload.zh}`,
          en: `What is right may stay as it is. Where something is wrong, correct it. ${upload.en}`,
        }
      : upload,
  ];
}

const uploadStep = ({ submission: { notUploaded } }: Receipt, folder: string): Text =>
  notUploaded
    ? { zh: `保存后上传到 ${folder}；批注不用删。`, en: `Save it and upload it to ${folder}; the marks may stay.` }
    : {
        zh: `保存后把整个文件重新上传到原位置（${folder}）；以最新上传的为准，批注不用删。`,
        en:
          `Save it and upload the whole file again to the same place (${folder}); ` +
          'the newest upload counts, the marks may stay.',
      };

const COLOURED_CELLS: readonly { readonly severity: Severity; readonly step: Text }[] = [
  { severity: 'error', step: { zh: '红色单元格须改正', en: 'correct the red cells' } },
  { severity: 'warning', step: { zh: '黄色单元格请核对', en: 'check the yellow ones' } },
];

/** Sends the clerk to the coloured cells of the marked workbook; null when no cell is coloured. */
function markedStep({ submission }: Receipt, findings: readonly StepFinding[]): Text | null {
  const steps = COLOURED_CELLS.filter(({ severity }) =>
    findings.some((finding) => finding.row !== null && finding.severity === severity),
  ).map(({ step }) => step);
  if (steps.length === 0) return null;
  const { zh, en } = joinClauses(steps);
  const name = markedName(submission);
  return {
    zh: `打开批注表“${name}”（与本回执在一起）：${zh}，批注和最后一列写明原因和改法。`,
    en:
      `Open the marked workbook “${name}”, which lies beside this receipt: ${en}; ` +
      'comments and the last column say why and how.',
  };
}

/** By rule: what the clerk does when the office does not take the files of a quarter. */
const WINDOW_STEPS: Readonly<Record<string, (folder: string) => readonly Text[]>> = {
  Q04: (folder) => [
    {
      zh: '这个季度已经关账，现在改正后再上传也不会接收。',
      en: 'The quarter is closed: another upload would not be taken either.',
    },
    {
      zh: `确需更正的，请先向上级扶贫办申请开通补报，开通后再上传到原位置（${folder}）。`,
      en:
        'If something must be corrected, ask the office above yours for an exception first, ' +
        `then upload the file to the same place (${folder}).`,
    },
  ],
  Q05: (folder) => [
    {
      zh: `这个季度还没有开放填报，开放以后再上传到原位置（${folder}）。`,
      en: `The quarter is not open for reports yet; upload the file to the same place (${folder}) once it is.`,
    },
  ],
  Q06: (folder) => [
    {
      zh: `本系统还没有该年度的工作方案，请联系上级扶贫办，方案下达后再上传到原位置（${folder}）。`,
      en:
        'The year has no programme in the system yet: ask the office above yours, ' +
        `and upload the file to the same place (${folder}) when it has.`,
    },
  ],
};

/**
 * The steps of a file that the office does not take at this time: no correction helps, and there is no deadline. Null
 * for any other file.
 */
function windowSteps(receipt: Receipt, findings: readonly StepFinding[]): Text[] | null {
  const stepsOf = findings.map(({ rule }) => WINDOW_STEPS[rule]).find((steps) => steps !== undefined);
  if (!stepsOf) return null;
  const steps = stepsOf(uploadFolder(receipt.submission));
  const marked = markedStep(receipt, findings);
  return marked
    ? [
        ...steps,
        { zh: `文件中的问题可以先改好：${marked.zh}`, en: `Its problems may be corrected meanwhile. ${marked.en}` },
      ]
    : [...steps];
}

function deadlineSteps(receipt: Receipt, findings: readonly StepFinding[]): Text[] {
  const { deadline, late } = receipt.submission;
  if (deadline === null) return [];
  const isRight = isDone(receipt, findings);
  if (late)
    return [
      isRight
        ? {
            zh: `本次上报晚于截止日期 ${deadline}，按逾期登记。`,
            en: `It came after the deadline of ${deadline} and is registered as late.`,
          }
        : {
            zh: `截止日期 ${deadline} 已过，本次按逾期登记，请尽快改正上传。`,
            en:
              `The deadline of ${deadline} has passed and this file is registered as late; ` +
              'send the corrections as soon as possible.',
          },
    ];
  return [
    isRight
      ? {
          zh: `截止日期 ${deadline} 之前如有变化，可以再次上传。`,
          en: `Until the deadline of ${deadline} you may upload changes.`,
        }
      : {
          zh: `请在截止日期 ${deadline} 之前改正上传，可以反复上传。`,
          en: `Upload the corrections by the deadline of ${deadline}; you may upload as often as you like.`,
        },
  ];
}
