/** Folding that codes, numbers and headers may undergo; names never (NFKC would change them). */

/** Full-width ASCII and the ideographic space to their ordinary forms. */
export function foldWidth(text: string): string {
  let folded = '';
  let changed = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0xff01 && code <= 0xff5e) {
      folded += String.fromCharCode(code - 0xfee0);
      changed = true;
    } else if (code === 0x3000 || code === 0xa0) {
      folded += ' ';
      changed = true;
    } else folded += text[index];
  }
  return changed ? folded : text;
}

/** What a header says, without its unit, its brackets' width, spaces, line breaks and marks of obligation. */
export function foldHeader(text: string): string {
  return foldWidth(text)
    .replace(/\s+/g, '')
    .replace(/^[*★]+|[*★]+$/g, '')
    .replace(/[（(](?:单位[:：])?(?:万?元(?:[/、,，或]万?元)*|人|户|亩|月|个|处|%|元\/人|元\/户)[)）]$/, '')
    .replace(/[,，]?单位[:：]?(?:元|万元)$/, '')
    .replace(/：/g, ':');
}

/** A personal value as a receipt may show it: enough to recognise, not to know. */
export function mask(value: string): string {
  const characters = [...value];
  if (/^[\dXx]{9,}$/.test(value)) return `${value.slice(0, 6)}${'*'.repeat(Math.max(characters.length - 8, 3))}${value.slice(-2)}`;
  return characters.length === 0 ? '' : `${characters[0]}${'*'.repeat(Math.min(Math.max(characters.length - 1, 1), 8))}`;
}
