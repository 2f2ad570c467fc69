import { readFileSync } from 'node:fs';
import { UsageError } from './told-errors.ts';

/** Why a file cannot be read, by the code of the operating system. */
const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: '没有这个文件',
  EISDIR: '这是一个目录',
  EACCES: '没有读取权限',
};

/** The bytes of a file that a command line names. @throws UsageError when the file cannot be read */
export function readInput(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    throw new UsageError(
      { zh: `无法读取文件 ${file}：${UNREADABLE[code] ?? code}`, en: `cannot read ${file}: ${message}` },
      {
        cause,
      },
    );
  }
}
