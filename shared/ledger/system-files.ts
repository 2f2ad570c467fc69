/**
 * Files that programs and operating systems leave beside a clerk's. They are passed over: they have no receipt, no
 * line in `status`, and are no further try in R15. `*` stands for any characters; capitals do not matter.
 * docs/quirks.md has the same list.
 */
export const SYSTEM_FILES = [
  // Excel, WPS and LibreOffice keep these while a file is open.
  '~$*',
  '.~*',
  // macOS
  '.DS_Store',
  '._*',
  '__MACOSX/',
  // Windows
  'Thumbs.db',
  'desktop.ini',
  // Downloads and copies that are not finished
  '*.crdownload',
  '*.part',
  '*.tmp',
] as const;

const FOLDERS: readonly string[] = SYSTEM_FILES.filter((name) => name.endsWith('/')).map((name) =>
  name.slice(0, -1).toLowerCase(),
);
const NAMES = SYSTEM_FILES.filter((name) => !name.endsWith('/')).map(
  (name) => new RegExp(`^${name.replace(/[.$]/g, String.raw`\$&`).replaceAll('*', '.*')}$`, 'isu'),
);

/**
 * Whether an object is one of {@link SYSTEM_FILES}, or the empty object by which consoles of S3 show a folder.
 * @param size in bytes
 */
export function isSystemFile({ key, size }: { readonly key: string; readonly size: number }): boolean {
  const parts = key.split('/');
  const name = parts.pop() ?? '';
  if (name === '') return size === 0;
  return NAMES.some((pattern) => pattern.test(name)) || parts.some((part) => FOLDERS.includes(part.toLowerCase()));
}
