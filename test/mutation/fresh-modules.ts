/**
 * Loads modules anew in the same process: those that import a file, directly or not. A mutant that acts while a module
 * loads (a constant, a regular expression) needs that, and another process would cost seconds for each.
 */
import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';

const importers = new Map<string, Set<string>>();
const sources = new Map<string, string>();
const plain = (url: string): string => url.replace(/\?.*$/, '');

let generation = 0;
let fresh: ReadonlySet<string> = new Set();

/**
 * Begins to record who imports what.
 * @param replaced modules by the name under which they are imported, for all but these modules themselves
 * @param codeOf the text of a file in place of what is on the disk, where it has one
 */
export function recordImports(
  replaced: Readonly<Record<string, string>>,
  codeOf: (path: string) => string | undefined = () => undefined,
): void {
  const own = new Set(Object.values(replaced));
  registerHooks({
    resolve(specifier, context, next) {
      const parent = plain(context.parentURL ?? '');
      const replacement = own.has(parent) ? undefined : replaced[specifier];
      if (replacement !== undefined) return { url: replacement, shortCircuit: true };
      const resolved = next(specifier, context);
      const url = plain(resolved.url);
      if (!url.startsWith('file:') || url.includes('/node_modules/')) return resolved;
      let known = importers.get(url);
      if (!known) importers.set(url, (known = new Set()));
      known.add(parent);
      return fresh.has(url) ? { ...resolved, url: `${url}?${generation}` } : resolved;
    },
    load(url, context, next) {
      const file = plain(url);
      if (!file.endsWith('.ts') || file.includes('/node_modules/')) return next(url, context);
      let source = sources.get(file);
      if (source === undefined) {
        const path = fileURLToPath(file);
        sources.set(file, (source = stripTypeScriptTypes(codeOf(path) ?? readFileSync(path, 'utf8'))));
      }
      return { format: 'module', source, shortCircuit: true };
    },
  });
}

/** From now on until the next call, imports give new instances of the file's module and of all that import it. */
export function loadAnew(url: string): ReadonlySet<string> {
  const reached = new Set([url]);
  for (const one of reached) for (const importer of importers.get(one) ?? []) reached.add(importer);
  generation++;
  fresh = reached;
  return reached;
}
