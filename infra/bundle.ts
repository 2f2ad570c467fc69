/** Bundles each function into one ES module. The same sources give the same bytes on every machine. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildSync } from 'esbuild';
import { cityFolder, cityForBundle } from '../cities/pack.ts';
import { bundlePages } from './pages.ts';

/** The functions of the system: folders of functions/, each with a handler.ts. */
export const FUNCTION_NAMES = ['ingest', 'sweep', 'plan', 'fold', 'publish', 'door', 'office', 'remind'] as const;

/** Name of one function. */
export type FunctionName = (typeof FUNCTION_NAMES)[number];

/** One bundled function. */
export type Bundle = {
  /** Folder with index.mjs (and its source map, and the pages of the door), ready to be an asset. */
  readonly directory: string;
  /** SHA-256 of index.mjs, and of the pages where there are any, in hexadecimal. */
  readonly hash: string;
};

/** The bundles by function. */
export type Bundles = Readonly<Record<FunctionName, Bundle>>;

/** Where to bundle from and to. */
export type BundleOptions = {
  /** Folder that holds `<name>/handler.ts` of every function. Default: functions/ of this project. */
  readonly source?: string;
  /** Folder that gets `<name>/index.mjs`. Default: build/functions/ of this project. */
  readonly outdir?: string;
  /** Files that the door serves. Default: the pages of desk/. */
  readonly pages?: ReadonlyMap<string, Uint8Array>;
  /** Folder of the city that the functions serve. Default: the chosen city (cities/pack.ts). */
  readonly city?: string;
};

/** A function cannot be bundled. */
export class BundleError extends Error {
  override readonly name = 'BundleError';
}

const PROJECT = join(import.meta.dirname, '..');

/**
 * Defines `require`, which an ES module lacks. Some dependencies are CommonJS, and esbuild leaves their calls of
 * `require` for Node's own modules in the bundle.
 */
export const DEFINE_REQUIRE =
  "import { createRequire as __createRequire } from 'node:module';" +
  'const require = __createRequire(import.meta.url);';

/** Bundles all functions; throws a `BundleError` when a handler is missing or exports no `handler`. */
export function bundleFunctions(options: BundleOptions = {}): Bundles {
  const source = options.source ?? join(PROJECT, 'functions');
  const outdir = options.outdir ?? join(PROJECT, 'build', 'functions');
  const missing = FUNCTION_NAMES.map((name) => join(source, name, 'handler.ts')).filter((file) => !existsSync(file));
  if (missing.length > 0) throw new BundleError(`These functions have no handler: ${missing.join(', ')}`);
  const city = cityForBundle(options.city ?? cityFolder());
  const bundleOf = (name: FunctionName, pages?: ReadonlyMap<string, Uint8Array>): Bundle =>
    bundle({ handler: join(source, name, 'handler.ts'), directory: join(outdir, name), city, pages });
  const pages = options.pages ?? bundlePages(city);
  return {
    ingest: bundleOf('ingest'),
    sweep: bundleOf('sweep'),
    plan: bundleOf('plan'),
    fold: bundleOf('fold'),
    publish: bundleOf('publish'),
    door: bundleOf('door', pages),
    office: bundleOf('office', new Map([...pages].filter(([name]) => name === 'office.html'))),
    remind: bundleOf('remind'),
  };
}

/**
 * Returns the version that functions write into what they make: the version of the package, and a hash of the code of
 * these functions. Equal code has an equal version, wherever and whenever it was built.
 */
export function codeVersion(packageVersion: string, bundles: Bundles, names: readonly FunctionName[]): string {
  const hash = createHash('sha256');
  for (const name of names) hash.update(`${name}:${bundles[name].hash}\n`);
  return `${packageVersion}+${hash.digest('hex').slice(0, 12)}`;
}

type ToBundle = {
  readonly handler: string;
  readonly directory: string;
  /** What `cityForBundle` returned. */
  readonly city: string;
  /** Files that the function reads from its folder `pages`. */
  readonly pages?: ReadonlyMap<string, Uint8Array> | undefined;
};

function bundle({ handler, directory, city, pages = new Map() }: ToBundle): Bundle {
  const result = buildSync({
    entryPoints: [handler],
    outfile: join(directory, 'index.mjs'),
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    conditions: ['module'],
    banner: { js: DEFINE_REQUIRE },
    alias: { 'node:http': join(PROJECT, 'infra', 'node-http.ts') },
    loader: { '.json': 'json' },
    define: { BUNDLED_CITY: JSON.stringify(city) },
    legalComments: 'none',
    charset: 'utf8',
    // A stack trace names the lines of the sources. Their text is left out, so the asset stays small.
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const exported = Object.values(result.metafile.outputs).flatMap((output) => output.exports);
  if (!exported.includes('handler')) throw new BundleError(`${handler} exports no "handler"`);
  const files = new Map(result.outputFiles.map((file) => [basename(file.path), file.contents]));
  const code = files.get('index.mjs');
  if (code === undefined) throw new BundleError(`${handler} gave no index.mjs`);
  writeFolder(directory, files);
  const hash = createHash('sha256').update(code);
  if (pages.size > 0) writeFolder(join(directory, 'pages'), pages);
  for (const [name, contents] of pages) hash.update(name).update(contents);
  return { directory, hash: hash.digest('hex') };
}

/** Makes the folder hold exactly these files. It replaces a file as a whole, since another synth may be reading it. */
function writeFolder(directory: string, files: ReadonlyMap<string, Uint8Array>): void {
  mkdirSync(directory, { recursive: true });
  for (const [name, contents] of files) {
    const file = join(directory, name);
    if (existsSync(file) && readFileSync(file).equals(contents)) continue;
    const partial = `${directory}.${process.pid}.${name}`;
    writeFileSync(partial, contents);
    renameSync(partial, file);
  }
  for (const name of readdirSync(directory)) {
    if (!files.has(name) && name !== 'pages') rmSync(join(directory, name), { recursive: true });
  }
}
