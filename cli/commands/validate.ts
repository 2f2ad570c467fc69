import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkFile } from '../../shared/check/file.ts';
import { receiptEnding, uploadKey, type ReceiptPart } from '../../shared/keys.ts';
import { markedWorkbook } from '../../shared/receipt/marked-workbook.ts';
import { receiptPage } from '../../shared/receipt/page.ts';
import { outcomeOf, receiptOf } from '../../shared/receipt/receipt.ts';
import { NO_CHANGES } from '../../shared/records/merge.ts';
import { outcomeText, receiptText } from '../../shared/receipt/text.ts';
import { cityDate } from '../../shared/time/period.ts';
import { asDivision, asPeriod, EXIT, required, UsageError, type Command } from '../command.ts';

/** Checks one file with the code of the cloud and no cloud at all. */
export const validate: Command = {
  name: 'validate',
  usage: 'FILE --division CODE --period 2016Q2 [--out DIR]',
  zh: '在本机检查一个文件，不上传',
  en: 'check a file on this machine, upload nothing',
  options: {
    division: { type: 'string', zh: '填报单位的区划代码', en: 'division code of the uploading unit' },
    period: { type: 'string', zh: '填报季度', en: 'reporting period' },
    out: { type: 'string', zh: '把回执和批注表写入该目录', en: 'folder that gets the receipt and the marked workbook' },
  },
  run: async (options, [file, ...rest], language) => {
    if (!file || rest.length > 0) throw new UsageError('请给出一个文件（exactly one FILE is expected）');
    const division = asDivision(required(options, 'division'));
    const period = asPeriod(required(options, 'period'));
    const bytes = readInput(file);
    const now = new Date();
    const checked = checkFile(bytes, { division, period, fileName: basename(file), receivedOn: cityDate(now) });
    const outcome = outcomeOf(checked, language);
    if (typeof options['out'] === 'string') {
      const facts = {
        key: uploadKey({ division, period, fileName: basename(file) }),
        versionId: 'local',
        acceptedAt: now.toISOString(),
        sha256: createHash('sha256').update(bytes).digest('hex'),
        bytes: bytes.length,
      };
      const receipt = receiptOf(facts, checked, NO_CHANGES, language);
      const parts: Readonly<Record<ReceiptPart, string | Uint8Array>> = {
        json: `${JSON.stringify(receipt, null, 1)}\n`,
        html: receiptPage(receipt, checked.findings, language),
        'marked.xlsx': markedWorkbook(receipt, checked, language),
        txt: `\uFEFF${receiptText(receipt, language)}`,
      };
      mkdirSync(options['out'], { recursive: true });
      for (const [part, content] of Object.entries(parts))
        writeFileSync(join(options['out'], `${basename(file)}.${receiptEnding(part as ReceiptPart)}`), content);
    }
    console.log(options['json'] ? JSON.stringify(outcome, null, 1) : outcomeText(outcome, language));
    return checked.rejected > 0 || checked.status === 'rejected' ? EXIT.badData : EXIT.good;
  },
};

/** @throws UsageError when the file cannot be read */
export function readInput(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new UsageError(`无法读取文件 ${file}（${(cause as Error).message}）`, { cause });
  }
}
