/**
 * The table of shared strings, and rich text wherever it stands.
 */
import { damaged, tooLarge } from './refusal.ts';
import { CLOSE, END, OPEN, XmlScanner } from './xml.ts';

const LETTER_T = 't'.charCodeAt(0);

/**
 * Texts of `sharedStrings.xml` in order.
 * @throws Refused F01 when the part is damaged, F11 with more than `most` texts.
 */
export function readSharedStrings(part: Uint8Array, most: number): string[] {
  const scanner = new XmlScanner(part);
  const strings: string[] = [];
  for (let tag = scanner.next(); tag !== END; tag = scanner.next()) {
    if (tag !== OPEN || scanner.name() !== 'si') continue;
    strings.push(richText(scanner));
    if (strings.length > most)
      throw tooLarge(
        `共享文字超过 ${most} 条。请拆分后上报。`,
        `There are more than ${most} shared strings. Split the file.`,
      );
  }
  return strings;
}

/** Text of the open `si` or `is`: its runs joined, the phonetic hints of `rPh` left out. */
export function richText(scanner: XmlScanner): string {
  let text = '';
  if (scanner.selfClosing) return text;
  for (let inside = 1; inside > 0;) {
    const tag = scanner.next();
    if (tag === END) throw damaged('文字不完整', 'a text is cut off');
    if (tag === CLOSE) {
      inside--;
      continue;
    }
    if (scanner.selfClosing) continue;
    inside++;
    if (scanner.isLetter(LETTER_T)) text += scanner.text();
    else if (scanner.nameEnd - scanner.nameStart === 3 && scanner.name() === 'rPh') {
      scanner.skip();
      inside--;
    }
  }
  return text;
}
