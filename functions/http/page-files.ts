import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files of the pages, as the bundle has them. */
export type PageFiles = {
  /** The text of a page. */
  readonly html: (name: string) => string;
  /** A script or a style, packed with gzip; null where there is none of that name. */
  readonly find: (name: string) => { readonly type: string; readonly packed: Uint8Array } | null;
};

/** Media types by the ending of a name. */
const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

/**
 * The files of the pages, which lie beside the function's own code: page and validator are always of the same version
 * as the door (docs/decisions/0057-pages-in-the-function.md).
 */
export function pageFiles(folder: string): PageFiles {
  const names = new Set(existsSync(folder) ? readdirSync(folder) : []);
  const packed = new Map<string, Uint8Array>();
  return {
    html: (name) => readFileSync(join(folder, name), 'utf8'),
    find(name) {
      const type = TYPES[name.slice(name.lastIndexOf('.') + 1)];
      if (type === undefined || !names.has(`${name}.gz`)) return null;
      const content = packed.get(name) ?? readFileSync(join(folder, `${name}.gz`));
      packed.set(name, content);
      return { type, packed: content };
    },
  };
}
