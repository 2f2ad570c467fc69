import { basename } from 'node:path';
import { receiptKey, uploadKey } from '../../shared/keys.ts';
import type { Receipt } from '../../shared/receipt/receipt.ts';
import { receiptText } from '../../shared/receipt/text.ts';
import { asDivision, asPeriod, EXIT, required, UsageError, type Command } from '../command.ts';
import type { System } from '../system.ts';
import { readInput } from './validate.ts';

const PATIENCE_MS = 5 * 60_000;

/** Puts a file and waits for its receipt. */
export const upload: Command = {
  name: 'upload',
  usage: 'FILE --division CODE --period 2016Q2 [--stack NAME]',
  zh: '上传一个文件，等待并显示回执',
  en: 'upload a file, wait for its receipt and show it',
  options: {
    division: { type: 'string', zh: '填报单位的区划代码', en: 'division code of the uploading unit' },
    period: { type: 'string', zh: '填报季度', en: 'reporting period' },
    stack: { type: 'string', zh: 'CloudFormation 栈名', en: 'CloudFormation stack' },
  },
  run: async (options, [file, ...rest], language) => {
    if (!file || rest.length > 0) throw new UsageError('请给出一个文件（exactly one FILE is expected）');
    const key = uploadKey({
      division: asDivision(required(options, 'division')),
      period: asPeriod(required(options, 'period')),
      fileName: basename(file),
    });
    const bytes = readInput(file);
    const { System } = await import('../system.ts');
    const system = await System.connect(typeof options['stack'] === 'string' ? options['stack'] : undefined);
    const versionId = await system.upload(key, bytes);
    const receipt = await awaitReceipt(system, receiptKey(key, versionId, 'json'));
    console.log(options['json'] ? JSON.stringify(receipt, null, 1) : receiptText(receipt, language));
    return receipt.summary.rejected > 0 || receipt.status === 'rejected' ? EXIT.badData : EXIT.good;
  },
};

async function awaitReceipt(system: System, key: string): Promise<Receipt> {
  const until = Date.now() + PATIENCE_MS;
  for (let wait = 50; Date.now() < until; wait = Math.min(2_000, wait * 1.5)) {
    const bytes = await system.read('receipts', key);
    if (bytes) return JSON.parse(new TextDecoder().decode(bytes)) as Receipt;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  const { SystemError } = await import('../system.ts');
  throw new SystemError(`已上传，但 ${PATIENCE_MS / 60_000} 分钟内没有收到回执 ${key}（no receipt yet; look again later）`);
}
