/** Other programs that open a workbook and save it again; a machine may not have them. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const COMMANDS = { LibreOffice: 'soffice', gnumeric: 'ssconvert' } as const;
type Program = keyof typeof COMMANDS;

export function isPresent(program: Program): boolean {
  try {
    execFileSync(COMMANDS[program], ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * Bytes of the file that the program saves after it has opened an .xlsx file.
 * @param folder for the files and for LibreOffice's profile, which takes seconds to make and serves all calls
 */
export function savedBy(program: Program, bytes: Uint8Array, folder: string, extension = 'xlsx'): Uint8Array {
  const from = join(folder, 'workbook.xlsx');
  const saved = join(folder, 'saved');
  const to = join(saved, `workbook.${extension}`);
  mkdirSync(saved, { recursive: true });
  writeFileSync(from, bytes);
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
  const args =
    program === 'LibreOffice'
      ? [profile, '--headless', '--convert-to', extension, '--outdir', saved, from]
      : [from, to];
  execFileSync(COMMANDS[program], args, { stdio: 'ignore' });
  return readFileSync(to);
}
