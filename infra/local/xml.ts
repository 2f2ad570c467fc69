/** The little XML that the S3 and query protocols need: writing elements, and reading the leaf elements of a request. */

export type Xml = string | number | boolean | { readonly [name: string]: Xml | readonly Xml[] | undefined };

/** An XML document with `root` around `content`; a list becomes one element for each item, an absent value none. */
export function xmlDocument(root: string, content: Xml, namespace?: string): string {
  const attribute = namespace === undefined ? '' : ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${inner(content)}</${root}>`;
}

function inner(value: Xml): string {
  if (typeof value !== 'object') return escape(String(value));
  let text = '';
  for (const [name, child] of Object.entries(value)) {
    if (child === undefined) continue;
    const children: readonly Xml[] = Array.isArray(child) ? child : [child as Xml];
    for (const item of children) text += `<${name}>${inner(item)}</${name}>`;
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

/** The contents of every `<name>…</name>` in order, not unescaped; elements of the same name must not nest. */
export function elements(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, 'g'))].map((match) => match[1]!);
}

/** The text of the first `<name>`, unescaped. */
export function elementText(xml: string, name: string): string | undefined {
  const content = elements(xml, name)[0];
  return content?.replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, entity: string) => {
    if (entity.startsWith('#'))
      return String.fromCodePoint(Number(entity[1] === 'x' ? `0${entity.slice(1)}` : entity.slice(1)));
    return ENTITIES[entity] ?? whole;
  });
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
