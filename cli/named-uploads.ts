import { fileNameOf, versionIdOf } from '../shared/ledger/keys.ts';
import { inOrder, type Submission } from '../shared/ledger/submission.ts';
import type { Language } from '../shared/language/language.ts';
import { cityTime } from '../shared/time/period.ts';
import { divisionText } from './command.ts';
import { UsageError } from './told-errors.ts';

/** An upload as an operator knows it: when, under what name, how many rows, its id. */
export function uploadText({ acceptedAt, key, accepted, versionId }: Submission, language: Language): string {
  const rows = { zh: `${accepted} 行`, en: `${accepted} rows` }[language];
  return `${cityTime(new Date(acceptedAt))} ${fileNameOf(key)} ${rows} ${versionId}`;
}

/**
 * The uploads of a division that somebody names by the id of the object version or, as receipts and notices show it, of
 * the submission.
 * @param uploads those that may be named
 * @throws UsageError that lists them when one that is named is not among them
 */
export function namedUploads(division: string, ids: readonly string[], uploads: readonly Submission[]): Submission[] {
  const own = uploads.filter((upload) => upload.division === division).toSorted(inOrder);
  const named = ids.map((id) => own.find(({ versionId }) => versionId === versionIdOf(id)));
  const unknown = ids.filter((_, index) => named[index] === undefined);
  if (unknown.length > 0 || own.length === 0)
    throw new UsageError({
      zh: `${divisionText(division)} 没有这样的上传：${unknown.join('、') || '一个也没有'}；可选：${own.map((one) => `\n  ${uploadText(one, 'zh')}`).join('') || '无'}`,
      en: `${divisionText(division)} has no such upload: ${unknown.join(', ') || 'not one'}; there are: ${own.map((one) => `\n  ${uploadText(one, 'en')}`).join('') || 'none'}`,
    });
  return own.filter((one) => named.includes(one));
}
