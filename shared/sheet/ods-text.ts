/**
 * The text that a cell of an OpenDocument table shows (1.3 part 3, chapter 6).
 */
import type { OdsStyles } from './ods-styles.ts';
import { damaged } from './refusal.ts';
import { CLOSE, END, type XmlScanner } from './xml.ts';

const MOST_SPACES = 1000;

export type ShownText = {
  /** Paragraphs as lines. */
  readonly whole: string;
  /** What of it is not struck through. */
  readonly shown: string;
  /** Whether there is a paragraph, empty or not: a formula that was calculated has one. */
  readonly hasParagraph: boolean;
};

const NO_TEXT: ShownText = { whole: '', shown: '', hasParagraph: false };

/**
 * Reads the content of the cell that the scanner stands on, without comments and readings, and leaves the scanner after
 * its close tag.
 * @param struck whether the cell is struck through, which its runs inherit
 */
export function shownText(scanner: XmlScanner, struck: boolean, styles: OdsStyles): ShownText {
  return scanner.selfClosing ? NO_TEXT : new TextReader(scanner, struck, styles).read();
}

class TextReader {
  private readonly scanner: XmlScanner;
  private readonly styles: OdsStyles;
  private whole = '';
  private shown = '';
  private anyStruck = false;
  private paragraphs = 0;
  /** Depth of the open paragraph, 0 when there is none. */
  private paragraph = 0;
  /** Whether characters are struck through, by the depth of the elements around them. */
  private readonly struck: boolean[];

  constructor(scanner: XmlScanner, struck: boolean, styles: OdsStyles) {
    this.scanner = scanner;
    this.styles = styles;
    this.struck = [struck];
  }

  read(): ShownText {
    const { scanner, struck } = this;
    while (struck.length > 0) {
      const tag = scanner.next();
      if (tag === END) throw damaged('单元格不完整', 'a cell is cut off');
      if (tag === CLOSE) {
        if (struck.length <= this.paragraph) this.paragraph = 0;
        struck.pop();
      } else if (!this.open(scanner.name())) scanner.skip();
      if (this.paragraph > 0) this.add(scanner.text());
    }
    const { whole, shown, anyStruck } = this;
    return { whole, shown: anyStruck ? shown.replace(/^\n+|\n+$/g, '') : whole, hasParagraph: this.paragraphs > 0 };
  }

  /** Goes into an element; false for one that shows no text of the cell. */
  private open(name: string): boolean {
    const { scanner, struck } = this;
    const around = struck.at(-1) ?? false;
    let own: boolean | undefined;
    if ((name === 'text:p' || name === 'text:h') && this.paragraph === 0) {
      if (this.paragraphs++ > 0) this.add('\n');
      this.paragraph = scanner.selfClosing ? 0 : struck.length + 1;
    } else if (name === 'text:s') this.add(' '.repeat(spaces(scanner.attributes().get('text:c'))));
    else if (name === 'text:tab') this.add('\t');
    else if (name === 'text:line-break') this.add('\n');
    else if (name === 'text:span') own = this.styles.strikes(scanner.attributes().get('text:style-name') ?? '');
    else if (name === 'table:table') throw damaged('单元格内有表格', 'there is a table in a cell');
    else if (this.paragraph === 0 || name === 'office:annotation' || name === 'text:ruby-text') return false;
    if (!scanner.selfClosing) struck.push(own ?? around);
    return true;
  }

  private add(text: string): void {
    this.whole += text;
    if (this.struck.at(-1) === false) this.shown += text;
    else if (text !== '') this.anyStruck = true;
  }
}

function spaces(count: string | undefined): number {
  return Math.min(MOST_SPACES, Number(count ?? 1) || 1);
}
