/** Programs as a user starts them, the command line above all. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { format, promisify } from 'node:util';

const MAIN = join(import.meta.dirname, '../../cli/main.ts');

export type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };
export type Place = { readonly environment?: Readonly<Record<string, string>>; readonly cwd?: string };

/** Runs a program with nothing of this process's own AWS settings. */
export async function execute(
  program: string,
  words: readonly string[],
  { environment = {}, ...place }: Place = {},
): Promise<Ended> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:AWS_|NODE_OPTIONS$|VITEST)/.test(name));
  const env = { ...Object.fromEntries(inherited), ...environment };
  try {
    const { stdout, stderr } = await promisify(execFile)(program, [...words], {
      ...place,
      env,
      maxBuffer: 64 * 1024 * 1024,
    });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string };
    if (typeof code !== 'number') throw error;
    return { code, stdout, stderr };
  }
}

/** Runs the command line. */
export const uplift = (words: readonly string[], place?: Place): Promise<Ended> =>
  execute(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...words], place);

/**
 * Runs the command line in this process, one command at a time: a start takes longer than most commands do. What is of
 * a start alone (the city that `--city` names) is not done here.
 */
export async function upliftHere(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const [out, err]: [string[], string[]] = [[], []];
  const { log, error } = console;
  const before = { ...process.env };
  Object.assign(process.env, environment);
  Object.assign(console, {
    log: (...said: unknown[]) => out.push(`${format(...said)}\n`),
    error: (...said: unknown[]) => err.push(`${format(...said)}\n`),
  });
  try {
    // Loads the city that is chosen by now.
    const { uplift: command } = await import('../../cli/uplift.ts');
    const code = await command(words);
    return { code, stdout: out.join(''), stderr: err.join('') };
  } finally {
    Object.assign(console, { log, error });
    for (const name of Object.keys(process.env)) if (!(name in before)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, before);
  }
}

/** What points the command line at a system on this machine. */
export const environmentOf = (endpoint: string): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
});
