import { DataFolderInUseError } from '../infra/local/data-folder.ts';
import { ListenError } from '../infra/local/endpoint/endpoint.ts';
import { DamagedJournalError } from '../infra/local/journal.ts';
import { startStack, type LocalStack, type StackOptions } from '../infra/local/stack.ts';
import { assemblyFolder } from './assembly.ts';
import type { Text } from '../shared/language/language.ts';
import { UsageError } from './told-errors.ts';

/**
 * Starts the system on this machine from the code as it is.
 * @throws UsageError when the folder or the port is another one's
 */
export async function startLocalStack(options: Omit<StackOptions, 'assembly'>): Promise<LocalStack> {
  try {
    return await startStack({ assembly: await assemblyFolder(), ...options });
  } catch (cause) {
    const text = wordsFor(cause, options);
    throw text ? new UsageError(text, { cause }) : cause;
  }
}

/** What to do about a folder or a port that cannot be used. Null: it is something else. */
function wordsFor(cause: unknown, { port, data }: Omit<StackOptions, 'assembly'>): Text | null {
  if (cause instanceof DataFolderInUseError)
    return {
      zh: `数据目录 ${cause.folder} 正由进程 ${cause.owner} 使用：请先停止它，或用 --data 换一个目录；确认没有在运行时，可删除其中的 lock 文件`,
      en: cause.message,
    };
  if (cause instanceof DamagedJournalError)
    return {
      zh: `数据文件 ${cause.path} 第 ${cause.line} 行已损坏：请恢复备份，或用 --data 换一个目录`,
      en: cause.message,
    };
  const { code = '', path = '' } = cause as NodeJS.ErrnoException;
  if (cause instanceof ListenError) {
    const why = PORT_FAULTS[code] ?? { zh: `不能使用（${code}）`, en: `cannot be used (${code})` };
    return {
      zh: `端口 ${port} ${why.zh}，请用 --port 换一个端口`,
      en: `port ${port} ${why.en}; name another with --port`,
    };
  }
  const why = FOLDER_FAULTS[code];
  if (why === undefined || data === undefined || !path.startsWith(data)) return null;
  return {
    zh: `数据目录 ${data} ${why.zh}，请解决后重试，或用 --data 换一个目录`,
    en: `the data folder ${data} ${why.en}; mend that, or name another with --data`,
  };
}

/** By the system's code, why a port cannot be listened on. */
const PORT_FAULTS: Readonly<Record<string, Text>> = {
  EADDRINUSE: { zh: '已被占用：系统可能已在运行；如果没有', en: 'is in use: the system may run already; if not' },
  EACCES: { zh: '需要管理员权限', en: 'needs the rights of an administrator' },
};

/** By the system's code, why a folder cannot be used. */
const FOLDER_FAULTS: Readonly<Record<string, Text>> = {
  ENOSPC: { zh: '所在磁盘已满', en: 'is on a full disk' },
  EROFS: { zh: '所在磁盘只读', en: 'is on a read-only disk' },
  EACCES: { zh: '没有读写权限', en: 'may not be read and written by you' },
  EPERM: { zh: '没有读写权限', en: 'may not be read and written by you' },
  ENOENT: { zh: '不存在且无法创建', en: 'does not exist and cannot be made' },
  ENOTDIR: { zh: '不是文件夹', en: 'is not a folder' },
  EEXIST: { zh: '不是文件夹', en: 'is not a folder' },
  EISDIR: { zh: '里面应为文件的位置是文件夹', en: 'has a folder where a file is expected' },
};
