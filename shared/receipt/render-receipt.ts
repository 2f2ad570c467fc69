import type { CheckedFile } from '../check/checked-file.ts';
import type { Language } from '../language/language.ts';
import type { ReceiptPart } from '../ledger/keys.ts';
import { markedWorkbook } from './marked-workbook.ts';
import { receiptPage } from './receipt-page.ts';
import { receiptText } from './receipt-text.ts';
import type { Receipt } from './receipt.ts';

/** A part of a receipt as it is stored: its content and its media type. */
export type RenderedPart = { readonly content: string | Uint8Array; readonly type: string };

/**
 * The parts of a receipt, the same in the cloud and on the command line; the text comes last. There is no marked
 * workbook of a file without problems, nor of a file that could not be read.
 */
export function renderReceipt(
  receipt: Receipt,
  checked: CheckedFile,
  language: Language = 'zh',
): ReadonlyMap<ReceiptPart, RenderedPart> {
  const parts = new Map<ReceiptPart, RenderedPart>([
    ['json', { content: `${JSON.stringify(receipt, null, 1)}\n`, type: 'application/json; charset=utf-8' }],
    [
      'html',
      { content: receiptPage(receipt, checked.findings, language, checked.sheets), type: 'text/html; charset=utf-8' },
    ],
  ]);
  if (checked.read !== null && checked.findings.length > 0)
    parts.set('marked.xlsx', {
      content: markedWorkbook(receipt, checked, language),
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    });
  return parts.set('txt', { content: `\uFEFF${receiptText(receipt, language)}`, type: 'text/plain; charset=utf-8' });
}
