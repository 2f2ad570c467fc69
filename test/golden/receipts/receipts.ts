/**
 * The receipts of some golden files, in both languages: pages, texts and marked workbooks as they are published.
 * `npm run golden` writes them down; the difference is to be read by a person before it is committed.
 */
import { renderReceipt } from '../../../shared/receipt/render-receipt.ts';
import { receiptFor } from '../../receipt/fixture.ts';
import { checkedGolden, expectationOf } from '../files/golden-file.ts';
import { readable, writeDown, type Texts } from '../readable.ts';

/** Folders, and the golden file whose receipts each of them holds. */
const FILES: Readonly<Record<string, string>> = {
  'no-fault': 'openpyxl/office.xlsx',
  'warnings-only': 'openpyxl/roster.xlsx',
  'some-rows-rejected': 'openpyxl/names.xlsx',
  'all-rows-rejected': 'openpyxl/formulas.xlsx',
  'not-readable': 'libreoffice/password.xlsx',
};

/** Names below this folder and texts whose differences can be read. */
export function goldenReceipts(): Texts {
  const texts = new Map<string, string>();
  for (const [folder, file] of Object.entries(FILES)) {
    const { division } = expectationOf(file);
    const checked = checkedGolden(file);
    const told = receiptFor(checked, file.slice(file.indexOf('/') + 1), division);
    // Every change of the rules raises their number; only what it does to a receipt is of interest here.
    const receipt = { ...told, ruleSet: 'rules', submission: { ...told.submission, submissionId: 'v1~rules' } };
    for (const language of ['zh', 'en'] as const)
      for (const [part, { content }] of renderReceipt(receipt, checked, language))
        texts.set(...readable(`${folder}/${language}.${part}`, content));
  }
  return texts;
}

if (import.meta.main) writeDown(import.meta.dirname, goldenReceipts());
