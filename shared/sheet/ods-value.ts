/**
 * Value of one cell of an OpenDocument table.
 */
import type { Cell } from './grid.ts';
import { serialOf } from './iso-time.ts';
import type { ShownText } from './ods-text.ts';
import { decimalNumber, truthValue } from './xsd.ts';

/** LibreOffice writes a failed formula as a text or as the number 0, and shows what failed. */
const ERROR_TEXT = /^(?:#[A-Z/0!?]+|Err:[0-9]+)/;
const SHOWN_PERCENTAGE = /(?:\.([0-9]{1,15}))?\s*%$/;

type Attributes = ReadonlyMap<string, string>;

/** `whole` is what the cell holds with its struck-through characters, where it has any. */
export type OdsValue = { readonly cell: Cell; readonly whole: Cell };

/**
 * What a cell shows. Numbers and dates come from the attributes, dates as serial numbers; texts are what the cell
 * shows, its paragraphs as lines.
 * @param struck whether the style of the cell strikes it through
 */
export function odsValue(attributes: Attributes, text: ShownText, struck: boolean, date1904: boolean): OdsValue {
  const cell = valueOf(attributes, text, date1904);
  if (typeof cell !== 'string' || text.whole === '')
    return struck ? { cell: null, whole: cell } : { cell, whole: null };
  if (text.shown === text.whole) return { cell, whole: null };
  return { cell: text.shown === '' ? null : text.shown, whole: cell };
}

function valueOf(attributes: Attributes, { whole, hasParagraph }: ShownText, date1904: boolean): Cell {
  const isFormula = attributes.has('table:formula');
  if (attributes.get('calcext:value-type') === 'error') return { broken: whole === '' ? '#VALUE!' : whole };
  if (isFormula && ERROR_TEXT.test(whole)) return { broken: whole };
  const type = attributes.get('office:value-type');
  const stated = statedValue(type, attributes, date1904);
  if (stated !== undefined) return stated === '' ? null : stated;
  if (whole !== '') return whole;
  // The empty paragraph is the result of a formula that was calculated; one that has a type of its own needs a value of
  // it.
  const isEmptyText = hasParagraph && (type === undefined || type === 'string');
  return isFormula && !isEmptyText ? { broken: 'formula' } : null;
}

/** The value in the attributes; undefined where they hold none that can be read. */
function statedValue(
  type: string | undefined,
  attributes: Attributes,
  date1904: boolean,
): Exclude<Cell, null> | undefined {
  switch (type) {
    case 'float':
    case 'currency':
    case 'percentage':
      return decimalNumber(attributes.get('office:value') ?? '');
    case 'date':
      return serialOf(attributes.get('office:date-value') ?? '', date1904);
    case 'time':
      return serialOf(attributes.get('office:time-value') ?? '', date1904);
    case 'boolean':
      return truthValue(attributes.get('office:boolean-value') ?? '');
    default:
      return attributes.get('office:string-value');
  }
}

/** The format of a percentage whose style does not say it, by what the cell shows; undefined for other cells. */
export function percentageFormat(attributes: Attributes, { whole }: ShownText): string | undefined {
  const shown = attributes.get('office:value-type') === 'percentage' ? SHOWN_PERCENTAGE.exec(whole) : null;
  if (shown === null) return undefined;
  return shown[1] === undefined ? '0%' : `0.${'0'.repeat(shown[1].length)}%`;
}
