/**
 * What the styles of a workbook say of how its cells show their values.
 */
import { builtInFormat } from './built-in-formats.ts';
import { GENERAL } from './cell-formats.ts';
import { tooLarge } from './refusal.ts';
import { readStrike } from './shared-strings.ts';
import { XmlScanner } from './xml.ts';

/** Excel keeps 65,490. */
const MOST_STYLES = 100_000;
/** How Excel and WPS in Chinese write the format of a cell that has none. */
const GENERAL_NAMES = /^(?:general|G\/通用格式)$/i;

/** What the cells of a style look like. */
export type CellStyle = { readonly format: string; readonly struck: boolean };

/** The styles of a workbook by their number, as far as they are not plain. */
export type CellStyles = readonly (CellStyle | undefined)[];

/**
 * Reads `styles.xml` (ISO/IEC 29500-1, 18.8). The attributes that say which properties a style applies are left alone,
 * as Excel does.
 * @throws Refused F01 when it is damaged, F11 with more styles than any program keeps.
 */
export function readCellStyles(part: Uint8Array): CellStyles {
  const scanner = new XmlScanner(part);
  const codes = new Map<number, string>();
  const struckFonts: boolean[] = [];
  const styles: { readonly format: number; readonly font: number }[] = [];
  scanner.root('styleSheet');
  for (const table of scanner.children()) {
    if (table !== 'numFmts' && table !== 'fonts' && table !== 'cellXfs') continue;
    for (const item of scanner.children()) {
      if (item === 'font') struckFonts.push(readStrike(scanner));
      else if (item === 'numFmt' || item === 'xf') {
        const attributes = scanner.attributes();
        const format = Number(attributes.get('numFmtId') ?? 0);
        if (item === 'numFmt') codes.set(format, attributes.get('formatCode') ?? GENERAL);
        else styles.push({ format, font: Number(attributes.get('fontId') ?? 0) });
      }
      if (Math.max(styles.length, struckFonts.length, codes.size) > MOST_STYLES) throw tooManyStyles();
    }
  }
  return cellStyles(styles, codes, struckFonts);
}

/** Styles by their number. @param codes of formats by their number @param struckFonts by their number */
export const cellStyles = (
  styles: readonly { readonly format: number; readonly font: number }[],
  codes: ReadonlyMap<number, string>,
  struckFonts: readonly boolean[],
): CellStyles =>
  styles.map(({ format, font }) => {
    const code = codes.get(format) ?? builtInFormat(format) ?? GENERAL;
    const struck = struckFonts[font] ?? false;
    const isGeneral = GENERAL_NAMES.test(code.trim());
    return isGeneral && !struck ? undefined : { format: isGeneral ? GENERAL : code, struck };
  });

function tooManyStyles(): Error {
  return tooLarge(
    `单元格样式超过 ${MOST_STYLES} 种，不像正常的表格。请把表格复制到新工作簿后另存。`,
    `There are more than ${MOST_STYLES} cell styles. Copy the table into a new workbook and save that.`,
  );
}
