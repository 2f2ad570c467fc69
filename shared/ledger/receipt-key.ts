import type { CityPack } from '../city/city.ts';
import { maskedName } from './file-names.ts';
import { receiptEnding, type ReceiptPart } from './keys.ts';
import { misplaced } from './misplaced.ts';

/**
 * The longest key that S3 takes, in bytes of UTF-8. An upload's key may be as long, and its receipt's key would then be
 * longer.
 */
const LONGEST_KEY = 1024;

/**
 * A receipt lies in its own bucket under the upload's prefix. The receipt of a misplaced upload lies under the prefix
 * of the division that its key begins with: there its clerk looks. If it begins with none, it lies under
 * `unroutable/`. A number of a person in the name is masked. A name too long for a key is cut at its end; the version id keeps receipts apart.
 */
export function receiptKey(key: string, versionId: string, part: ReceiptPart, pack: CityPack): string {
  const ending = `.${versionId}.${receiptEnding(part)}`;
  const place = misplaced(key, pack);
  const beside =
    place === null ? key : place.division === null ? `unroutable/${key}` : `${place.division}/${place.rest}`;
  return cut(maskedName(beside), LONGEST_KEY - ending.length) + ending;
}

/** The first `bytes` of a text, at the end of a character. */
function cut(text: string, bytes: number): string {
  return new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, bytes), { stream: true });
}
