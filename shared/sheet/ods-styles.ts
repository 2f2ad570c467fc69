/**
 * What the styles of an OpenDocument spreadsheet say of how its cells and tables look (1.3 part 3, chapter 16).
 */
import { GENERAL } from './cell-formats.ts';
import type { CellStyle } from './cell-styles.ts';
import { formatCode, isDataStyle, readDataStyle, type DataStyle } from './ods-format.ts';
import { tooLarge } from './refusal.ts';
import type { XmlScanner } from './xml.ts';

const MOST_STYLES = 100_000;
/** Styles inherit from one another, hardly ever more than twice. */
const MOST_PARENTS = 20;

type Style = {
  readonly parent: string | undefined;
  readonly format: string | undefined;
  /** Undefined where the style says nothing of it. */
  readonly struck: boolean | undefined;
  readonly hidden: boolean;
};

export class OdsStyles {
  private readonly styles = new Map<string, Style>();
  private readonly formats = new Map<string, DataStyle>();
  private readonly cells = new Map<string, CellStyle>();

  /**
   * Reads the open `office:styles` or `office:automatic-styles`. @throws Refused F11 with more styles than any program
   * keeps.
   */
  read(scanner: XmlScanner): void {
    for (const name of scanner.children()) {
      if (name !== 'style:style' && name !== 'style:default-style' && !isDataStyle(name)) continue;
      const attributes = scanner.attributes();
      const own = attributes.get('style:name') ?? '';
      if (isDataStyle(name)) this.formats.set(own, readDataStyle(scanner));
      else this.styles.set(`${attributes.get('style:family') ?? ''} ${own}`, readStyle(scanner, attributes));
      if (this.styles.size + this.formats.size > MOST_STYLES) throw tooManyStyles();
    }
  }

  /** Whether tables of a style are out of sight. */
  hidesTable(name: string): boolean {
    return this.styles.get(`table ${name}`)?.hidden ?? false;
  }

  /** How cells of a style look; those without one look as the default style says. */
  cell(name: string): CellStyle {
    let found = this.cells.get(name);
    if (found === undefined) {
      const style = this.inherited('table-cell', name, (one) => one.format);
      const format = style === undefined ? undefined : this.formats.get(style);
      found = {
        format: format === undefined ? GENERAL : formatCode(format, this.formats),
        struck: this.inherited('table-cell', name, (one) => one.struck) ?? false,
      };
      this.cells.set(name, found);
    }
    return found;
  }

  /** Whether characters of a style are struck through; undefined where they look as what is around them. */
  strikes(name: string): boolean | undefined {
    return this.inherited('text', name, (style) => style.struck);
  }

  private inherited<T>(family: string, name: string, property: (style: Style) => T | undefined): T | undefined {
    let style = this.styles.get(`${family} ${name}`);
    for (let parents = 0; style !== undefined && parents < MOST_PARENTS; parents++) {
      const value = property(style);
      if (value !== undefined) return value;
      style = style.parent === undefined ? undefined : this.styles.get(`${family} ${style.parent}`);
    }
    const byDefault = this.styles.get(`${family} `);
    return byDefault === undefined ? undefined : property(byDefault);
  }
}

function readStyle(scanner: XmlScanner, attributes: ReadonlyMap<string, string>): Style {
  let struck: boolean | undefined;
  let hidden = false;
  for (const name of scanner.children()) {
    if (name !== 'style:text-properties' && name !== 'style:table-properties') continue;
    const properties = scanner.attributes();
    if (name === 'style:table-properties') hidden = properties.get('table:display') === 'false';
    else {
      const lines = ['style:text-line-through-style', 'style:text-line-through-type'].map((key) => properties.get(key));
      // One that says none is enough: the other then only describes the line that there is not.
      if (lines.some((line) => line !== undefined)) struck = !lines.includes('none');
    }
  }
  return {
    parent: attributes.get('style:parent-style-name'),
    format: attributes.get('style:data-style-name'),
    struck,
    hidden,
  };
}

function tooManyStyles(): Error {
  return tooLarge(
    `单元格样式超过 ${MOST_STYLES} 种，不像正常的表格。请把表格复制到新工作簿后另存为 .xlsx。`,
    `There are more than ${MOST_STYLES} cell styles. Copy the table into a new workbook and save that as .xlsx.`,
  );
}
