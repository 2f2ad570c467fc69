/**
 * Which uploads are still to be corrected: something of them was refused, and no later upload has taken their place.
 */
import { fileNameOf, maskedName } from './file-names.ts';
import { counts, inOrder, type Submission } from './submission.ts';

/** The facts of an upload by which a later one settles it. A file that could not be read has no kinds and no rows. */
export type Asked = Pick<Submission, 'division' | 'key' | 'kinds' | 'rows' | 'errors' | 'acceptedAt' | 'versionId'>;

/** Whether anything of a file was not taken. */
export const isUnsound = (submission: Submission): boolean => !counts(submission) || submission.rejected > 0;

/**
 * The upload that settles an earlier one: the first that took its place and was taken in full, or else the newest that
 * took its place. It is always of the same division.
 * @param standing uploads that nobody withdrew, in the order of uploads
 * @returns null while something is to be corrected
 */
export function correctionOf(asked: Asked, standing: readonly Submission[]): Submission | null {
  const later = standing.filter(
    (one) => one.division === asked.division && inOrder(one, asked) > 0 && counts(one) && takesPlaceOf(one, asked),
  );
  return later.find((one) => !isUnsound(one)) ?? later.at(-1) ?? null;
}

/**
 * A later file takes the place of an earlier one if it has all of its tables and is the whole file again: by its name,
 * as a full replacement, or by as many rows. A file of fewer rows under another name may be of another village; then
 * the rows of the earlier one are still lacking. For a file that was not read there is only its name.
 */
function takesPlaceOf(later: Submission, earlier: Asked): boolean {
  if (!earlier.kinds.every((kind) => later.kinds.includes(kind))) return false;
  if (later.key === earlier.key || later.replacement) return true;
  if (earlier.kinds.length === 0) return isNamedAfter(stemOf(later), stemOf(earlier));
  // The rows of another unit or quarter (rules F20, F07) are not asked for.
  const rows = 'F20' in earlier.errors || 'F07' in earlier.errors ? 0 : earlier.rows;
  return later.rows >= rows;
}

/** The clerk's name of a file without its extension. */
const stemOf = ({ key }: Pick<Asked, 'key'>): string =>
  fileNameOf(key)
    .replace(/\.[^.]*$/u, '')
    .trim();

/** 花名册(改) is named after 花名册, and 花名册 after it; a marked workbook after its file, whose name it has masked. */
const isNamedAfter = (later: string, earlier: string): boolean =>
  [earlier, maskedName(earlier)].some(
    (name) => later !== '' && name !== '' && (later.startsWith(name) || name.startsWith(later)),
  );
