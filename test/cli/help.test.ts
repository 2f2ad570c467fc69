import { afterEach, expect, test, vi } from 'vitest';
import { uplift } from '../../cli/uplift.ts';
import { EXIT } from '../../cli/told-errors.ts';

afterEach(() => vi.restoreAllMocks());

/** What the command line prints, in this process. */
async function printed(words: readonly string[]): Promise<string> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  expect(await uplift(words)).toBe(EXIT.good);
  return log.mock.calls.map(([line]) => String(line)).join('\n');
}

const LANGUAGES = { zh: ['用法', '输出 JSON'], en: ['Usage', 'print JSON'] } as const;

test.each(['zh', 'en'] as const)('every command that is listed says in %s how it is used', async (lang) => {
  const list = await printed(['help', '--lang', lang]);
  const commands = [...list.matchAll(/^ {2}([a-z]+) +(\S.*)$/gm)].map(([, name = '', does = '']) => [name, does]);
  expect(commands.length).toBeGreaterThan(20);
  const [usage, json] = LANGUAGES[lang];
  for (const [name = '', does = ''] of commands) {
    const help = await printed([name, '--help', '--lang', lang]);
    expect(help).toContain(`${usage}: uplift ${name}`);
    expect(help).toContain(json);
    expect(help).toContain(does);
  }
});
