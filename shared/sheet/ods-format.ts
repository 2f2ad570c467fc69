/**
 * Number formats of OpenDocument (1.3 part 3, 16.29) as the format codes that Excel has for the same.
 */
import { GENERAL } from './cell-formats.ts';
import type { XmlScanner } from './xml.ts';

const STYLES: ReadonlySet<string> = new Set(
  ['number', 'currency', 'percentage', 'date', 'time', 'boolean', 'text'].map((kind) => `number:${kind}-style`),
);
const MOST_DIGITS = 30;

const CONDITION = /^value\(\)(<|<=|>|>=|=|!=)(-?[0-9.]+)$/;

/** A format, and those that it hands the values over to for which a condition holds. */
export type DataStyle = {
  readonly code: string;
  readonly others: readonly { readonly condition: string; readonly style: string }[];
};

/** Whether an element describes a number format. */
export function isDataStyle(name: string): boolean {
  return STYLES.has(name);
}

/** Reads the open number format; the scanner is left after its close tag. */
export function readDataStyle(scanner: XmlScanner): DataStyle {
  const isPercentage = scanner.name() === 'number:percentage-style';
  const others: DataStyle['others'][number][] = [];
  let code = '';
  for (const name of scanner.children()) {
    const attributes = scanner.attributes();
    if (name === 'style:map')
      others.push({
        condition: attributes.get('style:condition') ?? '',
        style: attributes.get('style:apply-style-name') ?? '',
      });
    else if (name === 'number:text' || name === 'number:currency-symbol') {
      const text = scanner.selfClosing ? '' : scanner.text();
      code += isPercentage ? text.split('%').map(literal).join('%') : literal(text);
    } else code += pieceOf(name, attributes);
  }
  // What has neither digits nor letters shows nothing.
  return { code: code === '' ? '""' : code, others };
}

/** The code of a format with those that it refers to, as sections with conditions. */
export function formatCode(style: DataStyle, styles: ReadonlyMap<string, DataStyle>): string {
  const sections = style.others.slice(0, 3).map(({ condition, style: name }) => {
    const [, comparison = '', limit = ''] = CONDITION.exec(condition.replaceAll(' ', '')) ?? [];
    const bracket = comparison === '' ? '' : `[${comparison.replace('!=', '<>')}${limit}]`;
    return bracket + (styles.get(name)?.code ?? style.code);
  });
  return [...sections, style.code].join(';');
}

function literal(text: string): string {
  return text === '' ? '' : `"${text.replaceAll('"', '')}"`;
}

type Attributes = ReadonlyMap<string, string>;

function pieceOf(name: string, attributes: Attributes): string {
  const long = attributes.get('number:style') === 'long';
  switch (name) {
    case 'number:number':
      return digits(attributes);
    case 'number:scientific-number':
      return `${digits(attributes)}E+00`;
    case 'number:fraction':
      return '# ?/?';
    case 'number:text-content':
      return '@';
    case 'number:boolean':
      return GENERAL;
    case 'number:year':
      return long ? 'yyyy' : 'yy';
    case 'number:month':
      return attributes.get('number:textual') === 'true' ? (long ? 'mmmm' : 'mmm') : long ? 'mm' : 'm';
    case 'number:day':
      return long ? 'dd' : 'd';
    case 'number:day-of-week':
      return long ? 'dddd' : 'ddd';
    case 'number:hours':
      return long ? 'hh' : 'h';
    case 'number:minutes':
      return long ? 'mm' : 'm';
    case 'number:seconds':
      return (long ? 'ss' : 's') + decimals(attributes, 0);
    case 'number:am-pm':
      return 'AM/PM';
    default:
      return '';
  }
}

/** Without a number of decimals the program shows as many as there are. */
function digits(attributes: Attributes): string {
  const whole = count(attributes.get('number:min-integer-digits')) ?? 1;
  if (!attributes.has('number:decimal-places')) return whole > 1 ? '0'.repeat(whole) : GENERAL;
  const grouping = attributes.get('number:grouping') === 'true' ? '#,##' : whole === 0 ? '#' : '';
  const factor = Number(attributes.get('number:display-factor') ?? 1);
  const scale = factor >= 1000 ? ','.repeat(Math.min(4, Math.floor(Math.log10(factor) / 3))) : '';
  return grouping + '0'.repeat(whole) + decimals(attributes, undefined) + scale;
}

function decimals(attributes: Attributes, otherwise: number | undefined): string {
  const places = count(attributes.get('number:decimal-places')) ?? otherwise ?? 0;
  const least = Math.min(places, count(attributes.get('number:min-decimal-places')) ?? places);
  return places === 0 ? '' : `.${'0'.repeat(least)}${'#'.repeat(places - least)}`;
}

function count(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Math.min(MOST_DIGITS, Number(text)) : undefined;
}
