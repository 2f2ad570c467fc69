import { expect, test } from 'vitest';
import { unroutedFile } from '../../shared/check/reception.ts';
import { renderReceipt } from '../../shared/receipt/render-receipt.ts';
import { writeWorkbook } from '../../shared/sheet/write.ts';
import { check, FAULTY_FILE, household, open, receiptFor, sheetOf } from './fixture.ts';

test('a file with problems gets all four parts', () => {
  const checked = check(FAULTY_FILE);
  const parts = renderReceipt(receiptFor(checked), checked);
  expect([...parts.keys()]).toEqual(['json', 'html', 'marked.xlsx', 'txt']);
  expect(open(parts.get('marked.xlsx')?.content as Uint8Array).sheets).toHaveLength(3);
});

test.each([
  ['a clean file', check(writeWorkbook([sheetOf([household(1)])]))],
  ['a file that cannot be read', check(new TextEncoder().encode('%PDF-1.7'))],
  ['a file without a known place', unroutedFile()],
])('%s gets no marked workbook', (_what, checked) => {
  const parts = renderReceipt(receiptFor(checked), checked);
  expect([...parts.keys()]).toEqual(['json', 'html', 'txt']);
  expect(parts.get('html')?.content).toContain('扶贫季报接收回执');
});
