import { CITY_PACK } from '../../cities/pack.ts';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { receiptEnding, uploadKey, type ReceiptPart } from '../../shared/ledger/keys.ts';
import { receiptKey } from '../../shared/ledger/receipt-key.ts';
import { shownFileName } from '../../shared/ledger/file-names.ts';
import { isSystemFile } from '../../shared/ledger/system-files.ts';
import type { Language, Text } from '../../shared/language/language.ts';
import type { Receipt } from '../../shared/receipt/receipt.ts';
import { receiptText } from '../../shared/receipt/receipt-text.ts';
import { asDivision, asPeriod, connected, required, STACK, type Command } from '../command.ts';
import { SystemError, UsageError } from '../told-errors.ts';
import { exitCodeOf } from '../receipt-exit.ts';
import type { System } from '../system.ts';
import { readInput } from '../input-file.ts';

const PATIENCE_MS = 5 * 60_000;

/** Puts a file and waits for its receipt. */
export const upload: Command = {
  name: 'upload',
  usage: 'FILE --division CODE --period 2016Q2 [--out DIR] [--stack NAME]',
  zh: '上传一个文件，等待并显示回执',
  en: 'upload a file, wait for its receipt and show it',
  options: {
    division: { type: 'string', zh: '填报单位的区划代码', en: 'division code of the uploading unit' },
    period: { type: 'string', zh: '填报季度', en: 'reporting period' },
    out: {
      type: 'string',
      zh: '把回执和批注表下载到该目录',
      en: 'folder that gets the receipt and the marked workbook',
    },
    stack: STACK,
  },
  run: async (options, [file, ...rest], language) => {
    if (!file || rest.length > 0) throw new UsageError({ zh: '请给出一个文件', en: 'exactly one FILE is expected' });
    const period = asPeriod(required(options, 'period'));
    const division = asDivision(required(options, 'division'), period);
    const key = uploadKey({ division, period, fileName: basename(file) });
    const bytes = readInput(file);
    if (isSystemFile({ key, size: bytes.length }))
      throw new UsageError({
        zh: `${shownFileName(key)} 是软件或系统自己的文件，不用上报，系统不会处理`,
        en: `${shownFileName(key)} is a file of a program or the system; it is not reported, and would get no receipt`,
      });
    const system = await connected(options);
    const versionId = await system.upload(key, bytes);
    const receipt = await awaitReceipt(system, receiptKey(key, versionId, 'json', CITY_PACK));
    const parts = await partsOf(system, key, versionId);
    if (typeof options['out'] === 'string') download(options['out'], receipt.submission.file, parts);
    if (options['json']) console.log(JSON.stringify(receipt, null, 1));
    else {
      console.log(receiptText(receipt, language));
      console.log(whereText(system.outputs.receipts, parts, options['out'], language));
    }
    return exitCodeOf([receipt]);
  },
};

async function awaitReceipt(system: System, key: string): Promise<Receipt> {
  return JSON.parse(new TextDecoder().decode(await awaitPart(system, key))) as Receipt;
}

/** @throws SystemError when it does not come */
async function awaitPart(system: System, key: string): Promise<Uint8Array> {
  const until = Date.now() + PATIENCE_MS;
  for (let wait = 50; Date.now() < until; wait = Math.min(2_000, wait * 1.5)) {
    const bytes = await system.read('receipts', key);
    if (bytes) return bytes;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  throw new SystemError({
    zh: `已上传，但 ${PATIENCE_MS / 60_000} 分钟内没有收到回执 ${key}`,
    en: `uploaded, but no receipt ${key} after ${PATIENCE_MS / 60_000} minutes; look again later`,
  });
}

/** What a person opens: the page to print, and the marked workbook where the file has one. */
const PARTS: readonly ReceiptPart[] = ['html', 'marked.xlsx'];

type StoredPart = { readonly part: ReceiptPart; readonly key: string; readonly bytes: Uint8Array };

/** The parts of the receipt that are there. The text is written last, so where it is, there is nothing more to come. */
async function partsOf(system: System, key: string, versionId: string): Promise<StoredPart[]> {
  await awaitPart(system, receiptKey(key, versionId, 'txt', CITY_PACK));
  const parts = await Promise.all(
    PARTS.map(async (part) => {
      const at = receiptKey(key, versionId, part, CITY_PACK);
      return { part, key: at, bytes: await system.read('receipts', at) };
    }),
  );
  return parts.filter((one): one is StoredPart => one.bytes !== null);
}

function download(folder: string, name: string, parts: readonly StoredPart[]): void {
  mkdirSync(folder, { recursive: true });
  for (const { part, bytes } of parts) writeFileSync(join(folder, `${name}.${receiptEnding(part)}`), bytes);
}

function whereText(
  bucket: string,
  parts: readonly StoredPart[],
  folder: string | boolean | undefined,
  language: Language,
): string {
  const names: Readonly<Record<string, Text>> = {
    html: { zh: '可打印的回执', en: 'Receipt to print' },
    'marked.xlsx': { zh: '批注表', en: 'Marked workbook' },
  };
  const colon = { zh: '：', en: ': ' }[language];
  const lines = parts.map(({ part, key }) => `${names[part]?.[language] ?? part}${colon}s3://${bucket}/${key}`);
  const saved = { zh: `已下载到：${String(folder)}`, en: `Downloaded to: ${String(folder)}` }[language];
  const offer = { zh: '加上 --out DIR 可以直接下载。', en: 'Add --out DIR to download them.' }[language];
  return [...lines, typeof folder === 'string' ? saved : offer].join('\n');
}
