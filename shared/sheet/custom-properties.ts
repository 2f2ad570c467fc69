/**
 * Texts that a workbook carries beside its sheets (ISO/IEC 29500-1, 22.3): out of every clerk's sight and kept when the
 * file is saved again.
 */
import { readRelationships } from './relationships.ts';
import { Refused } from './refusal.ts';
import { attributeXml, cellXml } from './write-text.ts';
import { XmlScanner } from './xml.ts';
import type { Archive } from './zip.ts';

export const PROPERTIES_PART = 'docProps/custom.xml';
export const PROPERTIES_TYPE = `<Override PartName="/${PROPERTIES_PART}" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>`;
/** Says that a property is one of the file's own; there is no other. */
const OWN = '{D5CDD505-2E9C-101B-9397-08002B2CF9AE}';
/** In files of the transitional and of the strict variant. */
const TYPES: ReadonlySet<string> = new Set(['custom-properties', 'customProperties']);
const FIRST_ID = 2;
/** What a reader takes from a file that may be hostile. */
const MOST_PROPERTIES = 100;
const LONGEST_VALUE = 255;

/** The part that holds the properties. */
export function customPropertiesXml(properties: Readonly<Record<string, string>>): string {
  const items = Object.entries(properties).map(
    ([name, value], index) =>
      `<property fmtid="${OWN}" pid="${FIRST_ID + index}" name="${attributeXml(name)}"><vt:lpwstr>${cellXml(value)}</vt:lpwstr></property>`,
  );
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">' +
    `${items.join('')}</Properties>`
  );
}

/**
 * The text properties of a package, by name. A damaged part is no reason to refuse the sheets beside it: then there are
 * none.
 */
export function readCustomProperties(archive: Archive): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  try {
    const part = [...readRelationships(archive, '').values()].find(({ type }) => TYPES.has(type))?.target;
    const content = part === undefined ? undefined : archive.read(part);
    if (content === undefined) return found;
    const scanner = new XmlScanner(content, 'custom');
    scanner.root('custom:Properties');
    for (const property of scanner.children()) {
      const name = property === 'custom:property' ? scanner.attributes().get('name') : undefined;
      for (const kind of scanner.children()) {
        if (name === undefined || kind !== 'vt:lpwstr' || scanner.selfClosing) continue;
        found.set(name, scanner.text().slice(0, LONGEST_VALUE));
      }
      if (found.size >= MOST_PROPERTIES) break;
    }
    return found;
  } catch (error) {
    if (error instanceof Refused) return new Map();
    throw error;
  }
}
