/**
 * The receipt as a page (回执.html): to read on a phone, to print on A4, to keep. One file without script or network; both languages are in
 * it and a check box, which needs no script either, chooses between them.
 */
import { messageOf, type Finding, type Language } from '../rules/finding.ts';
import { cityTime, periodTitle, isPeriod } from '../time/period.ts';
import { severityText } from './appearance.ts';
import { PAGE_STYLE } from './page-style.ts';
import { deadlineText, nextSteps } from './next-steps.ts';
import type { Receipt } from './receipt.ts';
import { statusText } from './text.ts';

/** Kinds of problems that the page spells out; all of them are in the marked workbook. */
const TOP = 5;

/**
 * @param findings those of the receipt, which holds their words in one language only
 * @param first the language that is shown before anybody chooses
 */
export function receiptPage(receipt: Receipt, findings: readonly Finding[], first: Language = 'zh'): string {
  return [
    '<!DOCTYPE html>',
    `<html lang="${first === 'zh' ? 'zh-CN' : 'en'}">`,
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${shown(`回执 ${receipt.submission.file}`)}</title>`,
    `<style>${PAGE_STYLE}</style></head>`,
    '<body>',
    `<input type="checkbox" id="english"${first === 'en' ? ' checked' : ''}><label for="english"><span class="zh">English</span><span class="en">中文</span></label>`,
    `<main class="zh" lang="zh-CN">${bodyHtml(receipt, findings, 'zh')}</main>`,
    `<main class="en" lang="en">${bodyHtml(receipt, findings, 'en')}</main>`,
    '</body></html>',
    '',
  ].join('\n');
}

function bodyHtml(receipt: Receipt, findings: readonly Finding[], language: Language): string {
  const { submission, summary, status, changes } = receipt;
  const zh = language === 'zh';
  const unknown = zh ? '无法识别' : 'unknown';
  const period = submission.period === null ? null : zh && isPeriod(submission.period) ? periodTitle(submission.period) : submission.period;
  const facts: [string, string, string][] = [
    ['文件', 'File', submission.file],
    ['填报单位', 'Division', submission.division === null ? unknown : `${submission.divisionName ?? unknown}（${submission.division}）`],
    ['填报季度', 'Period', period ?? unknown],
    ['接收时间', 'Received', `${cityTime(new Date(submission.acceptedAt))}${zh ? '（北京时间）' : ' (Asia/Shanghai)'}`],
    ['截止日期', 'Deadline', deadlineText(receipt, language)],
    ['文件校验 SHA-256', 'SHA-256', submission.sha256],
    ['编号', 'Number', submission.submissionId],
  ];
  const counts: [string, string, number][] = [
    ['读取行数', 'rows read', summary.rows],
    ['接收', 'accepted', summary.accepted],
    ['退回', 'rejected', summary.rejected],
    ['提示', 'warnings', summary.warnings],
    ['新增', 'created', changes.created],
    ['更新', 'updated', changes.updated],
    ['未变', 'unchanged', changes.unchanged],
  ];
  return [
    `<h1>${zh ? '扶贫季报接收回执' : 'Receipt of a quarterly report'}</h1>`,
    `<p class="status ${toneOf(receipt)}">${shown(statusText(status, language))}</p>`,
    findings.length === 0 ? `<p class="good loud">✓ ${zh ? '没有发现问题' : 'No problems found'}</p>` : '',
    `<ul class="counts">${counts.map(([a, b, count]) => `<li><b>${count}</b>${zh ? a : b}</li>`).join('')}</ul>`,
    problemsHtml(receipt, findings, language),
    `<h2>${zh ? '接下来怎么办' : 'What happens next'}</h2>`,
    `<ol>${nextSteps(receipt, findings, language)
      .map((step) => `<li>${shown(step)}</li>`)
      .join('')}</ol>`,
    `<h2>${zh ? '文件信息' : 'The file'}</h2>`,
    `<table class="facts">${facts.map(([a, b, value]) => `<tr><th>${zh ? a : b}</th><td><bdi>${shown(value)}</bdi></td></tr>`).join('')}</table>`,
  ].join('\n');
}

function problemsHtml({ byRule }: Receipt, findings: readonly Finding[], language: Language): string {
  if (byRule.length === 0) return '';
  const zh = language === 'zh';
  const rows = byRule.slice(0, TOP).map(({ rule, severity, count }) => {
    const example = findings.find((finding) => finding.rule === rule && finding.severity === severity);
    if (!example) return '';
    const level = severityText(example.severity, language);
    return (
      `<tr><td class="${example.severity}">${level}</td><td class="count">${zh ? `${count} 处` : `${count} ×`}</td>` +
      `<td>${example.row !== null && count > 1 ? (zh ? '例如：' : 'for example: ') : ''}${shown(messageOf(example, language))} <small>${shown(rule)}</small></td></tr>`
    );
  });
  const more = byRule.length - TOP;
  return [
    `<h2>${zh ? '主要问题' : 'Main problems'}</h2>`,
    `<table class="problems">${rows.join('')}</table>`,
    more > 0
      ? `<p class="more">${zh ? `另有 ${more} 类问题，见批注表` : `${more} more kinds of problems, see the marked workbook`}</p>`
      : '',
  ].join('\n');
}

function toneOf({ status }: Receipt): string {
  if (status === 'accepted') return 'good';
  return status === 'accepted_with_warnings' || status === 'superseded' ? 'warning' : 'error';
}

/** Marks that turn the direction of text around: a file name with one can show itself as something else. */
const TURNING = /[\u{202a}-\u{202e}\u{2066}-\u{2069}\u{200e}\u{200f}\u{61c}]/gu;
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u{0}-\u{8}\u{b}\u{c}\u{e}-\u{1f}\u{7f}-\u{9f}]/gu;

/** Text as HTML, of an element or a quoted attribute. */
function shown(text: string): string {
  return text
    .toWellFormed()
    .replace(TURNING, '\u{fffd}')
    .replace(CONTROL, '\u{fffd}')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
