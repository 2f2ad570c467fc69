import { resolve } from 'node:path';
import { type Command, type Options } from '../command.ts';
import { addressToOpen, openedText } from '../network.ts';
import { EXIT, SystemError, UsageError } from '../told-errors.ts';
import { LOCAL_PORT } from '../local-port.ts';

/** The system as a service on this machine, for the aws CLI and for the other commands. */
export const local: Command = {
  name: 'local',
  usage: '[--port N] [--data DIR] [--lan [--address IP]]',
  zh: '在本机运行整个系统，提供 S3 和 DynamoDB 接口（只监听 127.0.0.1，除非给出 --lan）',
  en: 'run the system on this machine with S3 and DynamoDB endpoints (127.0.0.1 only, unless --lan)',
  options: {
    port: { type: 'string', zh: `端口，默认 ${LOCAL_PORT}`, en: `port, default ${LOCAL_PORT}` },
    data: { type: 'string', zh: '数据目录，默认 .uplift/data', en: 'data folder, default .uplift/data' },
    lan: {
      type: 'boolean',
      zh: '向局域网开放：启动时说明开放了什么',
      en: 'open it to the network; says what it opens',
    },
    address: {
      type: 'string',
      zh: '本机有多个地址时，开放哪一个',
      en: 'which address, where this machine has several',
    },
  },
  run: async (options, _words, language) => {
    const port = Number(options['port'] ?? LOCAL_PORT);
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      throw new UsageError({
        zh: `端口“${String(options['port'])}”应为 1 至 65535 的整数`,
        en: `got port “${String(options['port'])}”, expected a whole number from 1 to 65535`,
      });
    const network = networkAsked(options);
    const data = resolve(typeof options['data'] === 'string' ? options['data'] : '.uplift/data');
    const { startLocalStack } = await import('../local-stack.ts');
    const stack = await startLocalStack({
      port,
      data,
      watchSchedules: true,
      log: (line) => console.error(line),
      ...(network === undefined ? {} : { network }),
    });
    const { outputs, endpoint, publicEndpoint } = stack;
    if (options['json']) console.log(JSON.stringify({ endpoint, publicEndpoint, outputs, data }));
    else {
      console.log(
        {
          zh: `系统已启动：${endpoint}，数据在 ${data}，按 Ctrl+C 停止`,
          en: `running at ${endpoint}, data in ${data}, Ctrl+C stops it`,
        }[language],
      );
      console.log(
        {
          zh: `\n另一个终端中：aws 命令行先执行下面一行；端口不是 ${LOCAL_PORT} 时，uplift 的命令也要先执行：`,
          en: `\nIn another terminal the aws CLI needs this line first, and so do uplift’s commands where the port is not ${LOCAL_PORT}:`,
        }[language],
      );
      console.log(
        `\n  export AWS_ENDPOINT_URL=${endpoint} AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local\n`,
      );
      for (const [name, value] of Object.entries(outputs)) console.log(`  ${name.padEnd(24)}${value}`);
      if (network !== undefined) console.log(`\n${openedText(publicEndpoint, data)[language]}`);
    }
    const failure = await Promise.race([stack.failure, toldToStop()]);
    await stack.close();
    if (failure)
      throw new SystemError(
        {
          zh: `数据表服务已停止，系统不再接收文件：${failure.message}。请检查 ${data} 所在磁盘是否已满或不可写，然后重新运行 uplift local；已上传的文件不会丢失`,
          en: `${failure.message}. The system takes no more files. Look whether the disk of ${data} is full or cannot be written, then run uplift local again; what was uploaded is kept`,
        },
        { cause: failure },
      );
    return EXIT.good;
  },
};

/** The address to open; undefined where nothing is. @throws UsageError */
function networkAsked({ lan, address }: Options): string | undefined {
  const asked = typeof address === 'string' ? address : undefined;
  if (lan === true) return addressToOpen(asked);
  if (asked === undefined) return undefined;
  throw new UsageError({ zh: '--address 要与 --lan 一起用', en: '--address goes with --lan' });
}

/** How often it is asked whether npm is still there, in milliseconds. */
const PARENT_ASKED_EVERY = 500;

/**
 * Resolves when the service is to end: by Ctrl+C, by a signal, or because npm, which started it, was ended. npm passes a
 * signal on to a shell that ends and leaves the service behind.
 */
async function toldToStop(): Promise<undefined> {
  let timer: NodeJS.Timeout | undefined;
  await new Promise<void>((stop) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop());
    if (process.env['npm_lifecycle_event'] === undefined) return;
    const parent = process.ppid;
    timer = setInterval(() => process.ppid !== parent && stop(), PARENT_ASKED_EVERY);
  });
  clearInterval(timer);
  return undefined;
}
