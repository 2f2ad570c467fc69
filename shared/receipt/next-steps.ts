import type { Finding, Language } from '../rules/finding.ts';
import { receiptEnding } from '../keys.ts';
import type { Receipt } from './receipt.ts';

type Words = Readonly<Record<Language, string>>;

/** 2016-07-20, and whether this file came after it. */
export function deadlineText({ submission }: Receipt, language: Language): string {
  if (submission.deadline === null) return '—';
  if (!submission.late) return submission.deadline;
  return language === 'zh' ? `${submission.deadline}（本次已逾期）` : `${submission.deadline} (this file is late)`;
}

/** What the clerk does now, in order, and what becomes of the file. */
export function nextSteps(receipt: Receipt, findings: readonly Finding[], language: Language): string[] {
  const { status, submission, summary } = receipt;
  const steps: Words[] = [];
  const rejected: Words = {
    zh: `退回的 ${summary.rejected} 行没有计入汇总${summary.accepted > 0 ? `，其余 ${summary.accepted} 行已计入` : ''}。`,
    en: `The ${summary.rejected} rejected rows do not count${summary.accepted > 0 ? `; the other ${summary.accepted} do` : ''}.`,
  };
  const mark: Words = {
    zh: `打开批注表（文件名以 .${receiptEnding('marked.xlsx')} 结尾）：红色单元格须改正，黄色单元格请核对，批注和最后一列写明原因。`,
    en: `Open the marked workbook (its name ends in .${receiptEnding('marked.xlsx')}): correct the red cells, check the yellow ones; comments and the last column say why.`,
  };
  const again: Words = {
    zh: `改正后保存，把整个文件重新上传到原位置（${submission.division ?? '区划代码'}/${submission.period ?? '季度'}/）；系统以最新上传的为准，批注不用删。`,
    en: `Save it and upload the whole file again to the same place (${submission.division ?? 'division'}/${submission.period ?? 'period'}/); the newest upload counts, the marks may stay.`,
  };
  if (status === 'rejected' && summary.rows === 0)
    steps.push({ zh: '文件没有计入汇总。请按上面的说明处理。', en: 'The file does not count. Do as said above.' }, again);
  else if (status === 'rejected' || status === 'partly_accepted') steps.push(rejected, mark, again);
  else if (status === 'failed')
    steps.push({
      zh: '不需要重新上传，管理员处理后会补发回执。',
      en: 'No need to upload again; a new receipt follows once the operators have dealt with it.',
    });
  else if (status === 'superseded') steps.push({ zh: '不需要再做什么，以更新的文件为准。', en: 'Nothing to do; the newer file counts.' });
  else if (findings.length === 0)
    steps.push({ zh: '不需要再做什么，数据已计入季度汇总。', en: 'Nothing to do; the data count in the quarterly summary.' });
  else
    steps.push({ zh: '数据已全部计入汇总。', en: 'All rows count in the summary.' }, mark, {
      zh: `核对无误的不用改；确有错误的，${again.zh}`,
      en: `What is right may stay as it is. Where something is wrong: ${again.en}`,
    });
  if (submission.deadline !== null && status !== 'superseded' && status !== 'failed')
    steps.push(
      submission.late
        ? {
            zh: `已超过截止日期 ${submission.deadline}，请尽快报送。`,
            en: `The deadline of ${submission.deadline} has passed; send corrections as soon as possible.`,
          }
        : {
            zh: `截止日期 ${submission.deadline}，之前可以反复上传。`,
            en: `Until the deadline of ${submission.deadline} you may upload as often as you like.`,
          },
    );
  return steps.map((step) => step[language]);
}
