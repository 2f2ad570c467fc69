/** LibreOffice and gnumeric as the tests call them: programs that a machine may not have. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll } from 'vitest';

export type OfficeProgram = 'soffice' | 'ssconvert';

/** Whether a program is on this machine; tests that need it are skipped where it is not. */
export const hasProgram = (program: OfficeProgram): boolean =>
  spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;

/** Names of sheets become names of files, which need a locale that can write them. */
const run = async (program: OfficeProgram, words: readonly string[]): Promise<void> => {
  await promisify(execFile)(program, words, { env: { ...process.env, LC_ALL: 'C.UTF-8' } });
};

/**
 * Has LibreOffice save files in another format, all in one call: it takes seconds to start.
 * @param to the extension, or `extension:filter`
 * @param out the folder that gets the files, under their own names
 */
export async function savedBySoffice(files: readonly string[], to: string, out: string): Promise<void> {
  const profile = idleProfiles.pop() ?? newProfile();
  await run('soffice', [
    `-env:UserInstallation=file://${profile}`,
    '--headless',
    '--convert-to',
    to,
    '--outdir',
    out,
    ...files,
  ]);
  idleProfiles.push(profile);
}

/** Two that share a profile do not run side by side, and making one takes LibreOffice longer than a small file. */
const profiles: string[] = [];
const idleProfiles: string[] = [];

function newProfile(): string {
  const profile = mkdtempSync(join(tmpdir(), 'soffice-'));
  profiles.push(profile);
  return profile;
}
afterAll(() => {
  for (const profile of profiles) rmSync(profile, { recursive: true, force: true });
});

/** Has gnumeric save a file in another format, by the extension of `to` unless `type` names its exporter. */
export const savedByGnumeric = (from: string, to: string, type?: string): Promise<void> =>
  run('ssconvert', [...(type === undefined ? [] : [`--export-type=${type}`]), from, to]);

/** The bytes of a workbook after a program has opened and saved it. */
export async function savedBy(program: OfficeProgram, bytes: Uint8Array, extension: string): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'saved-'));
  try {
    const [from, out] = [join(folder, 'workbook.xlsx'), join(folder, 'saved')];
    writeFileSync(from, bytes);
    mkdirSync(out);
    const to = join(out, `${basename(from, extname(from))}.${extension}`);
    await (program === 'soffice' ? savedBySoffice([from], extension, out) : savedByGnumeric(from, to));
    return readFileSync(to);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
