/** Texts of .xls and .xlsb whose characters have several fonts, of which some are struck through. */
import { textCell } from './binary-cells.ts';

/** From a character on, to the next run, the font of this number. */
export type FontRun = { readonly from: number; readonly font: number };

/** A text as the file has it, before it is made a cell, and its runs in order; before the first one the cell's font holds. */
export type RichText = { readonly text: string; readonly runs: readonly FontRun[] };

/**
 * What is left of a text without the characters that are struck through; null where that is nothing.
 * @param isStruck whether the font of the cell is @param isStruckFont whether a font of the workbook is, by its number
 */
export function leftOf(
  { text, runs }: RichText,
  isStruck: boolean,
  isStruckFont: (font: number) => boolean,
): string | null {
  const ends = [...runs.map(({ from }) => from), text.length];
  let left = isStruck ? '' : text.slice(0, ends[0]);
  for (const [at, { from, font }] of runs.entries()) if (!isStruckFont(font)) left += text.slice(from, ends[at + 1]);
  return left.trim() === '' ? null : textCell(left);
}
