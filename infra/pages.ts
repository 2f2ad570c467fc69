/** Bundles the pages of desk/ for browsers. The same sources give the same bytes on every machine. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';
import { gzipSync } from 'fflate';

const PROJECT = join(import.meta.dirname, '..');
const DESK = join(PROJECT, 'desk');

/** Chromium of 2021, which old office PCs still have; what it lacks of the library is in desk/browser/older.ts. */
const OLDEST = 'chrome90';

/** Where the pages find their files, as the door answers. */
const ASSETS = '/t/-/';

const BROWSER: BuildOptions = {
  bundle: true,
  minify: true,
  platform: 'browser',
  target: OLDEST,
  format: 'iife',
  charset: 'utf8',
  legalComments: 'none',
  loader: { '.json': 'json' },
  jsx: 'automatic',
  jsxImportSource: 'preact',
  inject: [join(DESK, 'browser', 'older.ts')],
  write: false,
  logLevel: 'silent',
};

/**
 * The files that the door serves, by name: `index.html` and `office.html`, and scripts and styles packed with gzip (`<name>.gz`).
 * @param city what `cityForBundle` (cities/pack.ts) returned, for the validator
 */
export function bundlePages(city: string): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const add = (name: string, ending: string, content: Uint8Array): string => {
    const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
    const full = `${name}.${hash}.${ending}`;
    files.set(`${full}.gz`, gzipSync(content, { level: 9, mtime: 0 }));
    return `${ASSETS}${full}`;
  };
  const validator = add(
    'validator',
    'js',
    build(join(DESK, 'validator', 'worker.ts'), { ...CORE_IN_BROWSER, define: { BUNDLED_CITY: JSON.stringify(city) } }),
  );
  const style = add('desk', 'css', build(join(DESK, 'page.css'), { inject: [] }));
  const frame = readFileSync(join(DESK, 'page.html'), 'utf8').replace('STYLE_ADDRESS', style);
  const addPage = (name: string, entry: string, define: Record<string, string>): void => {
    const script = add(name === 'index' ? 'desk' : name, 'js', build(join(DESK, entry), { define }));
    files.set(`${name}.html`, new TextEncoder().encode(frame.replace('SCRIPT_ADDRESS', script)));
  };
  addPage('index', 'page.tsx', { VALIDATOR_ADDRESS: JSON.stringify(validator) });
  addPage('office', 'office.tsx', {});
  return files;
}

/** What the core uses of Node, in a browser. */
const CORE_IN_BROWSER: BuildOptions = {
  alias: { 'node:zlib': join(DESK, 'browser', 'zlib.ts') },
  inject: [join(DESK, 'browser', 'older.ts'), join(DESK, 'browser', 'buffer.ts')],
};

function build(entry: string, options: BuildOptions): Uint8Array {
  const { outputFiles = [] } = buildSync({ ...BROWSER, ...options, entryPoints: [entry] });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`${entry} gave no bundle`);
  return file.contents;
}
