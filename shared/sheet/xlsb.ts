/**
 * The workbook of an .xlsb ([MS-XLSB]): its sheets, its shared texts and what they make together.
 */
import { TextBudget } from './grid-rows.ts';
import { CellBudget, MOST_BINARY_CELLS, SheetLayout, textCell } from './binary-cells.ts';
import type { ReadLimits, Workbook } from './grid.ts';
import { damaged, tooLarge } from './refusal.ts';
import { partOf, readRelationships } from './relationships.ts';
import { brokenXlsb, recordsOf, richText, textLength, wideText } from './xlsb-records.ts';
import { readXlsbStyles, type XlsbStyles } from './xlsb-styles.ts';
import { XlsbSheetReader, type XlsbText, type XlsbTexts } from './xlsb-sheet.ts';
import type { Archive } from './zip.ts';

const BOOK_PROPERTIES = 0x99;
const SHEET = 0x9c;
const TEXT = 0x13;

/**
 * Reads the worksheets of an .xlsb; charts and macros are left alone.
 * @throws Refused F01 when it is damaged, F11 beyond the limits.
 */
export function readXlsb(archive: Archive, workbookPath: string, limits: ReadLimits): Workbook {
  const relationships = readRelationships(archive, workbookPath);
  const { sheets, date1904 } = readBook(partOf(archive, workbookPath));
  const lost = sheets.find(({ relationship }) => relationship !== '' && !relationships.has(relationship));
  if (lost !== undefined) throw damaged(`找不到工作表“${lost.name}”`, `sheet "${lost.name}" is missing`);
  const worksheets = sheets.filter(({ relationship }) => relationships.get(relationship)?.type === 'worksheet');
  if (worksheets.length === 0) throw damaged('没有工作表', 'there is no worksheet');
  const shared = [...relationships.values()].find(({ type }) => type === 'sharedStrings');
  const look = [...relationships.values()].find(({ type }) => type === 'styles');
  const { styles, struckFonts } = look === undefined ? PLAIN : readXlsbStyles(partOf(archive, look.target));
  const texts =
    shared === undefined ? () => undefined : sharedTexts(partOf(archive, shared.target), struckFonts.includes(true));
  const isStruckFont = (font: number): boolean => struckFonts[font] === true;
  const budget = new CellBudget();
  const characters = new TextBudget(limits);
  return {
    format: 'xlsb',
    sheets: worksheets.map(({ name, hidden, relationship }) => {
      const layout = new SheetLayout({ name, hidden, date1904 });
      const reader = new XlsbSheetReader({ texts, styles, isStruckFont, limits, characters, budget }, layout);
      return reader.read(partOf(archive, relationships.get(relationship)!.target));
    }),
  };
}

const PLAIN: XlsbStyles = { styles: [], struckFonts: [] };

type SheetEntry = { readonly name: string; readonly hidden: boolean; readonly relationship: string };

function readBook(part: Buffer): { sheets: SheetEntry[]; date1904: boolean } {
  const sheets: SheetEntry[] = [];
  let date1904 = false;
  for (const { type, body } of recordsOf(part)) {
    if (type === BOOK_PROPERTIES) date1904 = ((body[0] ?? 0) & 1) === 1;
    if (type !== SHEET) continue;
    if (body.length < 16) throw brokenXlsb();
    const relationship = wideText(body, 8);
    const name = wideText(body, 12 + relationship.length * 2);
    sheets.push({ name, hidden: (body.readUInt32LE(0) & 3) !== 0, relationship });
  }
  return { sheets, date1904 };
}

/**
 * The shared texts by number. Each becomes a string when a cell asks for it, and the same one for every cell that does.
 * @param keepsFonts of texts with several; else they are not looked at
 */
function sharedTexts(part: Buffer, keepsFonts: boolean): XlsbTexts {
  const bodies: Buffer[] = [];
  for (const { type, body } of recordsOf(part)) {
    if (type !== TEXT) continue;
    if (bodies.length >= MOST_BINARY_CELLS) {
      throw tooLarge(
        `共享文字超过 ${MOST_BINARY_CELLS} 条。请拆分后上报。`,
        `There are more than ${MOST_BINARY_CELLS} shared texts. Split the file.`,
      );
    }
    textLength(body, 1);
    bodies.push(body);
  }
  const made = new Map<number, XlsbText>();
  return (index, ofLength) => {
    const body = bodies[index];
    if (body === undefined) return undefined;
    ofLength(textLength(body, 1));
    let text = made.get(index);
    if (text === undefined) {
      const rich = keepsFonts ? richText(body, 0) : undefined;
      text = { text: textCell(wideText(body, 1)), rich: rich && rich.runs.length > 0 ? rich : undefined };
      made.set(index, text);
    }
    return text;
  };
}
