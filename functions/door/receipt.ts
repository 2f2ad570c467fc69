import type { CityPack } from '../../shared/city/city.ts';
import type { Link } from '../../shared/door/link.ts';
import type { Text } from '../../shared/language/language.ts';
import { shownFileName } from '../../shared/ledger/file-names.ts';
import { receiptEnding, type ReceiptPart } from '../../shared/ledger/keys.ts';
import { receiptKey } from '../../shared/ledger/receipt-key.ts';
import type { UploadVersion } from '../../shared/ledger/versions-in-scope.ts';
import { redirect, refusal, type Answer, type DoorRequest } from '../http/answer.ts';

export type ReceiptEffects = {
  readonly pack: CityPack;
  readonly versionsOf: (division: string) => Promise<UploadVersion[]>;
  readonly hasReceipt: (key: string) => Promise<boolean>;
  readonly signReceipt: (read: {
    readonly key: string;
    readonly seconds: number;
    readonly saveAs?: string;
  }) => Promise<string>;
};

/** A browser follows the address at once. */
const READ_SECONDS = 60;

const PARTS: readonly ReceiptPart[] = ['html', 'marked.xlsx', 'json', 'txt'];

const NO_RECEIPT: Text = {
  zh: '还没有这份回执，请稍后再看',
  en: 'this receipt is not there yet; look again in a moment',
};

/**
 * Leads to a part of a receipt. The version must be one of the division's own uploads, so that the key is made here and
 * never taken from the request.
 */
export async function receipt({ division }: Link, { query }: DoorRequest, effects: ReceiptEffects): Promise<Answer> {
  const part = PARTS.find((one) => one === query['part']) ?? 'html';
  const own = await effects.versionsOf(division);
  const version = own.find(({ versionId }) => versionId === query['version']);
  if (version === undefined) return refusal(404, NO_RECEIPT);
  const key = receiptKey(version.key, version.versionId, part, effects.pack);
  if (!(await effects.hasReceipt(key))) return refusal(404, NO_RECEIPT);
  const saveAs = part === 'marked.xlsx' ? { saveAs: `${shownFileName(version.key)}.${receiptEnding(part)}` } : {};
  return redirect(await effects.signReceipt({ key, seconds: READ_SECONDS, ...saveAs }));
}
