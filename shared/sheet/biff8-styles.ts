/** The fonts, number formats and cell styles in the globals of a BIFF8 workbook ([MS-XLS] 2.4.122, 2.4.126, 2.4.353). */
import type { BiffRecord } from './biff8-records.ts';
import { BiffText } from './biff8-text.ts';
import { cellStyles, type CellStyles } from './cell-styles.ts';

const FONT = 0x31;
const XF = 0xe0;
const FORMAT = 0x41e;
const STRIKE_OUT = 0x08;
/** No file has a font of this number: those from the fifth on count one more. */
const MISSING_FONT = 4;

export class Biff8Styles {
  private readonly struckFonts: boolean[] = [];
  private readonly codes = new Map<number, string>();
  private readonly xfs: { readonly format: number; readonly font: number }[] = [];

  /** Looks at a record of the globals. */
  take(record: BiffRecord): void {
    const { type, body } = record;
    if (type === FONT && body.length >= 4) this.struckFonts.push((body[2]! & STRIKE_OUT) !== 0);
    else if (type === FORMAT && body.length >= 5) this.codes.set(body.readUInt16LE(0), new BiffText(record, 2).text());
    else if (type === XF && body.length >= 4)
      this.xfs.push({ font: placeOf(body.readUInt16LE(0)), format: body.readUInt16LE(2) });
  }

  get hasStruckFonts(): boolean {
    return this.struckFonts.includes(true);
  }

  readonly isStruckFont = (font: number): boolean => this.struckFonts[placeOf(font)] === true;

  styles(): CellStyles {
    return cellStyles(this.xfs, this.codes, this.struckFonts);
  }
}

const placeOf = (font: number): number => (font > MISSING_FONT ? font - 1 : font);
