import type { CityPack } from '../../shared/city/city.ts';
import { nameOfLink, type Holder } from '../../shared/door/link.ts';
import type { Text } from '../../shared/language/language.ts';
import { shownFileName } from '../../shared/ledger/file-names.ts';
import type { AuditEntry } from '../../shared/ledger/audit-entry.ts';
import { parseUploadKey, receiptEnding, type ReceiptPart } from '../../shared/ledger/keys.ts';
import { receiptKey } from '../../shared/ledger/receipt-key.ts';
import type { UploadVersion } from '../../shared/ledger/versions-in-scope.ts';
import { redirect, refusal, type Answer, type DoorRequest } from '../http/answer.ts';

export type ReceiptEffects = {
  readonly pack: CityPack;
  readonly now: () => string;
  readonly versionsOf: (division: string) => Promise<UploadVersion[]>;
  readonly hasReceipt: (key: string) => Promise<boolean>;
  readonly signReceipt: (read: {
    readonly key: string;
    readonly seconds: number;
    readonly saveAs?: string;
  }) => Promise<string>;
  readonly audit: (entry: AuditEntry) => Promise<void>;
};

/** A browser follows the address at once. */
const READ_SECONDS = 60;

const PARTS: readonly ReceiptPart[] = ['html', 'marked.xlsx', 'json', 'txt'];

const NO_RECEIPT: Text = {
  zh: '还没有这份回执，请稍后再看',
  en: 'this receipt is not there yet; look again in a moment',
};

const NO_RIGHT: Text = {
  zh: '这个链接不能看下级单位的回执；需要时请系统管理员发放可看回执的链接',
  en: 'this link opens no receipts of others; ask the operator of the system for one that does',
};

/**
 * Leads to a part of a receipt. The version must be one of the division's own uploads, so that the key is made here and
 * never taken from the request. An office whose link has the right opens those of the divisions below it, too, and the
 * trail keeps that it did.
 */
export async function receipt(holder: Holder, { query }: DoorRequest, effects: ReceiptEffects): Promise<Answer> {
  const division = query['division'] ?? holder.division;
  const isOwn = division === holder.division;
  if (!isOwn && !mayOpen(holder, division, effects.pack)) return refusal(403, NO_RIGHT);
  const part = PARTS.find((one) => one === query['part']) ?? 'html';
  const own = await effects.versionsOf(division);
  const version = own.find(({ versionId }) => versionId === query['version']);
  if (version === undefined) return refusal(404, NO_RECEIPT);
  const key = receiptKey(version.key, version.versionId, part, effects.pack);
  if (!(await effects.hasReceipt(key))) return refusal(404, NO_RECEIPT);
  // Before it is opened: what is not on record is not read.
  if (!isOwn && !(await recorded(holder, version, part, effects))) return refusal(404, NO_RECEIPT);
  const saveAs = part === 'marked.xlsx' ? { saveAs: `${shownFileName(version.key)}.${receiptEnding(part)}` } : {};
  return redirect(await effects.signReceipt({ key, seconds: READ_SECONDS, ...saveAs }));
}

/** Whether a division lies below an office that has the right. It may have lain there in an earlier year only. */
const mayOpen = ({ division: office, opensReceipts }: Holder, division: string, pack: CityPack): boolean =>
  opensReceipts && pack.vintages.some((register) => register.covers(office, division) && register.nameOf(division));

/** Keeps who opened what. @returns false where the upload lies in no quarter, whose trail could tell it */
async function recorded(
  holder: Holder,
  { key, versionId }: UploadVersion,
  part: ReceiptPart,
  { pack, now, audit }: ReceiptEffects,
): Promise<boolean> {
  const slot = parseUploadKey(key, pack);
  if (slot === null) return false;
  const subject = `${versionId}~${part}`;
  await audit({ period: slot.period, at: now(), what: 'receipt', subject, who: nameOfLink(holder), detail: part });
  return true;
}
