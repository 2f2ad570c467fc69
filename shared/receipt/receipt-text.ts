import { isPeriod, cityTime, periodTitle } from '../time/period.ts';
import type { Language } from '../language/language.ts';
import { SEVERITIES, severityText } from './marked-styles.ts';
import { mainProblems, whereText } from './main-problems.ts';
import { deadlineText, nextSteps } from './next-steps.ts';
import type { Outcome, Receipt, ShownRepairs } from './receipt.ts';
import { replacementText } from './replacement-text.ts';
import { countsInSystem, goodNews, receiptStatus } from './status-text.ts';

/** Problems that a text spells out; the rest is in the JSON. */
const SPELLED_OUT = 30;
const RULED = '═'.repeat(32);
const LOUD = '★'.repeat(32);

/** What `validate` prints: that nothing was uploaded, status, counts, then the problems, errors first. */
export function checkText(receipt: Receipt, language: Language): string {
  const good = goodNews(receipt, language);
  return [
    statusLine(receipt, language),
    countsLine(receipt, language),
    ...(good === null ? [] : ['', RULED, `  ✓ ${good}`, RULED]),
    ...replacementLines(receipt, language),
    ...problemLines(receipt, language),
    ...repairLines(receipt.repairs, language),
  ].join('\n');
}

const statusLine = (receipt: Receipt, language: Language): string =>
  `${language === 'zh' ? '结果：' : 'Result: '}${receiptStatus(receipt, language)}`;

function replacementLines(receipt: Receipt, language: Language): string[] {
  const text = replacementText(receipt, language);
  return text === null ? [] : ['', LOUD, `  ★ ${text}`, LOUD];
}

function countsLine({ status, summary: { rows, accepted, rejected, warnings } }: Outcome, language: Language): string {
  if (status === 'superseded')
    return language === 'zh' ? `读取 ${rows} 行，都没有计入` : `${rows} rows read, none of them counts`;
  return language === 'zh'
    ? `读取 ${rows} 行，接收 ${accepted} 行，退回 ${rejected} 行，提示 ${warnings} 条`
    : `${rows} rows read, ${accepted} accepted, ${rejected} rejected, ${warnings} warnings`;
}

const TITLES = {
  error: { zh: '须改正', en: 'To correct' },
  warning: { zh: '请核对', en: 'To check' },
  trial: { zh: '试行规则的提示，不影响接收', en: 'Rules on trial, which change nothing' },
} as const;

/** Every problem in a line of its own, up to SPELLED_OUT of each severity. */
function problemLines({ findings, byRule }: Receipt, language: Language): string[] {
  const zh = language === 'zh';
  const lines: string[] = [];
  for (const severity of SEVERITIES) {
    const own = findings.filter((finding) => finding.severity === severity);
    // Findings are cut off at FINDINGS_PER_RULE; the counts by rule are not.
    const total = byRule.reduce((sum, one) => sum + (one.severity === severity ? one.count : 0), 0);
    if (total === 0) continue;
    const title = TITLES[severity][language];
    lines.push('', zh ? `${title}（${total} 处）：` : `${title} (${total}):`);
    for (const { rule, cell, message } of own.slice(0, SPELLED_OUT))
      lines.push(`  [${rule}]${cell ? ` ${cell}` : ''} ${message}`);
    const rest = total - Math.min(own.length, SPELLED_OUT);
    if (rest > 0) lines.push(zh ? `  ……另有 ${rest} 处，详见批注表` : `  … ${rest} more, see the marked workbook`);
  }
  return lines;
}

/** What was read otherwise than it is written, a line for each kind with its first place. */
export function repairLines({ byKind, items }: ShownRepairs, language: Language): string[] {
  if (byKind.length === 0) return [];
  const zh = language === 'zh';
  const total = byKind.reduce((sum, { count }) => sum + count, 0);
  const lines = [
    '',
    zh ? `自动规范（${total} 处，不需要改正）：` : `Repaired while reading (${total}, nothing to do):`,
  ];
  for (const { kind, count, text } of byKind) {
    const example = items.find((item) => item.kind === kind);
    const shown = example ? repairExample(example, language) : '';
    lines.push(
      zh ? `  ${text}：${count} 处${shown && `，如 ${shown}`}` : `  ${text}: ${count}${shown && `, such as ${shown}`}`,
    );
  }
  return lines;
}

/** K5 “低保户”→“低保贫困户” */
export function repairExample({ cell, old, new: now }: ShownRepairs['items'][number], language: Language): string {
  const from = old === '' ? (language === 'zh' ? '空白' : 'blank') : `“${old}”`;
  return `${cell ?? ''} ${from}→“${now}”`.trimStart();
}

/** The receipt as a text file for the clerk. */
export function receiptText(receipt: Receipt, language: Language = 'zh'): string {
  const { changes } = receipt;
  const zh = language === 'zh';
  const good = goodNews(receipt, language);
  const change = zh
    ? `其中新增 ${changes.created} 行，更新 ${changes.updated} 行，与原数据相同 ${changes.unchanged} 行${changes.removed > 0 ? `；移除原有的 ${changes.removed} 行` : ''}`
    : `${changes.created} created, ${changes.updated} updated, ${changes.unchanged} unchanged${changes.removed > 0 ? `; ${changes.removed} that were there removed` : ''}`;
  return `${[
    ...headLines(receipt, language),
    '',
    ...(good === null ? [] : [RULED, `  ✓ ${good}`, RULED]),
    statusLine(receipt, language),
    ...(receipt.status === 'failed' ? [] : [countsLine(receipt, language)]),
    ...(receipt.submission.notUploaded || !countsInSystem(receipt) ? [] : [change]),
    ...replacementLines(receipt, language),
    ...mainLines(receipt, language),
    '',
    zh ? '接下来怎么办：' : 'What happens next:',
    ...nextSteps(receipt, receipt.findings, language).map((step, at) => `  ${at + 1}. ${step}`),
    ...repairLines(receipt.repairs, language),
    ...problemLines(receipt, language),
  ].join('\n')}\n`;
}

function headLines(receipt: Receipt, language: Language): string[] {
  const { submission } = receipt;
  const { divisionName, division, period } = submission;
  const isLocal = submission.notUploaded === true;
  const time = cityTime(new Date(submission.acceptedAt));
  if (language === 'en')
    return [
      isLocal ? 'Check of a quarterly report (not uploaded)' : 'Receipt of a quarterly report',
      `File: ${submission.file}`,
      `Division: ${divisionName ?? 'unknown'} (${division ?? '-'})`,
      `Period: ${period ?? 'unknown'}`,
      `${isLocal ? 'Checked' : 'Received'}: ${time} (Asia/Shanghai)`,
      `Deadline: ${deadlineText(receipt, language)}`,
      `SHA-256: ${submission.sha256}`,
      ...(isLocal ? [] : [`Number: ${submission.submissionId}`]),
    ];
  return [
    isLocal ? '扶贫季报检查结果（没有上报）' : '扶贫季报接收回执',
    `文件：${submission.file}`,
    `填报单位：${divisionName ?? '无法识别'}${division ? `（${division}）` : ''}`,
    `季度：${period === null ? '无法识别' : isPeriod(period) ? `${periodTitle(period)}（${period}）` : period}`,
    `${isLocal ? '检查' : '接收'}时间：${time}（北京时间）`,
    `截止日期：${deadlineText(receipt, language)}`,
    `文件校验 SHA-256：${submission.sha256}`,
    ...(isLocal ? [] : [`编号：${submission.submissionId}`]),
  ];
}

function mainLines(receipt: Receipt, language: Language): string[] {
  const problems = mainProblems(receipt.byRule, receipt.findings);
  if (problems.length === 0) return [];
  const zh = language === 'zh';
  const lines = ['', zh ? '主要问题：' : 'Main problems:'];
  for (const [at, problem] of problems.entries()) {
    lines.push(
      `  ${at + 1}. ${zh ? `【${severityText(problem.severity, 'zh')}】` : `[${severityText(problem.severity, 'en')}] `}${whereText(problem, language)}`,
    );
    lines.push(`     ${problem.count > 1 ? (zh ? '例如：' : 'for example: ') : ''}${problem.first.message}`);
  }
  const more = receipt.byRule.length - problems.length;
  if (more > 0) lines.push(zh ? `  另有 ${more} 类问题，见下面的明细。` : `  ${more} more kinds, see the list below.`);
  return lines;
}
