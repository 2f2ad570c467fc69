import type { Language } from '../language/language.ts';
import { isPeriod, periodTitle } from '../time/period.ts';
import type { Receipt } from './receipt.ts';
import { countsInSystem } from './status-text.ts';

/** What a full replacement (全量) does, said so that nobody can miss it; null of any other file, and of one that counts for nothing. */
export function replacementText(
  { replacement, submission, changes, status }: Pick<Receipt, 'replacement' | 'submission' | 'changes' | 'status'>,
  language: Language,
): string | null {
  if (!replacement || !countsInSystem({ status })) return null;
  const { divisionName, division, period } = submission;
  const unit = divisionName ?? division ?? '';
  const quarter = period === null ? '' : language === 'zh' && isPeriod(period) ? periodTitle(period) : period;
  if (submission.notUploaded)
    return language === 'zh'
      ? `全量替换：本文件标明“全量”，上报后将替换${unit}${quarter}的全部数据，原有而本文件没有列出的户都会被移除（共移除多少以回执为准）。不是全量的，请先去掉文件名和标题中的“全量”。`
      : `Full replacement: the file is marked 全量. Once uploaded it replaces all data of ${unit} for ${quarter}; households that it does not name will be removed (the receipt will say how many). If that is not meant, take 全量 out of its name and title first.`;
  return language === 'zh'
    ? `全量替换：本文件标明“全量”，已替换${unit}${quarter}的全部数据，移除了原有的 ${changes.removed} 行（本文件没有列出，或备注为“删除”）。移除错了的，请尽快把完整名单重新上传。`
    : `Full replacement: the file is marked 全量 and has replaced all data of ${unit} for ${quarter}; ${changes.removed} rows that were there have been removed (not named in the file, or marked 删除). If that was a mistake, upload the complete list again.`;
}
