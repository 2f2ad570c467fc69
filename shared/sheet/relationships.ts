/**
 * How the parts of an Office package find each other (ISO/IEC 29500-2, clause 9).
 */
import { damaged } from './refusal.ts';
import { XmlScanner } from './xml.ts';
import type { Archive } from './zip.ts';

/**
 * Which of the types that ISO/IEC 29500-1 knows it is (`worksheet`), or the whole name of one that others have made up.
 */
export type Relationship = { readonly type: string; readonly target: string };

const KNOWN_TYPE =
  /^http:\/\/(?:schemas\.openxmlformats\.org\/officeDocument\/2006|purl\.oclc\.org\/ooxml\/officeDocument)\/relationships\/([^/]+)$/;

/**
 * Relationships of a part by identifier, targets resolved to part names; those that lead outside the file are left out.
 */
export function readRelationships(archive: Archive, path: string): Map<string, Relationship> {
  const slash = path.lastIndexOf('/') + 1;
  const folder = path.slice(0, slash);
  const part = archive.read(`${folder}_rels/${path.slice(slash)}.rels`);
  if (part === undefined) throw damaged('缺少关系部件', 'the relationship part is missing');
  const found = new Map<string, Relationship>();
  const scanner = new XmlScanner(part, 'package');
  scanner.root('package:Relationships');
  for (const name of scanner.children()) {
    if (name !== 'package:Relationship') continue;
    const attributes = scanner.attributes();
    const id = attributes.get('Id');
    const target = attributes.get('Target');
    const type = attributes.get('Type') ?? '';
    if (id === undefined || target === undefined || attributes.get('TargetMode') === 'External') continue;
    found.set(id, { type: KNOWN_TYPE.exec(type)?.[1] ?? type, target: resolvePart(folder, target) });
  }
  return found;
}

/** Name of the part that a target means, seen from a folder; a leading slash means the root of the package. */
function resolvePart(folder: string, target: string): string {
  const segments: string[] = [];
  const slashed = target.replaceAll('\\', '/');
  for (const segment of (slashed.startsWith('/') ? slashed : folder + slashed).split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments.join('/');
}

/**
 * Content of a part that must be there.
 * @throws Refused F01 when it is missing or damaged, F11 beyond the limit on inflated bytes.
 */
export function partOf(archive: Archive, path: string): Buffer {
  const part = archive.read(path);
  if (part === undefined) throw damaged(`缺少部件 ${path.slice(-100)}`, `part ${path.slice(-100)} is missing`);
  return part;
}
