import type { Cell } from '../sheet/grid.ts';

/** In characters of the default font. */
const NARROWEST = 6;
const WIDEST = 30;
/** Further rows are not measured. */
const MEASURED_ROWS = 200;

/**
 * The widths of `count` columns, as wide as their widest cell within NARROWEST and WIDEST. The rows of the header count
 * half, since they wrap.
 */
export function columnWidths(
  header: readonly (readonly Cell[])[],
  body: readonly (readonly Cell[])[],
  count: number,
): number[] {
  const widths = Array.from({ length: count }, () => NARROWEST);
  const measure = (cells: readonly Cell[], share: number): void => {
    for (let column = 0; column < Math.min(cells.length, count); column++) {
      const cell = cells[column] ?? null;
      if (cell === null || typeof cell === 'object') continue;
      widths[column] = Math.max(widths[column] ?? 0, Math.ceil(displayWidth(String(cell)) * share) + 2);
    }
  };
  for (const cells of header) measure(cells, 0.5);
  for (const cells of body.slice(0, MEASURED_ROWS)) measure(cells, 1);
  return widths.map((width) => Math.min(width, WIDEST));
}

/** The width of a text in characters of the default font: a Chinese character is as wide as two digits. */
export function displayWidth(text: string): number {
  let width = 0;
  for (let at = 0; at < text.length; at++) width += text.charCodeAt(at) > 0xff ? 2 : 1;
  return width;
}
