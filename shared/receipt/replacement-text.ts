import { sameText, type Text } from '../language/language.ts';
import { removalText } from '../rules/removal.ts';
import type { Receipt } from './receipt.ts';
import { countsInSystem } from './status-text.ts';
import { quarterText } from './submission-text.ts';

/**
 * What a full replacement (全量) removed, or will remove once it is uploaded; null for any other file, and for a file
 * that does not count.
 */
export function replacementText({
  replacement,
  removal = [],
  submission,
  changes: { removed },
  status,
}: Pick<Receipt, 'replacement' | 'removal' | 'submission' | 'changes' | 'status'>): Text | null {
  if (!replacement || !countsInSystem({ status })) return null;
  const { divisionName, division, period } = submission;
  const unit = divisionName ?? division ?? '';
  const quarter = period === null ? sameText('') : quarterText(period);
  if (submission.notUploaded)
    return {
      zh:
        `全量替换：本文件标明“全量”，上报后将替换${unit}${quarter.zh}的全部数据，原有而本文件没有列出的户都会被移除` +
        '（共移除多少以回执为准；移除太多而文件没有标明“全量确认”的，只更新、不删除）。不是全量的，请先去掉文件名和标题中的“全量”。',
      en:
        `Full replacement: the file is marked 全量. Once uploaded it replaces all data of ${unit} for ${quarter.en}; ` +
        'households that it does not name will be removed (the receipt will say how many; where they are too many and ' +
        'the file is not marked 全量确认, none is removed). If that is not meant, take 全量 out of its name and title first.',
    };
  const absent = removal.some((one) => one.removed > 0) ? removalText(removal) : null;
  return {
    zh:
      `全量替换：本文件标明“全量”，已替换${unit}${quarter.zh}的全部数据，移除了原有的 ${removed} 行` +
      `（本文件没有列出，或备注为“删除”）${absent ? `，其中没有列出的是${absent.zh}` : ''}。移除错了的，请尽快把完整名单重新上传。`,
    en:
      `Full replacement: the file is marked 全量 and has replaced all data of ${unit} for ${quarter.en}; ` +
      `${removed} rows that were there have been removed (not named in the file, or marked 删除)` +
      `${absent ? `, of them not named ${absent.en}` : ''}. If that was a mistake, upload the complete list again.`,
  };
}
