import { CITY_PACK } from '../../cities/pack.ts';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseUploadKey, receiptEnding } from '../../shared/ledger/keys.ts';
import { windowOf } from '../../shared/city/programme.ts';
import type { Language, Text } from '../../shared/language/language.ts';
import type { Receipt } from '../../shared/receipt/receipt.ts';
import { narrativeIn } from '../../shared/summary/summary-json.ts';
import { receiptStatus } from '../../shared/receipt/status-text.ts';
import type { Period } from '../../shared/time/period.ts';
import { asPeriod, required, type Command } from '../command.ts';
import { SystemError, UsageError } from '../told-errors.ts';
import { Progress } from '../progress.ts';
import { exitCodeOf } from '../receipt-exit.ts';
import type { System } from '../system.ts';
import { findUploads, passedOverText } from '../upload-files.ts';

/** The whole pipeline on this machine: the synthesized template, the bundled functions, real uploads. */
export const run: Command = {
  name: 'run',
  usage: '--from DIR --period 2016Q2 --out DIR [--data DIR] [--received-in-window]',
  zh: '在本机跑完整流程：DIR/<区划代码>/<季度>/<文件> 全部上传、校验、入库、汇总',
  en: 'the whole pipeline on this machine: every DIR/<division>/<period>/<file> is uploaded, checked, stored and summarised',
  options: {
    from: { type: 'string', zh: '文件所在目录', en: 'folder with the files' },
    period: { type: 'string', zh: '要汇总的季度', en: 'period to summarise' },
    out: { type: 'string', zh: '回执和报表的输出目录', en: 'folder that gets receipts and reports' },
    data: {
      type: 'string',
      zh: '保存数据的目录；不给则只在内存中',
      en: 'folder that keeps the data; memory only without it',
    },
    'received-in-window': {
      type: 'boolean',
      zh: '按各季截止日收到处理（补录历史数据时不算逾期）',
      en: "take files as received on their period's deadline (history is not late)",
    },
  },
  run: async (options, words, language) => {
    if (words.length > 0)
      throw new UsageError({ zh: `多余的参数：${words.join(' ')}`, en: `unexpected arguments: ${words.join(' ')}` });
    const period = asPeriod(required(options, 'period'));
    const out = resolve(required(options, 'out'));
    const from = resolve(required(options, 'from'));
    const data = typeof options['data'] === 'string' ? resolve(options['data']) : null;
    const own = [out, join(out, 'receipts'), join(out, 'reports'), ...(data === null ? [] : [data])];
    const { keys, passedOver } = uploadsIn(from, own);
    const isInWindow = options['received-in-window'] === true;
    const progress = new Progress({ zh: '接收', en: 'ingest' }[language]);
    const { stack, system, receivedAt } = await startSystem(data, (ingested) => progress.update(ingested, keys.length));
    try {
      if (passedOver !== null) console.error(passedOver[language]);
      for (const key of keys) {
        const slot = isInWindow ? parseUploadKey(key, CITY_PACK) : null;
        receivedAt(slot && CITY_PACK.hasProgramme(slot.period) ? deadlineOf(slot.period) : null);
        await system.upload(key, readFileSync(join(from, ...key.split('/'))));
      }
      await stack.idle();
      progress.end();
      const { revision, prefix } = await system.summarise(period);
      const receipts = await copyOut(system, out);
      if (receipts.length < keys.length)
        throw new SystemError({
          zh: `上传了 ${keys.length} 个文件，只收到 ${receipts.length} 份回执`,
          en: `${keys.length} files were uploaded but only ${receipts.length} receipts came back`,
        });
      const result = { period, revision, files: keys.length, receipts, out, prefix };
      if (options['json']) console.log(JSON.stringify(resultDocument(result), null, 1));
      else printResult(result, language);
      return exitCodeOf(receipts);
    } finally {
      progress.end();
      await stack.close();
    }
  },
};

/** The reports below a folder, and a line about what is passed over. @throws UsageError when there are no reports */
function uploadsIn(from: string, except: readonly string[]): { keys: readonly string[]; passedOver: Text | null } {
  const { uploads: keys, others } = findUploads(from, except);
  const passedOver = passedOverText(others);
  if (keys.length === 0)
    throw new UsageError({
      zh: `${from} 中没有文件，应为 DIR/<区划代码>/<季度>/<文件>${passedOver ? `；${passedOver.zh}` : ''}`,
      en: `no files in ${from}, expected DIR/<division>/<period>/<file>${passedOver ? `; ${passedOver.en}` : ''}`,
    });
  return { keys, passedOver };
}

/** Noon of the last day on time. */
const deadlineOf = (period: Period): Date => new Date(`${windowOf(CITY_PACK.at(period)).deadline}T04:00:00Z`);

/**
 * Starts the system on this machine.
 * @param data folder that keeps the data; memory only without it
 * @param onIngested gets how many submissions are done
 * @returns with `receivedAt`, which sets the clock that uploads are received by; null is the machine's own
 */
async function startSystem(data: string | null, onIngested: (count: number) => void) {
  const [{ startLocalStack }, { KEY_FOLDER }, { System }] = await Promise.all([
    import('../local-stack.ts'),
    import('../assembly.ts'),
    import('../system.ts'),
  ]);
  let clock: Date | null = null;
  let ingested = 0;
  const stack = await startLocalStack({
    ...(data === null ? { keys: KEY_FOLDER } : { data }),
    clock: () => clock ?? new Date(),
    log: (line) => {
      if (line.includes('"message":"submission"')) onIngested(++ingested);
    },
  });
  System.useEndpoint(stack.endpoint);
  return { stack, system: System.of(stack.outputs), receivedAt: (instant: Date | null) => void (clock = instant) };
}

type Result = {
  readonly period: string;
  readonly revision: number;
  readonly files: number;
  readonly receipts: readonly Receipt[];
  readonly out: string;
  /** Folder of the published revision, below `out`. */
  readonly prefix: string;
};

const countBy = (receipts: readonly Receipt[], nameOf: (receipt: Receipt) => string): [string, number][] =>
  [...Map.groupBy(receipts, nameOf)].map(([name, of]) => [name, of.length]);

const resultDocument = ({ period, revision, files, receipts, out, prefix }: Result) => ({
  period,
  revision,
  files,
  byStatus: Object.fromEntries(countBy(receipts, ({ status }) => status)),
  reports: join(out, prefix),
  receipts: join(out, 'receipts'),
});

function printResult({ receipts, out, prefix }: Result, language: Language): void {
  const summary = readFileSync(join(out, ...prefix.split('/'), 'internal', 'summary.json'), 'utf8');
  console.log(`${narrativeIn(summary, language)}\n`);
  for (const [status, count] of countBy(receipts, (receipt) => receiptStatus(receipt)[language]))
    console.log(`${String(count).padStart(5)} ${{ zh: '个文件', en: 'files' }[language]} ${status}`);
  console.log(
    {
      zh: `\n报表：${join(out, prefix, 'internal')}\n回执：${join(out, 'receipts')}`,
      en: `\nReports: ${join(out, prefix, 'internal')}\nReceipts: ${join(out, 'receipts')}`,
    }[language],
  );
}

/**
 * Writes all receipts, notices and published reports below `out`, in place of those of an earlier run.
 * @returns the receipts
 */
async function copyOut(system: System, out: string): Promise<Receipt[]> {
  const receipts: Receipt[] = [];
  for (const [bucket, prefix] of [
    ['receipts', ''],
    ['reports', 'reports/'],
  ] as const) {
    const folder = bucket === 'receipts' ? join(out, 'receipts') : out;
    rmSync(join(out, bucket), { recursive: true, force: true });
    for (const key of await system.list(bucket, prefix)) {
      const bytes = await system.read(bucket, key);
      const file = join(folder, ...key.split('/').map(safeName));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bytes ?? '');
      // Notices to divisions (重复户核查) lie beside the receipts.
      if (bucket === 'receipts' && key.endsWith(`.${receiptEnding('json')}`))
        receipts.push(JSON.parse(new TextDecoder().decode(bytes ?? undefined)) as Receipt);
    }
  }
  return receipts;
}

/** A key's part as a file name: `..` leads nowhere, and no character that a file system forbids. */
const safeName = (part: string): string => (/^\.{1,2}$/.test(part) ? '_' : part.replace(/[\p{Cc}<>:"|?*\\]/gu, '_'));
