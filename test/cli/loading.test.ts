/** What `uplift help` and `uplift <command> --help` make the machine load: neither the CDK nor an AWS client. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
/** `import type` is erased; what stands in a call of `import()` is loaded when a command runs. */
const STATIC = /^(?:import|export)(?! type\b)[^;]*? from '([^']+)'|^import '([^']+)'/gm;

/** Everything that loading a module loads, packages by name. */
function loadedBy(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  if (!file.endsWith('.ts')) return seen;
  for (const [, from, only] of readFileSync(file, 'utf8').matchAll(STATIC)) {
    const target = from ?? only ?? '';
    if (target.startsWith('.')) loadedBy(join(dirname(file), target), seen);
    else seen.add(target);
  }
  return seen;
}

const program = readFileSync(join(ROOT, 'cli/uplift.ts'), 'utf8');
const commands = [...program.matchAll(/import\('(\.\/commands\/[^']+)'\)/g)].map(([, path = '']) => path);

test.each(['./main.ts', './uplift.ts', ...commands])('%s', (path) => {
  const loaded = [...loadedBy(join(ROOT, 'cli', path))].map((one) =>
    one.startsWith(ROOT) ? relative(ROOT, one) : one,
  );
  expect(
    loaded.filter((one) => /^(?:infra\/|aws-cdk-lib|constructs|@aws-sdk|esbuild|dynalite|fauxqs)/.test(one)),
  ).toEqual([]);
  expect(loaded.length).toBeGreaterThan(1);
});

test('there are commands to look at', () => expect(commands.length).toBeGreaterThan(6));
