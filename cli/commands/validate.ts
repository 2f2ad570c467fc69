import { CITY_PACK } from '../../cities/pack.ts';
import { createHash } from 'node:crypto';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { checkFile } from '../../shared/check/check-file.ts';
import type { CheckedFile } from '../../shared/check/checked-file.ts';
import { maskedName } from '../../shared/ledger/file-names.ts';
import { parseUploadKey, receiptEnding, uploadKey, type UploadKey } from '../../shared/ledger/keys.ts';
import { renderReceipt } from '../../shared/receipt/render-receipt.ts';
import { receiptOf, type Receipt } from '../../shared/receipt/receipt.ts';
import { NO_CHANGES } from '../../shared/rows/merge.ts';
import type { Language } from '../../shared/language/language.ts';
import { statusText } from '../../shared/receipt/status-text.ts';
import { checkText } from '../../shared/receipt/receipt-text.ts';
import { cityDate } from '../../shared/time/period.ts';
import { asDivision, asPeriod, required, type Command, type Options } from '../command.ts';
import { readInput } from '../input-file.ts';
import { EXIT, UsageError } from '../told-errors.ts';

/** Checks files with the code of the cloud and no cloud at all. */
export const validate: Command = {
  name: 'validate',
  usage: 'FILE --division CODE --period 2016Q2 [--out DIR]\n       uplift validate DIR [--out DIR]',
  zh: '在本机检查一个文件，或目录 DIR/<区划代码>/<季度>/ 下的所有文件，不上传',
  en: 'check a file, or every DIR/<division>/<period>/<file>, on this machine; upload nothing',
  options: {
    division: { type: 'string', zh: '填报单位的区划代码', en: 'division code of the uploading unit' },
    period: { type: 'string', zh: '填报季度', en: 'reporting period' },
    out: {
      type: 'string',
      zh: '把回执和批注表写入该目录',
      en: 'folder that gets the receipts and the marked workbooks',
    },
  },
  run: async (options, [file, ...rest], language) => {
    if (!file || rest.length > 0)
      throw new UsageError({ zh: '请给出一个文件或目录', en: 'exactly one FILE or DIR is expected' });
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) return validateFolder(file, options, language);
    const period = asPeriod(required(options, 'period'));
    const slot = {
      division: asDivision(required(options, 'division'), period),
      period,
      fileName: basename(file),
    };
    const { checked, receipt } = checkOne(file, slot, language);
    if (typeof options['out'] === 'string')
      writeParts(join(options['out'], receipt.submission.file), receipt, checked, language);
    console.log(
      options['json']
        ? JSON.stringify({ ...outcomeIn(receipt), repairs: receipt.repairs }, null, 1)
        : checkText(receipt, language),
    );
    return isBad(checked) ? EXIT.badData : EXIT.good;
  },
};

/** A line for each file, and what became of all. */
async function validateFolder(folder: string, options: Options, language: Language): Promise<number> {
  const { findUploads } = await import('../upload-files.ts');
  const { uploads: keys } = findUploads(folder, typeof options['out'] === 'string' ? [options['out']] : []);
  const only = (name: 'division' | 'period', own: string): boolean =>
    options[name] === undefined || options[name] === own;
  const uploads = keys.flatMap((key) => {
    const slot = parseUploadKey(key, CITY_PACK);
    return slot && only('division', slot.division) && only('period', slot.period) ? [{ key, slot }] : [];
  });
  if (uploads.length === 0)
    throw new UsageError({
      zh: `${folder} 中没有可检查的文件，应为 DIR/<区划代码>/<季度>/<文件>`,
      en: `no files to check in ${folder}, expected DIR/<division>/<period>/<file>`,
    });
  const told: Record<string, ReturnType<typeof outcomeIn>> = {};
  const results: CheckedFile[] = [];
  const names = new Set<string>();
  for (const { key, slot } of uploads) {
    const { checked, receipt } = checkOne(join(folder, ...key.split('/')), slot, language);
    const name = distinctName(maskedName(key), names);
    if (typeof options['out'] === 'string') writeParts(join(options['out'], name), receipt, checked, language);
    // A thousand files stay in memory only as their counts.
    results.push({ ...checked, findings: [], unkept: [], tables: [], read: null });
    if (options['json']) {
      told[name] = outcomeIn(receipt);
      continue;
    }
    const { warnings } = receipt.summary;
    const counts = {
      zh: `读取 ${checked.rows}，接收 ${checked.accepted}，退回 ${checked.rejected}，提示 ${warnings}${checked.replacement ? '，★全量替换' : ''}`,
      en: `${checked.rows} rows read, ${checked.accepted} accepted, ${checked.rejected} rejected, ${warnings} warnings${checked.replacement ? ', ★ full replacement' : ''}`,
    }[language];
    console.log(
      `${isBad(checked) ? '✗' : warnings > 0 ? '!' : '✓'} ${name}${{ zh: '：', en: ': ' }[language]}${statusText(checked.status, true)[language]}${{ zh: '（', en: ' (' }[language]}${counts}${{ zh: '）', en: ')' }[language]}`,
    );
  }
  const bad = results.filter(isBad).length;
  if (options['json']) console.log(JSON.stringify(told, null, 1));
  else {
    const skipped = keys.length - uploads.length;
    console.log(
      {
        zh: `\n检查了 ${uploads.length} 个文件，${bad === 0 ? '没有一行被退回' : `${bad} 个有行被退回`}${skipped > 0 ? `；另有 ${skipped} 个文件没有检查` : ''}`,
        en: `\n${uploads.length} files checked, ${bad === 0 ? 'no row was rejected' : `${bad} with rejected rows`}${skipped > 0 ? `; ${skipped} more were not asked for` : ''}`,
      }[language],
    );
  }
  return bad > 0 ? EXIT.badData : EXIT.good;
}

const isBad = ({ rejected, status }: CheckedFile): boolean => rejected > 0 || status === 'rejected';

/** What of a receipt `--json` prints beside the repairs. */
const outcomeIn = ({ status, summary, findings, replacement }: Receipt) => ({
  status,
  summary,
  findings,
  ...(replacement ? { replacement } : {}),
});

/** The receipt that the file would get if it were uploaded now. */
function checkOne(file: string, slot: UploadKey, language: Language): { checked: CheckedFile; receipt: Receipt } {
  const bytes = readInput(file);
  const now = new Date();
  const checked = checkFile(bytes, { ...CITY_PACK.at(slot.period), ...slot, receivedOn: cityDate(now) });
  const facts = {
    key: uploadKey(slot),
    versionId: 'local',
    acceptedAt: now.toISOString(),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    notUploaded: true,
  } as const;
  return { checked, receipt: receiptOf(facts, checked, { pack: CITY_PACK, changes: NO_CHANGES, language }) };
}

/** Two names may be the same when the numbers in them are masked: 371599_…12.xlsx, and behind it 371599_…12.xlsx (2). */
function distinctName(name: string, taken: Set<string>): string {
  let distinct = name;
  for (let copy = 2; taken.has(distinct); copy++) distinct = `${name} (${copy})`;
  taken.add(distinct);
  return distinct;
}

/** The parts of the receipt, beside each other. @param path of the file that they are of, without their endings */
function writeParts(path: string, receipt: Receipt, checked: CheckedFile, language: Language): void {
  mkdirSync(dirname(path), { recursive: true });
  for (const [part, { content }] of renderReceipt(receipt, checked, language))
    writeFileSync(`${path}.${receiptEnding(part)}`, content);
}
