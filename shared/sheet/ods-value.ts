/**
 * Value of one cell of an OpenDocument table.
 */
import type { Cell } from './grid.ts';
import { damaged } from './refusal.ts';
import { CLOSE, END, type XmlScanner } from './xml.ts';

const DAY = 86_400_000;
const DATE = /^(-?[0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2}):([0-9]{2}(?:\.[0-9]+)?))?Z?$/;
const TIME = /^PT([0-9]+)H([0-9]+)M([0-9]+(?:[.,][0-9]+)?)S$/;
const ERROR_TEXT = /^(?:#[A-Z/0!?]+|Err:[0-9]+)/;
const MOST_SPACES = 1000;

/**
 * Reads the cell that the scanner stands on, and leaves the scanner after its close tag. Numbers and dates come from the attributes,
 * dates as serial numbers; texts are what the cell shows, its paragraphs as lines, without comments.
 */
export function odsValue(scanner: XmlScanner, attributes: ReadonlyMap<string, string>, date1904: boolean): Cell {
  const shown = scanner.selfClosing ? '' : shownText(scanner);
  const type = attributes.get('value-type');
  // LibreOffice writes a failed formula as a text or as the number 0, and says so in an attribute of its own.
  if (attributes.has('formula') && ERROR_TEXT.test(shown)) return { broken: shown };
  switch (type) {
    case 'float':
    case 'currency':
    case 'percentage':
      return numberOf(attributes.get('value'), shown);
    case 'date':
      return dateOf(attributes.get('date-value') ?? '', shown, date1904);
    case 'time':
      return timeOf(attributes.get('time-value') ?? '', shown);
    case 'boolean':
      return attributes.get('boolean-value') === 'true';
    default:
  }
  if (type === undefined && shown === '') return attributes.has('formula') ? { broken: 'formula' } : null;
  const text = attributes.get('string-value') ?? shown;
  return text === '' ? null : text;
}

function numberOf(value: string | undefined, shown: string): Cell {
  const number = value === undefined || value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : shown || null;
}

function dateOf(value: string, shown: string, date1904: boolean): Cell {
  const match = DATE.exec(value);
  if (match === null) return shown || null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = (
    match.slice(1) as (string | undefined)[]
  ).map((part) => Number(part ?? 0));
  const start = date1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  return (Date.UTC(year, month - 1, day) - start) / DAY + (hour * 3600 + minute * 60 + second) / 86_400;
}

function timeOf(value: string, shown: string): Cell {
  const match = TIME.exec(value);
  if (match === null) return shown || null;
  const [hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part.replace(',', '.')));
  return (hours * 3600 + minutes * 60 + seconds) / 86_400;
}

function shownText(scanner: XmlScanner): string {
  let text = '';
  let paragraphs = 0;
  let inParagraph = 0;
  for (let inside = 1; inside > 0;) {
    const tag = scanner.next();
    if (tag === END) throw damaged('单元格不完整', 'a cell is cut off');
    if (tag === CLOSE) {
      inside--;
      if (inside < inParagraph) inParagraph = 0;
    } else {
      const name = scanner.name();
      if (name === 'p' && inParagraph === 0) {
        if (paragraphs++ > 0) text += '\n';
        inParagraph = inside + 1;
      } else if (name === 's')
        text += ' '.repeat(Math.min(MOST_SPACES, Number(scanner.attributes().get('c') ?? 1) || 1));
      else if (name === 'tab') text += '\t';
      else if (name === 'line-break') text += '\n';
      else if (inParagraph === 0 || name === 'annotation' || name === 'ruby-text') {
        scanner.skip();
        continue;
      }
      if (!scanner.selfClosing) inside++;
      else if (name === 'p') inParagraph = 0;
    }
    if (inParagraph > 0) text += scanner.text();
  }
  return text;
}
