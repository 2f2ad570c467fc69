import type { Ledger } from '../shared/ledger/manifest.ts';
import { counts } from '../shared/ledger/submission.ts';
import type { Period } from '../shared/time/period.ts';
import { BadDataError } from './told-errors.ts';

/**
 * Figures of a summary that contradict each other, told with the sheets of targets, which are most often the ones to
 * mend.
 * @param ledgers of the year to date
 * @param cause of the state machine's error, JSON
 */
export function contradiction(period: Period, ledgers: readonly Ledger[], cause: string): BadDataError {
  const sheets = ledgers
    .flatMap(({ submissions }) => submissions)
    .filter((submission) => counts(submission) && submission.partitions['target'] !== undefined)
    .map(({ key }) => key);
  const { errorMessage } = JSON.parse(cause) as { readonly errorMessage: string };
  const files = sheets.join('、') || '—';
  return new BadDataError({
    zh: `${period} 没有汇总：${errorMessage}\n年度任务表来自：${files}。请核对后重新上传，再汇总`,
    en: `${period} was not summarised: ${errorMessage}\nThe targets of the year are from: ${files}. Correct them, upload them again, and summarise`,
  });
}
