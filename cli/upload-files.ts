import { readdirSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { CITY_PACK } from '../cities/pack.ts';
import { maskedName } from '../shared/ledger/file-names.ts';
import { parseUploadKey } from '../shared/ledger/keys.ts';
import { isSystemFile } from '../shared/ledger/system-files.ts';
import type { Text } from '../shared/language/language.ts';
import { UsageError } from './told-errors.ts';

/** The files below a folder, as paths with slashes. */
export type FoundFiles = {
  /** The reports: each path is the key of the upload. */
  readonly uploads: readonly string[];
  /** What is passed over, and somebody may miss. */
  readonly others: readonly string[];
};

/**
 * Finds the reports below a folder: `<division>/<period>/<file>` of a known division. They are in the order in which
 * they are uploaded: period by period, within a period by path. Hidden files and files of programs are passed over
 * without a word.
 * @param except folders that the command writes to; they may lie in the folder, and nothing in them is found
 */
export function findUploads(from: string, except: readonly string[] = []): FoundFiles {
  if (!statSync(from, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError({ zh: `${from} 不是目录`, en: `${from} is not a folder` });
  const own = except.map((folder) => `${relative(from, resolve(folder))}${sep}`);
  const paths = readdirSync(from, { recursive: true, encoding: 'utf8' })
    .filter((path) => !own.some((folder) => path.startsWith(folder)) && !isHidden(path))
    .flatMap((path) => {
      const stat = statSync(join(from, path), { throwIfNoEntry: false });
      const key = path.split(sep).join('/');
      return stat?.isFile() && !isSystemFile({ key, size: stat.size }) ? [key] : [];
    });
  const periods = new Map(paths.map((path) => [path, parseUploadKey(path, CITY_PACK)?.period]));
  const periodOf = (path: string): string => periods.get(path) ?? '';
  const sorted = paths.toSorted((a, b) =>
    periodOf(a) === periodOf(b) ? (a < b ? -1 : 1) : periodOf(a) < periodOf(b) ? -1 : 1,
  );
  return {
    uploads: sorted.filter((path) => periods.get(path) !== undefined),
    others: sorted.filter((path) => periods.get(path) === undefined),
  };
}

const isHidden = (path: string): boolean => path.split(sep).some((part) => part.startsWith('.'));

const MOST_NAMED = 5;

/** Names what is passed over, in one line; null if that is nothing. */
export function passedOverText(others: readonly string[]): Text | null {
  if (others.length === 0) return null;
  const named = others.slice(0, MOST_NAMED).map(maskedName);
  const more = others.length > named.length;
  return {
    zh: `跳过 ${others.length} 个文件，它们不在 <区划代码>/<季度>/ 下：${named.join('、')}${more ? ' 等' : ''}`,
    en:
      `${others.length} files passed over, as they are not at <division>/<period>/: ` +
      `${named.join(', ')}${more ? ', …' : ''}`,
  };
}
