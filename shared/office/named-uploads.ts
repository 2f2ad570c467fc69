import type { CityPack } from '../city/city.ts';
import { shownFileName } from '../ledger/file-names.ts';
import { versionIdOf } from '../ledger/keys.ts';
import { arrivedAt, inOrder, type Submission } from '../ledger/submission.ts';
import type { Language } from '../language/language.ts';
import { cityTime } from '../time/period.ts';
import { divisionText } from './decision-words.ts';
import { DecisionRefusedError } from './decision-refused.ts';

/** An upload as an operator knows it: when, under what name, how many rows, its id. */
export function uploadText(submission: Submission, language: Language): string {
  const { key, accepted, versionId } = submission;
  const rows = { zh: `${accepted} 行`, en: `${accepted} rows` }[language];
  return `${cityTime(new Date(arrivedAt(submission)))} ${shownFileName(key)} ${rows} ${versionId}`;
}

/** The same without the file's name, for a page that shows no names: a clerk may have named the file after a person. */
export function uploadWithoutName(submission: Submission, language: Language): string {
  const { accepted } = submission;
  return `${cityTime(new Date(arrivedAt(submission)))} ${{ zh: `${accepted} 行`, en: `${accepted} rows` }[language]}`;
}

/**
 * The uploads of a division that somebody names by the id of the object version or, as receipts and notices show it, of
 * the submission.
 * @param uploads those that may be named
 * @throws DecisionRefusedError that lists them when one that is named is not among them
 */
export function namedUploads(
  division: string,
  ids: readonly string[],
  uploads: readonly Submission[],
  pack: CityPack,
): Submission[] {
  const own = uploads.filter((upload) => upload.division === division).toSorted(inOrder);
  const named = ids.map((id) => own.find(({ versionId }) => versionId === versionIdOf(id)));
  const unknown = ids.filter((_, index) => named[index] === undefined);
  if (unknown.length > 0 || own.length === 0)
    throw new DecisionRefusedError({
      zh: `${divisionText(division, pack)} 没有这样的上传：${unknown.join('、') || '一个也没有'}；可选：${own.map((one) => `\n  ${uploadText(one, 'zh')}`).join('') || '无'}`,
      en: `${divisionText(division, pack)} has no such upload: ${unknown.join(', ') || 'not one'}; there are: ${own.map((one) => `\n  ${uploadText(one, 'en')}`).join('') || 'none'}`,
    });
  return own.filter((one) => named.includes(one));
}
