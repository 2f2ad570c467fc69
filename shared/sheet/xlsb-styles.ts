/** The styles part of an .xlsb ([MS-XLSB] 2.1.7.50): fonts, number formats and the styles of cells. */
import { cellStyles, type CellStyles } from './cell-styles.ts';
import { recordsOf, textLength, wideText } from './xlsb-records.ts';

const FONT = 0x2b;
const FORMAT = 0x2c;
const XF = 0x2f;
const CELL_XFS_BEGIN = 0x269;
const CELL_XFS_END = 0x26a;
const STRIKE_OUT = 0x08;

/** The styles of cells, and which fonts are struck through. */
export type XlsbStyles = { readonly styles: CellStyles; readonly struckFonts: readonly boolean[] };

/** @throws Refused F01 when the records do not hold together. */
export function readXlsbStyles(part: Buffer): XlsbStyles {
  const struckFonts: boolean[] = [];
  const codes = new Map<number, string>();
  const xfs: { readonly format: number; readonly font: number }[] = [];
  let isOfCells = false;
  for (const { type, body } of recordsOf(part)) {
    if (type === CELL_XFS_BEGIN) isOfCells = true;
    else if (type === CELL_XFS_END) isOfCells = false;
    else if (type === FONT && body.length >= 4) struckFonts.push((body[2]! & STRIKE_OUT) !== 0);
    else if (type === FORMAT && body.length >= 6) {
      textLength(body, 2);
      codes.set(body.readUInt16LE(0), wideText(body, 2));
    } else if (type === XF && isOfCells && body.length >= 6)
      xfs.push({ format: body.readUInt16LE(2), font: body.readUInt16LE(4) });
  }
  return { styles: cellStyles(xfs, codes, struckFonts), struckFonts };
}
