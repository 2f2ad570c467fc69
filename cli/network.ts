/** What `uplift local --lan` opens to the network, and how it says so. */
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Text } from '../shared/language/language.ts';
import { UsageError } from './told-errors.ts';

/** The IPv4 addresses by which other machines may reach this one. */
export const lanAddresses = (): string[] =>
  Object.values(networkInterfaces()).flatMap((list = []) =>
    list.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address),
  );

/**
 * The one address that is opened.
 * @param asked the user's choice; undefined where there is none
 * @throws UsageError where this machine has no such address, or several and nobody has chosen
 */
export function addressToOpen(asked: string | undefined, own: readonly string[] = lanAddresses()): string {
  const [first] = own;
  if (first === undefined)
    throw new UsageError({
      zh: '本机没有局域网地址，不能用 --lan；请先连上网络',
      en: 'this machine has no address in a network, which --lan needs; connect it first',
    });
  if (asked === undefined && own.length === 1) return first;
  if (asked !== undefined && own.includes(asked)) return asked;
  const listed = own.join('、');
  throw new UsageError(
    asked === undefined
      ? { zh: `本机有多个地址：${listed}。请用 --address 选一个`, en: `choose one of ${own.join(', ')} with --address` }
      : {
          zh: `--address 应为本机的地址之一：${listed}，给出的是“${asked}”`,
          en: `--address: got “${asked}”, expected one of ${own.join(', ')}`,
        },
  );
}

/** What is open at an address of the network, to whom, and what is not. @param data folder of the service */
export function openedText(address: string, data: string): Text {
  const key = join(data, 'keys', 'requests');
  return {
    zh: [
      `已向局域网开放：${address}（只有这一个地址；以前印的 127.0.0.1 链接请用 uplift desk links 重印）`,
      '  有单位链接的人：打开本单位的页面，上报，看自己的回执',
      '  有县、市链接的人：看下级报送情况；最上一级可以作决定、汇总、定稿；发放时给了权限的可看下级回执',
      `  有签名密钥（${key}）的程序：读写全部文件和报表；没有签名、签名不对、过期的请求一律拒绝`,
      '  其他人：打不开任何内容。队列、数据表、密钥、汇总接口只答本机程序',
      '  注意：http 不加密，同一网络上的人可能看到传送的内容，其中有个人信息。只在可信的网络上开放，用完按 Ctrl+C',
    ].join('\n'),
    en: [
      `open to the network at ${address} (this address alone; print the links again, those of 127.0.0.1 do not fit)`,
      '  who has a division’s link: opens its page, sends its files, reads its own receipts',
      '  who has an office’s link: sees who has reported; the highest office decides, summarises and signs; receipts of others by right of the link',
      `  a program with the signing key (${key}): reads and writes all files and reports; requests that are unsigned, wrongly signed or expired are refused`,
      '  anybody else: nothing. Queues, table, keys and summary answer programs of this machine alone',
      '  http is not encrypted: others on the network may read what is sent, personal data among it. Open it in a network that you trust, and stop it with Ctrl+C',
    ].join('\n'),
  };
}
