import { DataFolderInUseError } from '../infra/local/data-folder.ts';
import { startStack, type LocalStack, type StackOptions } from '../infra/local/stack.ts';
import { assemblyFolder } from './assembly.ts';
import { UsageError } from './told-errors.ts';

/**
 * Starts the system on this machine from the code as it is.
 * @throws UsageError when the folder or the port is another one's
 */
export async function startLocalStack(options: Omit<StackOptions, 'assembly'>): Promise<LocalStack> {
  try {
    return await startStack({ assembly: assemblyFolder(), ...options });
  } catch (cause) {
    if (cause instanceof DataFolderInUseError)
      throw new UsageError(
        {
          zh: `数据目录 ${cause.folder} 正由进程 ${cause.owner} 使用：请先停止它，或用 --data 换一个目录；确认没有在运行时，可删除其中的 lock 文件`,
          en: cause.message,
        },
        { cause },
      );
    if ((cause as NodeJS.ErrnoException).code === 'EADDRINUSE')
      throw new UsageError(
        {
          zh: `端口 ${options.port} 已被占用：系统可能已在运行，否则请用 --port 换一个端口`,
          en: `port ${options.port} is in use: the system may run already; if not, name another with --port`,
        },
        { cause },
      );
    throw cause;
  }
}
