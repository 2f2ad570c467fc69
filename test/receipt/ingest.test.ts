import { expect, test } from 'vitest';
import { ingest, type IngestEffects } from '../../functions/ingest/ingest.ts';
import { writeWorkbook } from '../../shared/sheet/write.ts';
import { DIVISION, household, open, PERIOD, sheetOf } from './fixture.ts';

/** Ends of the names of what an ingest writes to the receipts bucket, in order, and the contents by them. */
async function receiptsOf(bytes: Uint8Array, key = `${DIVISION}/${PERIOD}/花名册.xlsx`): Promise<Map<string, string | Uint8Array>> {
  const written = new Map<string, string | Uint8Array>();
  const effects: IngestEffects = {
    readVersion: async () => ({ bytes, size: bytes.length, acceptedAt: new Date('2016-07-05T01:02:03Z') }),
    ledger: async () => [],
    readRows: async () => [],
    writePages: async () => {},
    commit: async () => true,
    receiptExists: async () => false,
    writeReceipt: async (name, { content }) => {
      // The largest part takes longest; the text must still wait for it.
      if (name.endsWith('.xlsx')) await new Promise((resolve) => setTimeout(resolve, 20));
      expect(name.replace('unroutable/', '').startsWith(`${key}.v1.`)).toBe(true);
      written.set(name.slice(name.indexOf('.v1.') + 4), content);
    },
  };
  await ingest({ bucket: 'uploads', key, versionId: 'v1' }, 'test', effects);
  return written;
}

test('a file with problems gets all four parts, the text last', async () => {
  const parts = await receiptsOf(writeWorkbook([sheetOf([household(1), household(2, { household_size: '三口' })])]));
  expect([...parts.keys()].toSorted()).toEqual(['marked.xlsx', 'receipt.html', 'receipt.json', 'receipt.txt']);
  expect([...parts.keys()].at(-1)).toBe('receipt.txt');
  expect(open(parts.get('marked.xlsx') as Uint8Array).sheets).toHaveLength(3);
});

test('a clean file, one that cannot be read and one that belongs nowhere have no marked workbook', async () => {
  const clean = writeWorkbook([sheetOf([household(1)])]);
  for (const parts of [
    await receiptsOf(clean),
    await receiptsOf(new TextEncoder().encode('%PDF-1.7')),
    await receiptsOf(clean, 'nowhere/花名册.xlsx'),
  ]) {
    expect([...parts.keys()]).toEqual(['receipt.json', 'receipt.html', 'receipt.txt']);
    expect(parts.get('receipt.html')).toContain('扶贫季报接收回执');
  }
});
