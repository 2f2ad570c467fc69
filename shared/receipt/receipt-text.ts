/** The receipt as a text file, and the result of `validate` as text. */
import type { Language, Text } from '../language/language.ts';
import type { Severity } from '../rules/rule.ts';
import { FOR_EXAMPLE, mainProblems, whereText } from './main-problems.ts';
import { nextSteps } from './next-steps.ts';
import type { Outcome, Receipt, ShownRepairs } from './receipt.ts';
import { repairExample } from './repair-example.ts';
import { replacementText } from './replacement-text.ts';
import { sheetLines } from './sheets-text.ts';
import { SEVERITIES, SEVERITY_TEXT } from './severity-text.ts';
import { countsInSystem, isClean, receiptStatus } from './status-text.ts';
import { quarterText, receiptTitle, submissionFacts, UNKNOWN } from './submission-text.ts';

/** Findings of one severity that the text lists; the JSON has the rest. */
const MOST_LISTED = 30;
const RULED = '═'.repeat(32);
const LOUD = '★'.repeat(32);

/** What `validate` prints: that nothing was uploaded, the status, the counts, then the problems, worst first. */
export function checkText(receipt: Receipt, language: Language): string {
  return [
    ...resultLines(receipt, language),
    countsLine(receipt)[language],
    ...sheetLines(receipt.sheets ?? [], language).map((line) => `  ${line}`),
    ...replacementLines(receipt, language),
    ...problemLines(receipt, language),
    ...repairLines(receipt.repairs, language),
  ].join('\n');
}

const STEPS_TITLE: Text = { zh: '接下来怎么办：', en: 'What happens next:' };

/** The receipt as a text file for the clerk. */
export function receiptText(receipt: Receipt, language: Language = 'zh'): string {
  const steps = nextSteps(receipt, receipt.findings);
  return `${[
    ...headLines(receipt, language),
    '',
    ...resultLines(receipt, language),
    ...(receipt.status === 'failed' ? [] : [countsLine(receipt)[language]]),
    ...sheetLines(receipt.sheets ?? [], language).map((line) => `  ${line}`),
    ...(receipt.submission.notUploaded || !countsInSystem(receipt) ? [] : [changesLine(receipt)[language]]),
    ...replacementLines(receipt, language),
    ...mainProblemLines(receipt, language),
    '',
    STEPS_TITLE[language],
    ...steps.map((step, at) => `  ${at + 1}. ${step[language]}`),
    ...repairLines(receipt.repairs, language),
    ...problemLines(receipt, language),
  ].join('\n')}\n`;
}

/** The title, and a line for each fact about the submission. */
function headLines({ submission }: Receipt, language: Language): string[] {
  const { divisionName, division, period } = submission;
  const quarter: Text =
    period === null ? UNKNOWN : { zh: `${quarterText(period).zh}（${period}）`, en: quarterText(period).en };
  const facts = submissionFacts(
    submission,
    {
      zh: `${divisionName ?? UNKNOWN.zh}${division ? `（${division}）` : ''}`,
      en: `${divisionName ?? UNKNOWN.en} (${division ?? '-'})`,
    },
    { label: { zh: '季度', en: 'Period' }, value: quarter },
  );
  const lines = facts.map(({ label, value }): Text => ({
    zh: `${label.zh}：${value.zh}`,
    en: `${label.en}: ${value.en}`,
  }));
  return [receiptTitle(submission), ...lines].map((text) => text[language]);
}

/** The result; of a file without problems in a frame: said once, and not to be overlooked. */
const resultLines = (receipt: Receipt, language: Language): string[] => {
  const result = statusLine(receipt)[language];
  return isClean(receipt) ? [RULED, `  ✓ ${result}`, RULED] : [result];
};

function statusLine(receipt: Receipt): Text {
  const status = receiptStatus(receipt);
  return { zh: `结果：${status.zh}`, en: `Result: ${status.en}` };
}

function countsLine({ status, summary: { rows, accepted, rejected, warnings } }: Outcome): Text {
  if (status === 'superseded')
    return { zh: `读取 ${rows} 行，都没有计入`, en: `${rows} rows read, none of them counts` };
  return {
    zh: `读取 ${rows} 行，接收 ${accepted} 行，退回 ${rejected} 行，提示 ${warnings} 条`,
    en: `${rows} rows read, ${accepted} accepted, ${rejected} rejected, ${warnings} warnings`,
  };
}

function changesLine({ changes: { created, updated, unchanged, removed } }: Receipt): Text {
  const end: Text =
    removed > 0 ? { zh: `；移除原有的 ${removed} 行`, en: `; ${removed} that were there removed` } : { zh: '', en: '' };
  return {
    zh: `其中新增 ${created} 行，更新 ${updated} 行，与原数据相同 ${unchanged} 行${end.zh}`,
    en: `${created} created, ${updated} updated, ${unchanged} unchanged${end.en}`,
  };
}

function replacementLines(receipt: Receipt, language: Language): string[] {
  const text = replacementText(receipt);
  return text === null ? [] : ['', LOUD, `  ★ ${text[language]}`, LOUD];
}

const PROBLEMS_TITLE: Readonly<Record<Severity, Text>> = {
  error: { zh: '须改正', en: 'To correct' },
  warning: { zh: '请核对', en: 'To check' },
  trial: { zh: '试行规则的提示，不影响接收', en: 'Rules on trial, which change nothing' },
};
const restOfProblems = (count: number): Text => ({
  zh: `  ……另有 ${count} 处，详见批注表`,
  en: `  … ${count} more, see the marked workbook`,
});

/** A line for each problem, MOST_LISTED for each severity. */
function problemLines({ findings, byRule }: Receipt, language: Language): string[] {
  const lines: string[] = [];
  for (const severity of SEVERITIES) {
    // `findings` ends at FINDINGS_PER_RULE for each rule, `byRule` counts them all.
    const total = byRule.reduce((sum, one) => sum + (one.severity === severity ? one.count : 0), 0);
    if (total === 0) continue;
    const title = PROBLEMS_TITLE[severity];
    const heading: Text = { zh: `${title.zh}（${total} 处）：`, en: `${title.en} (${total}):` };
    const listed = findings.filter((finding) => finding.severity === severity).slice(0, MOST_LISTED);
    lines.push('', heading[language]);
    for (const { rule, cell, message } of listed) lines.push(`  [${rule}]${cell ? ` ${cell}` : ''} ${message}`);
    if (total > listed.length) lines.push(restOfProblems(total - listed.length)[language]);
  }
  return lines;
}

const MAIN_TITLE: Text = { zh: '主要问题：', en: 'Main problems:' };
const restOfKinds = (kinds: number): Text => ({
  zh: `  另有 ${kinds} 类问题，见下面的明细。`,
  en: `  ${kinds} more kinds, see the list below.`,
});

function mainProblemLines(receipt: Receipt, language: Language): string[] {
  const problems = mainProblems(receipt.byRule, receipt.findings);
  if (problems.length === 0) return [];
  const rest = receipt.byRule.length - problems.length;
  return [
    '',
    MAIN_TITLE[language],
    ...problems.flatMap((problem, at) => {
      const severity = SEVERITY_TEXT[problem.severity];
      const label: Text = { zh: `【${severity.zh}】`, en: `[${severity.en}] ` };
      return [
        `  ${at + 1}. ${label[language]}${whereText(problem)[language]}`,
        `     ${problem.count > 1 ? FOR_EXAMPLE[language] : ''}${problem.example.message}`,
      ];
    }),
    ...(rest > 0 ? [restOfKinds(rest)[language]] : []),
  ];
}

const repairsTitle = (count: number): Text => ({
  zh: `自动规范（${count} 处，不需要改正）：`,
  en: `Repaired while reading (${count}, nothing to do):`,
});

/** A line for each kind of repair, with its first cell. */
function repairLines({ byKind, items }: ShownRepairs, language: Language): string[] {
  if (byKind.length === 0) return [];
  const total = byKind.reduce((sum, { count }) => sum + count, 0);
  const lines = byKind.map(({ kind, count, text }) => {
    const example = items.find((item) => item.kind === kind);
    const repair = example && repairExample(example);
    const line: Text = {
      zh: `  ${text}：${count} 处${repair ? `，如 ${repair.zh}` : ''}`,
      en: `  ${text}: ${count}${repair ? `, such as ${repair.en}` : ''}`,
    };
    return line[language];
  });
  return ['', repairsTitle(total)[language], ...lines];
}
