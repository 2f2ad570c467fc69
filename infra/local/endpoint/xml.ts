/** Writes the XML documents of S3 and the query protocol, and reads single elements of a request. */

/** What an element holds: text, or elements by name. */
export type Xml = string | number | boolean | { readonly [name: string]: Xml | readonly Xml[] | undefined };

/** Returns an XML document with `root` around `content`. A list becomes one element for each item, undefined none. */
export function xmlDocument(root: string, content: Xml, namespace?: string): string {
  const attribute = namespace === undefined ? '' : ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${contentText(content)}</${root}>`;
}

function contentText(content: Xml): string {
  if (typeof content !== 'object') return escape(String(content));
  let text = '';
  for (const [name, child] of Object.entries(content)) {
    if (child === undefined) continue;
    const children: readonly Xml[] = Array.isArray(child) ? child : [child as Xml];
    for (const item of children) text += `<${name}>${contentText(item)}</${name}>`;
  }
  return text;
}

function escape(text: string): string {
  return text.replace(/[&<>"\r\n\t]/g, (character) => ESCAPES[character]!);
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
};

/** Returns the content of each element `name` in order, still escaped. Elements of the same name must not nest. */
export function elements(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, 'g'))].map((match) => match[1]!);
}

/** Returns the text of the first element `name`, no longer escaped. */
export function elementText(xml: string, name: string): string | undefined {
  const content = elements(xml, name)[0];
  return content?.replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, entity: string) => {
    if (entity.startsWith('#'))
      return String.fromCodePoint(Number(entity[1] === 'x' ? `0${entity.slice(1)}` : entity.slice(1)));
    return ENTITIES[entity] ?? whole;
  });
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
