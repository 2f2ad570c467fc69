/**
 * How the marked workbook looks: colours, styles, widths.
 */
import type { Language } from '../language/language.ts';
import type { Severity } from '../rules/rule.ts';
import type { Cell } from '../sheet/grid.ts';
import type { Style } from '../sheet/sheet-spec.ts';

/** Excel's own colours for bad, neutral and good; a pale blue for what is on trial. */
export const FILL: Readonly<Record<Severity | 'good' | 'header' | 'notice', string>> = {
  error: 'FFC7CE',
  warning: 'FFEB9C',
  trial: 'DDEBF7',
  good: 'C6EFCE',
  header: 'D9E1F2',
  notice: 'F2F2F2',
};

const INK: Readonly<Record<Severity, string>> = { error: '9C0006', warning: '7F6000', trial: '1F4E79' };

const SEVERITY: Readonly<Record<Severity, Readonly<Record<Language, string>>>> = {
  error: { zh: '须改正', en: 'to correct' },
  warning: { zh: '请核对', en: 'to check' },
  trial: { zh: '试行', en: 'on trial' },
};

/** Worst first: the order of receipts. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'trial'];

export const severityText = (severity: Severity, language: Language): string => SEVERITY[severity][language];

export const TITLE: Style = { bold: true, size: 16, vertical: 'center' };
export const FACTS: Style = { vertical: 'center', wrap: true };
export const NOTICE: Style = { bold: true, color: '9C0006', fill: FILL.notice, vertical: 'center', wrap: true };
export const GOOD: Style = {
  bold: true,
  size: 20,
  color: '006100',
  fill: FILL.good,
  align: 'center',
  vertical: 'center',
};
export const HEADER: Style = {
  bold: true,
  fill: FILL.header,
  border: true,
  align: 'center',
  vertical: 'center',
  wrap: true,
};
export const TEXT: Style = { border: true, vertical: 'center', wrap: true };
export const CENTERED: Style = { ...TEXT, align: 'center' };
export const LINK: Style = { ...CENTERED, color: '0563C1' };
export const SEVERITY_STYLE: Readonly<Record<Severity, Style>> = {
  error: { ...CENTERED, bold: true, color: INK.error, fill: FILL.error },
  warning: { ...CENTERED, bold: true, color: INK.warning, fill: FILL.warning },
  trial: { ...CENTERED, color: INK.trial, fill: FILL.trial },
};
/** The column that tells a row's problems; the last one, so its text may run on to the right. */
export const TOLD: Readonly<Record<Severity, Style>> = {
  error: { color: INK.error, vertical: 'center' },
  warning: { color: INK.warning, vertical: 'center' },
  trial: { color: INK.trial, vertical: 'center' },
};

const styles = new Map<string, Style>();

/** A cell of the clerk's table. The same arguments give the same object, which makes a large sheet quick to write. */
export function dataStyle(numberFormat: string | undefined, severity: Severity | undefined): Style {
  const key = `${numberFormat ?? ''} ${severity ?? ''}`;
  let style = styles.get(key);
  if (!style) {
    style = {
      border: true,
      vertical: 'center',
      ...(numberFormat === undefined ? {} : { numberFormat }),
      ...(severity === undefined ? {} : { fill: FILL[severity], color: INK[severity] }),
    };
    styles.set(key, style);
  }
  return style;
}

const NARROWEST = 6;
const WIDEST = 30;
/** Rows by which a column is measured. */
const MEASURED_ROWS = 200;

/** Columns as wide as what stands in them, within reason; `header` rows count half, since they wrap. */
export function widthsOf(
  header: readonly (readonly Cell[])[],
  rows: readonly (readonly Cell[])[],
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
  for (const cells of rows.slice(0, MEASURED_ROWS)) measure(cells, 1);
  return widths.map((width) => Math.min(width, WIDEST));
}

/** In characters of the default font: a Chinese character is as wide as two digits. */
export function displayWidth(text: string): number {
  let width = 0;
  for (let at = 0; at < text.length; at++) width += text.charCodeAt(at) > 0xff ? 2 : 1;
  return width;
}
