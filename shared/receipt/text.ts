import type { Language } from '../rules/finding.ts';
import { cityTime } from '../time/period.ts';
import type { Outcome, Receipt } from './receipt.ts';

const STATUS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  accepted: { zh: '全部接收，没有发现问题', en: 'accepted: no problems found' },
  accepted_with_warnings: { zh: '全部接收，有提示请核对', en: 'accepted, with warnings to check' },
  partly_accepted: { zh: '部分接收，有问题的户请改正后重新上传', en: 'partly accepted: correct the rejected households and upload again' },
  rejected: { zh: '未接收，请改正后重新上传', en: 'rejected: correct the file and upload it again' },
  superseded: { zh: '已被更新的文件取代', en: 'superseded by a newer file' },
  failed: { zh: '系统故障，未能处理，已通知管理员', en: 'failed: a fault of the system, the operators have been told' },
};

/** 全部接收…, as the status line of receipts and commands says it. */
export const statusText = (status: string, language: Language): string => STATUS[status]?.[language] ?? status;

/** Problems that a text spells out; the rest is in the JSON. */
const SPELLED_OUT = 30;

/** The outcome in plain words: status, counts, then the problems, errors first. */
export function outcomeText(outcome: Outcome, language: Language): string {
  const { rows, accepted, rejected, warnings } = outcome.summary;
  const zh = language === 'zh';
  const lines = [
    `${zh ? '结果' : 'Result'}${zh ? '：' : ': '}${statusText(outcome.status, language)}`,
    zh
      ? `读取 ${rows} 行，接收 ${accepted} 行，退回 ${rejected} 行，提示 ${warnings} 条`
      : `${rows} rows read, ${accepted} accepted, ${rejected} rejected, ${warnings} warnings`,
  ];
  for (const [severity, title] of [
    ['error', zh ? '须改正' : 'To correct'],
    ['warning', zh ? '请核对' : 'To check'],
  ] as const) {
    const findings = outcome.findings.filter((finding) => finding.severity === severity);
    if (findings.length === 0) continue;
    lines.push('', zh ? `${title}（${findings.length} 处）：` : `${title} (${findings.length}):`);
    for (const { rule, cell, message } of findings.slice(0, SPELLED_OUT)) lines.push(`  [${rule}]${cell ? ` ${cell}` : ''} ${message}`);
    const rest = findings.length - SPELLED_OUT;
    if (rest > 0)
      lines.push(zh ? `  ……另有 ${rest} 处，详见批注表或 JSON 回执` : `  … ${rest} more, see the marked workbook or the JSON receipt`);
  }
  return lines.join('\n');
}

/** The receipt as a text file for the clerk. */
export function receiptText(receipt: Receipt, language: Language = 'zh'): string {
  const { submission, changes } = receipt;
  const zh = language === 'zh';
  const head = zh
    ? [
        '扶贫季报接收回执',
        `文件：${submission.file}`,
        `填报单位：${submission.divisionName ?? '无法识别'}${submission.division ? `（${submission.division}）` : ''}`,
        `季度：${submission.period ?? '无法识别'}${submission.deadline ? `，截止日期 ${submission.deadline}${submission.late ? '（已逾期）' : ''}` : ''}`,
        `接收时间：${cityTime(new Date(submission.acceptedAt))}（北京时间）`,
        `文件校验 SHA-256：${submission.sha256}`,
        `编号：${submission.submissionId}`,
        '',
      ]
    : [
        'Receipt of a quarterly report',
        `File: ${submission.file}`,
        `Division: ${submission.divisionName ?? 'unknown'} (${submission.division ?? '-'})`,
        `Period: ${submission.period ?? 'unknown'}${submission.deadline ? `, deadline ${submission.deadline}${submission.late ? ' (late)' : ''}` : ''}`,
        `Received: ${cityTime(new Date(submission.acceptedAt))} (Asia/Shanghai)`,
        `SHA-256: ${submission.sha256}`,
        `Number: ${submission.submissionId}`,
        '',
      ];
  const change = zh
    ? `其中新增 ${changes.created} 行，更新 ${changes.updated} 行，与原数据相同 ${changes.unchanged} 行`
    : `${changes.created} created, ${changes.updated} updated, ${changes.unchanged} unchanged`;
  const [result = '', counts = '', ...problems] = outcomeText(receipt, language).split('\n');
  return `${[...head, result, counts, change, ...problems].join('\n')}\n`;
}
