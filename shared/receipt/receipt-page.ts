/**
 * The receipt as a page (回执.html), to read on a phone and to print on A4. It is one file without script or network.
 * Both languages are in it; a check box chooses between them.
 */
import type { SheetFate } from '../check/sheet-fates.ts';
import type { Language, Text } from '../language/language.ts';
import { repairNamed } from '../parse/repair.ts';
import { messageOf, type Finding } from '../rules/finding.ts';
import { FOR_EXAMPLE, groupedProblems, MOST_PROBLEMS, whereText, type MainProblem } from './main-problems.ts';
import { nextSteps } from './next-steps.ts';
import { PAGE_STYLE } from './receipt-page-style.ts';
import type { Receipt } from './receipt.ts';
import { repairExample } from './repair-example.ts';
import { replacementText } from './replacement-text.ts';
import { sheetLines, shownSheets } from './sheets-text.ts';
import { SEVERITY_TEXT } from './severity-text.ts';
import { countsInSystem, isClean, receiptStatus } from './status-text.ts';
import { deadlineText, quarterText, receiptTitle, submissionFacts, UNKNOWN } from './submission-text.ts';

const LANGUAGE_TAG: Text = { zh: 'zh-CN', en: 'en' };

/**
 * @param findings the findings of the receipt, which itself has their messages in one language only
 * @param first the language that the page shows at first
 * @param sheets what became of each sheet, for the same reason
 */
export function receiptPage(
  receipt: Receipt,
  findings: readonly Finding[],
  first: Language = 'zh',
  sheets: readonly SheetFate[] = [],
): string {
  const body = (language: Language): string =>
    bodyHtml(receipt, findings, sheetLines(shownSheets(sheets, language), language), language);
  const chooser =
    `<input type="checkbox" id="english"${first === 'en' ? ' checked' : ''}>` +
    '<label for="english"><span class="zh">English</span><span class="en">中文</span></label>';
  return [
    '<!DOCTYPE html>',
    `<html lang="${LANGUAGE_TAG[first]}">`,
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${htmlText(`回执 ${receipt.submission.file}`)}</title>`,
    `<style>${PAGE_STYLE}</style></head>`,
    '<body>',
    `<main>${chooser}`,
    `<div class="zh" lang="${LANGUAGE_TAG.zh}">${body('zh')}</div>`,
    `<div class="en" lang="${LANGUAGE_TAG.en}">${body('en')}</div>`,
    '</main></body></html>',
    '',
  ].join('\n');
}

const STEPS_TITLE: Text = { zh: '接下来怎么办', en: 'What happens next' };
const FILE_TITLE: Text = { zh: '文件信息', en: 'The file' };
const LATE: Text = { zh: '逾期：截止日期', en: 'Late: the deadline was' };

function bodyHtml(
  receipt: Receipt,
  findings: readonly Finding[],
  sheets: readonly string[],
  language: Language,
): string {
  const { submission } = receipt;
  const replacement = replacementText(receipt);
  const isLate = submission.late && !submission.notUploaded;
  const deadline = deadlineText(submission);
  const steps = nextSteps(receipt, findings);
  return [
    `<h1>${receiptTitle(submission)[language]}</h1>`,
    subjectHtml(receipt, language),
    isClean(receipt)
      ? `<p class="good loud">✓ ${htmlText(receiptStatus(receipt)[language])}</p>`
      : `<p class="status ${toneOf(receipt)}">${htmlText(receiptStatus(receipt)[language])}</p>`,
    replacement === null ? '' : `<p class="status warning">★ ${htmlText(replacement[language])}</p>`,
    isLate ? `<p class="late">${LATE[language]} ${htmlText(deadline[language])}</p>` : '',
    countsHtml(receipt, language),
    ...(sheets.length === 0 ? [] : [sheetsHtml(sheets)]),
    problemsHtml(receipt, findings, language),
    `<h2>${STEPS_TITLE[language]}</h2>`,
    `<ol>${steps.map((step) => `<li>${htmlText(step[language])}</li>`).join('')}</ol>`,
    repairsHtml(receipt, language),
    `<h2>${FILE_TITLE[language]}</h2>`,
    factsHtml(receipt, language),
  ].join('\n');
}

const sheetsHtml = (sheets: readonly string[]): string =>
  `<ul class="sheets">${sheets.map((line) => `<li>${htmlText(line)}</li>`).join('')}</ul>`;

function subjectHtml({ submission: { file, divisionName, period } }: Receipt, language: Language): string {
  const quarter = period === null ? null : quarterText(period)[language];
  const subject = [divisionName, quarter].filter((one) => one !== null).join(' · ');
  return `<p class="subject"><bdi>${htmlText(file)}</bdi><br>${htmlText(subject || UNKNOWN[language])}</p>`;
}

function toneOf({ status }: Receipt): 'good' | 'warning' | 'error' {
  if (status === 'accepted') return 'good';
  return status === 'accepted_with_warnings' || status === 'superseded' ? 'warning' : 'error';
}

type Count = { readonly label: Text; readonly count: number };

function countsOf({ summary, status, changes, trials, submission }: Receipt): Count[] {
  const isJudged = countsInSystem({ status });
  const isStored = isJudged && !submission.notUploaded;
  const counts: (Count | false)[] = [
    status !== 'failed' && { label: { zh: '读取行数', en: 'rows read' }, count: summary.rows },
    isJudged && { label: { zh: '接收', en: 'accepted' }, count: summary.accepted },
    isJudged && { label: { zh: '退回', en: 'rejected' }, count: summary.rejected },
    isJudged && { label: { zh: '请核对', en: 'to check' }, count: summary.warnings },
    trials > 0 && { label: SEVERITY_TEXT.trial, count: trials },
    isStored && { label: { zh: '新增', en: 'created' }, count: changes.created },
    isStored && { label: { zh: '更新', en: 'updated' }, count: changes.updated },
    isStored && { label: { zh: '未变', en: 'unchanged' }, count: changes.unchanged },
    isStored && changes.removed > 0 && { label: { zh: '移除', en: 'removed' }, count: changes.removed },
  ];
  return counts.filter((count) => count !== false);
}

function countsHtml(receipt: Receipt, language: Language): string {
  const counts = countsOf(receipt).map(({ label, count }) => `<li><b>${count}</b>${label[language]}</li>`);
  return counts.length === 0 ? '' : `<ul class="counts">${counts.join('')}</ul>`;
}

const PROBLEMS_TITLE: Text = { zh: '主要问题', en: 'Main problems' };
const restOfKinds = (kinds: number): Text => ({
  zh: `另有 ${kinds} 类问题`,
  en: `${kinds} more kinds of problems`,
});

/** The main problems, and all others folded away. */
function problemsHtml({ byRule }: Receipt, findings: readonly Finding[], language: Language): string {
  const named = findings.map((finding) => (finding.inSheets ? finding : { ...finding, sheet: null }));
  const problems = groupedProblems(byRule, named);
  if (problems.length === 0) return '';
  const list = (some: typeof problems): string => some.map((problem) => problemHtml(problem, language)).join('');
  const rest = problems.slice(MOST_PROBLEMS);
  return [
    `<h2>${PROBLEMS_TITLE[language]}</h2>`,
    `<ol class="problems">${list(problems.slice(0, MOST_PROBLEMS))}</ol>`,
    rest.length > 0
      ? `<details><summary>${restOfKinds(rest.length)[language]}</summary>` +
        `<ol class="problems" start="${MOST_PROBLEMS + 1}">${list(rest)}</ol></details>`
      : '',
  ].join('\n');
}

function problemHtml(problem: MainProblem<Finding>, language: Language): string {
  const { rule, severity, count, example } = problem;
  const label = `<b class="${severity}">${SEVERITY_TEXT[severity][language]}</b>`;
  const intro = count > 1 ? FOR_EXAMPLE[language] : '';
  return (
    `<li><p class="where">${label} ${htmlText(whereText(problem)[language])}</p>` +
    `<p>${intro}${htmlText(messageOf(example, language))} <small>${htmlText(rule)}</small></p></li>`
  );
}

/** A longer list of kinds of repairs is folded away until the clerk opens it. */
const OPEN_KINDS = 4;

const REPAIRS_TITLE: Text = { zh: '自动规范', en: 'Repaired while reading' };
const REPAIRS_HEADERS: { readonly kind: Text; readonly count: Text; readonly example: Text } = {
  kind: { zh: '做了什么', en: 'What was done' },
  count: { zh: '处数', en: 'Times' },
  example: { zh: '例如', en: 'For example' },
};
const repairsSummary = (repairs: number, kinds: number): Text => ({
  zh: `${repairs} 处，${kinds} 类。系统已按右边的值读取，不需要改正；读得不对的，请在原文件中改写。`,
  en:
    `${repairs} places of ${kinds} kinds. They were read as shown and need no correction; ` +
    'where one was read wrongly, write it otherwise in your file.',
});

function repairsHtml({ repairs: { byKind, items } }: Receipt, language: Language): string {
  if (byKind.length === 0) return '';
  const total = byKind.reduce((sum, { count }) => sum + count, 0);
  const rows = byKind.map(({ kind, count }) => {
    const item = items.find((one) => one.kind === kind);
    const example = item ? `<bdi>${htmlText(repairExample(item)[language])}</bdi>` : '';
    const what = htmlText(repairNamed(kind)[language]);
    return `<tr><td>${what}</td><td class="count">${count}</td><td>${example}</td></tr>`;
  });
  const { kind, count, example } = REPAIRS_HEADERS;
  const summary = repairsSummary(total, byKind.length)[language];
  return [
    `<h2>${REPAIRS_TITLE[language]}</h2>`,
    `<details${byKind.length <= OPEN_KINDS ? ' open' : ''}><summary>${summary}</summary>`,
    `<table class="repairs"><thead><tr><th scope="col">${kind[language]}</th>` +
      `<th scope="col" class="count">${count[language]}</th><th scope="col">${example[language]}</th></tr></thead>` +
      `<tbody>${rows.join('')}</tbody></table></details>`,
  ].join('\n');
}

function factsHtml({ submission }: Receipt, language: Language): string {
  const { division, divisionName, period } = submission;
  const unit = (name: string): string => (division === null ? name : `${divisionName ?? name}（${division}）`);
  const facts = submissionFacts(
    submission,
    { zh: unit(UNKNOWN.zh), en: unit(UNKNOWN.en) },
    { label: { zh: '填报季度', en: 'Period' }, value: period === null ? UNKNOWN : quarterText(period) },
  );
  const rows = facts.map(
    ({ label, value }) =>
      `<tr><th scope="row">${label[language]}</th><td><bdi>${htmlText(value[language])}</bdi></td></tr>`,
  );
  return `<table class="facts">${rows.join('')}</table>`;
}

/** Marks that turn the direction of text around: a file name with one can show itself as something else. */
const TURNING = /[\u{202a}-\u{202e}\u{2066}-\u{2069}\u{200e}\u{200f}\u{61c}]/gu;
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u{0}-\u{8}\u{b}\u{c}\u{e}-\u{1f}\u{7f}-\u{9f}]/gu;

/** Text as HTML, in an element or in a quoted attribute. */
function htmlText(text: string): string {
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
