/**
 * The receipt as a page (回执.html): to read on a phone, to print on A4, to keep. One file without script or network; both languages are in
 * it and a check box, which needs no script either, chooses between them.
 */
import { repairText } from '../parse/repair.ts';
import type { Language } from '../language/language.ts';
import { messageOf, type Finding } from '../rules/finding.ts';
import { cityTime, periodTitle, isPeriod } from '../time/period.ts';
import { severityText } from './marked-styles.ts';
import { mainProblems, whereText } from './main-problems.ts';
import { PAGE_STYLE } from './receipt-page-style.ts';
import { deadlineText, nextSteps } from './next-steps.ts';
import type { Receipt } from './receipt.ts';
import { replacementText } from './replacement-text.ts';
import { countsInSystem, goodNews, receiptStatus } from './status-text.ts';
import { repairExample } from './receipt-text.ts';

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
    `<main><input type="checkbox" id="english"${first === 'en' ? ' checked' : ''}><label for="english"><span class="zh">English</span><span class="en">中文</span></label>`,
    `<div class="zh" lang="zh-CN">${bodyHtml(receipt, findings, 'zh')}</div>`,
    `<div class="en" lang="en">${bodyHtml(receipt, findings, 'en')}</div>`,
    '</main></body></html>',
    '',
  ].join('\n');
}

function bodyHtml(receipt: Receipt, findings: readonly Finding[], language: Language): string {
  const { submission, summary, status, changes, trials } = receipt;
  const zh = language === 'zh';
  const isLocal = submission.notUploaded === true;
  const unknown = zh ? '无法识别' : 'unknown';
  const period =
    submission.period === null
      ? null
      : zh && isPeriod(submission.period)
        ? periodTitle(submission.period)
        : submission.period;
  const facts: [string, string, string][] = [
    ['文件', 'File', submission.file],
    [
      '填报单位',
      'Division',
      submission.division === null ? unknown : `${submission.divisionName ?? unknown}（${submission.division}）`,
    ],
    ['填报季度', 'Period', period ?? unknown],
    [
      isLocal ? '检查时间' : '接收时间',
      isLocal ? 'Checked' : 'Received',
      `${cityTime(new Date(submission.acceptedAt))}${zh ? '（北京时间）' : ' (Asia/Shanghai)'}`,
    ],
    ['截止日期', 'Deadline', deadlineText(receipt, language)],
    ['文件校验 SHA-256', 'SHA-256', submission.sha256],
  ];
  if (!isLocal) facts.push(['编号', 'Number', submission.submissionId]);
  const isJudged = countsInSystem(receipt);
  const counts: [string, string, number][] = status === 'failed' ? [] : [['读取行数', 'rows read', summary.rows]];
  const judged: [string, string, number][] = [
    ['接收', 'accepted', summary.accepted],
    ['退回', 'rejected', summary.rejected],
    ['请核对', 'to check', summary.warnings],
  ];
  if (isJudged) counts.push(...judged);
  if (trials > 0) counts.push(['试行', 'on trial', trials]);
  if (isJudged && !isLocal)
    counts.push(
      ['新增', 'created', changes.created],
      ['更新', 'updated', changes.updated],
      ['未变', 'unchanged', changes.unchanged],
    );
  if (isJudged && !isLocal && changes.removed > 0) counts.push(['移除', 'removed', changes.removed]);
  const title = isLocal
    ? zh
      ? '扶贫季报检查结果（没有上报）'
      : 'Check of a quarterly report (not uploaded)'
    : zh
      ? '扶贫季报接收回执'
      : 'Receipt of a quarterly report';
  const good = goodNews(receipt, language);
  const replacement = replacementText(receipt, language);
  return [
    `<h1>${title}</h1>`,
    `<p class="subject"><bdi>${shown(submission.file)}</bdi><br>${shown([submission.divisionName, period].filter((one) => one !== null).join(' · ') || unknown)}</p>`,
    `<p class="status ${toneOf(receipt)}">${shown(receiptStatus(receipt, language))}</p>`,
    good === null ? '' : `<p class="good loud">✓ ${good}</p>`,
    replacement === null ? '' : `<p class="status warning">★ ${shown(replacement)}</p>`,
    submission.late && !isLocal
      ? `<p class="late">${zh ? '逾期：截止日期' : 'Late: the deadline was'} ${shown(deadlineText(receipt, language))}</p>`
      : '',
    counts.length === 0
      ? ''
      : `<ul class="counts">${counts.map(([a, b, count]) => `<li><b>${count}</b>${zh ? a : b}</li>`).join('')}</ul>`,
    problemsHtml(receipt, findings, language),
    `<h2>${zh ? '接下来怎么办' : 'What happens next'}</h2>`,
    `<ol>${nextSteps(receipt, findings, language)
      .map((step) => `<li>${shown(step)}</li>`)
      .join('')}</ol>`,
    repairsHtml(receipt, language),
    `<h2>${zh ? '文件信息' : 'The file'}</h2>`,
    `<table class="facts">${facts.map(([a, b, value]) => `<tr><th scope="row">${zh ? a : b}</th><td><bdi>${shown(value)}</bdi></td></tr>`).join('')}</table>`,
  ].join('\n');
}

function problemsHtml({ byRule }: Receipt, findings: readonly Finding[], language: Language): string {
  const problems = mainProblems(
    byRule,
    findings.map((finding) => (finding.inSheets ? finding : { ...finding, sheet: null })),
  );
  if (problems.length === 0) return '';
  const zh = language === 'zh';
  const items = problems.map((problem) => {
    const { rule, severity, count, first } = problem;
    const example = count > 1 ? (zh ? '例如：' : 'for example: ') : '';
    return (
      `<li><p class="where"><b class="${severity}">${severityText(severity, language)}</b> ${shown(whereText(problem, language))}</p>` +
      `<p>${example}${shown(messageOf(first, language))} <small>${shown(rule)}</small></p></li>`
    );
  });
  const more = byRule.length - problems.length;
  return [
    `<h2>${zh ? '主要问题' : 'Main problems'}</h2>`,
    `<ol class="problems">${items.join('')}</ol>`,
    more > 0
      ? `<p class="more">${zh ? `另有 ${more} 类问题，见批注表` : `${more} more kinds of problems, see the marked workbook`}</p>`
      : '',
  ].join('\n');
}

/** More kinds than this are folded away until somebody opens them. */
const OPEN_KINDS = 4;

function repairsHtml({ repairs: { byKind, items } }: Receipt, language: Language): string {
  if (byKind.length === 0) return '';
  const zh = language === 'zh';
  const total = byKind.reduce((sum, { count }) => sum + count, 0);
  const rows = byKind.map(({ kind, count }) => {
    const example = items.find((item) => item.kind === kind);
    return `<tr><td>${shown(repairText(kind, language))}</td><td class="count">${count}</td><td>${example ? `<bdi>${shown(repairExample(example, language))}</bdi>` : ''}</td></tr>`;
  });
  return [
    `<h2>${zh ? '自动规范' : 'Repaired while reading'}</h2>`,
    `<details${byKind.length <= OPEN_KINDS ? ' open' : ''}><summary>${zh ? `${total} 处，${byKind.length} 类。系统已按右边的值读取，不需要改正；读得不对的，请在原文件中改写。` : `${total} places of ${byKind.length} kinds. They were read as shown and need no correction; where one was read wrongly, write it otherwise in your file.`}</summary>`,
    `<table class="repairs"><thead><tr><th scope="col">${zh ? '做了什么' : 'What was done'}</th><th scope="col" class="count">${zh ? '处数' : 'Times'}</th><th scope="col">${zh ? '例如' : 'For example'}</th></tr></thead><tbody>${rows.join('')}</tbody></table></details>`,
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
