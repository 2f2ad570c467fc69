/** The colours and styles of the marked workbook. */
import type { Severity } from '../rules/rule.ts';
import type { Style } from '../sheet/sheet-spec.ts';

/** Excel's own colours for bad, neutral and good cells; a pale blue for rules on trial. */
const FILL: Readonly<Record<Severity | 'good' | 'header' | 'notice', string>> = {
  error: 'FFC7CE',
  warning: 'FFEB9C',
  trial: 'DDEBF7',
  good: 'C6EFCE',
  header: 'D9E1F2',
  notice: 'F2F2F2',
};

const INK: Readonly<Record<Severity, string>> = { error: '9C0006', warning: '7F6000', trial: '1F4E79' };

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

/** The column with the problems of each row. It is the last one, so its text may run on to the right. */
export const ROW_PROBLEMS: Readonly<Record<Severity, Style>> = {
  error: { color: INK.error, vertical: 'center' },
  warning: { color: INK.warning, vertical: 'center' },
  trial: { color: INK.trial, vertical: 'center' },
};

/** A header with a problem. */
export const HEADER_PROBLEM: Readonly<Record<Severity, Style>> = {
  error: { ...HEADER, fill: FILL.error },
  warning: { ...HEADER, fill: FILL.warning },
  trial: { ...HEADER, fill: FILL.trial },
};

const dataStyles = new Map<string, Style>();

/**
 * A cell of the clerk's table. The same arguments give the same object: the writer compares styles by identity, which
 * makes a large sheet quick to write.
 */
export function dataStyle(numberFormat: string | undefined, severity: Severity | undefined): Style {
  const key = `${numberFormat ?? ''} ${severity ?? ''}`;
  let style = dataStyles.get(key);
  if (!style) {
    style = {
      border: true,
      vertical: 'center',
      ...(numberFormat === undefined ? {} : { numberFormat }),
      ...(severity === undefined ? {} : { fill: FILL[severity], color: INK[severity] }),
    };
    dataStyles.set(key, style);
  }
  return style;
}
