/**
 * Collects the styles of a workbook and writes its styles part.
 */
import { FORMATS_BY_NUMBER } from './built-in-formats.ts';
import type { Style } from './sheet-spec.ts';
import { attributeXml } from './write-text.ts';

const DEFAULT_SIZE = 11;
const FIRST_OWN_FORMAT = 164;
const NUMBERS_OF_FORMATS: ReadonlyMap<string, number> = new Map(
  [...FORMATS_BY_NUMBER].map(([number, code]) => [code, number]),
);

export class Styles {
  private readonly fonts = new Numbered([fontXml({})]);
  private readonly fills = new Numbered([
    '<fill><patternFill patternType="none"/></fill>',
    '<fill><patternFill patternType="gray125"/></fill>',
  ]);
  private readonly borders = new Numbered(['<border><left/><right/><top/><bottom/><diagonal/></border>']);
  private readonly formats = new Numbered([]);
  private readonly cellFormats = new Numbered(['<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>']);
  private readonly fillsOnly = new Numbered([]);
  private readonly known = new Map<Style, number>();

  /** Number of a style, for the `s` attribute of a cell. Style objects are best shared between cells. */
  number(style: Style): number {
    let number = this.known.get(style);
    if (number === undefined) {
      number = this.cellFormats.number(this.cellFormat(style));
      this.known.set(style, number);
    }
    return number;
  }

  private cellFormat(style: Style): string {
    const font = this.fonts.number(fontXml(style));
    const fill = style.fill === undefined ? 0 : this.fills.number(fillXml(style.fill));
    const border =
      style.border === undefined || style.border === false ? 0 : this.borders.number(borderXml(style.border));
    const format = this.formatNumber(style.numberFormat ?? 'General');
    const alignment = alignmentXml(style);
    const applied = [
      font === 0 ? '' : ' applyFont="1"',
      fill === 0 ? '' : ' applyFill="1"',
      border === 0 ? '' : ' applyBorder="1"',
      format === 0 ? '' : ' applyNumberFormat="1"',
      alignment === '' ? '' : ' applyAlignment="1"',
      style.unlocked === true ? ' applyProtection="1"' : '',
    ].join('');
    const attributes = `numFmtId="${format}" fontId="${font}" fillId="${fill}" borderId="${border}" xfId="0"${applied}`;
    const inside = alignment + (style.unlocked === true ? '<protection locked="0"/>' : '');
    return inside === '' ? `<xf ${attributes}/>` : `<xf ${attributes}>${inside}</xf>`;
  }

  /** Number of a fill that a condition lays over a cell's own style, for the `dxfId` of its rule. */
  highlight(color: string): number {
    return this.fillsOnly.number(
      `<dxf><fill><patternFill patternType="solid"><bgColor rgb="FF${rgb(color)}"/></patternFill></fill></dxf>`,
    );
  }

  private formatNumber(code: string): number {
    return NUMBERS_OF_FORMATS.get(code) ?? FIRST_OWN_FORMAT + this.formats.number(code);
  }

  /** The styles part, after all cells have asked for their numbers. */
  xml(): string {
    const formats = this.formats.items.map(
      (code, index) => `<numFmt numFmtId="${FIRST_OWN_FORMAT + index}" formatCode="${attributeXml(code)}"/>`,
    );
    return (
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
      '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
      (formats.length === 0 ? '' : counted('numFmts', formats)) +
      counted('fonts', this.fonts.items) +
      counted('fills', this.fills.items) +
      counted('borders', this.borders.items) +
      '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
      counted('cellXfs', this.cellFormats.items) +
      '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>' +
      (this.fillsOnly.items.length === 0 ? '' : counted('dxfs', this.fillsOnly.items)) +
      '</styleSheet>'
    );
  }
}

/** Gives each different text a number, in order of first use. */
class Numbered {
  readonly items: string[];
  private readonly numbers = new Map<string, number>();

  constructor(first: readonly string[]) {
    this.items = [...first];
    for (const [number, item] of first.entries()) this.numbers.set(item, number);
  }

  number(item: string): number {
    let number = this.numbers.get(item);
    if (number === undefined) {
      number = this.items.push(item) - 1;
      this.numbers.set(item, number);
    }
    return number;
  }
}

function counted(name: string, items: readonly string[]): string {
  return `<${name} count="${items.length}">${items.join('')}</${name}>`;
}

function fontXml({ bold, italic, size, color, font }: Style): string {
  const marks = (bold === true ? '<b/>' : '') + (italic === true ? '<i/>' : '');
  const hue = color === undefined ? '<color indexed="8"/>' : `<color rgb="FF${rgb(color)}"/>`;
  return `<font>${marks}<sz val="${size ?? DEFAULT_SIZE}"/>${hue}<name val="${attributeXml(font ?? '宋体')}"/><family val="3"/><charset val="134"/></font>`;
}

function borderXml(border: true | string): string {
  const color = border === true ? '<color auto="1"/>' : `<color rgb="FF${rgb(border)}"/>`;
  const sides = ['left', 'right', 'top', 'bottom'].map((side) => `<${side} style="thin">${color}</${side}>`);
  return `<border>${sides.join('')}<diagonal/></border>`;
}

function fillXml(color: string): string {
  return `<fill><patternFill patternType="solid"><fgColor rgb="FF${rgb(color)}"/><bgColor indexed="64"/></patternFill></fill>`;
}

function alignmentXml({ align, indent, vertical, wrap }: Style): string {
  const attributes =
    (align === undefined ? '' : ` horizontal="${align}"`) +
    (indent === undefined ? '' : ` indent="${indent}"`) +
    (vertical === undefined ? '' : ` vertical="${vertical}"`) +
    (wrap === true ? ' wrapText="1"' : '');
  return attributes === '' ? '' : `<alignment${attributes}/>`;
}

/** @throws RangeError when the colour is not RRGGBB */
export function rgb(color: string): string {
  if (!/^[0-9A-Fa-f]{6}$/.test(color)) throw new RangeError(`colour "${color}" is not RRGGBB`);
  return color.toUpperCase();
}
