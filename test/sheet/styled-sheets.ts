/**
 * Sheets whose cells have styles: .xlsx and .ods, for the tests of what a sheet shows.
 */
import type { Sheet } from '../../shared/sheet/grid.ts';
import {
  ODS_PREFIXES,
  odsOf,
  onlySheet,
  oneSheet,
  pack,
  relationships,
  sharedStrings,
  worksheet,
} from './workbook-parts.ts';

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';

/**
 * Styles: 0 plain, 1 struck through, 2 struck through by a value of 1, 3 not so by a value of 0, then one for each
 * format.
 */
export function styles(...formats: readonly (number | string)[]): string {
  const own = formats.filter((format) => typeof format === 'string');
  const numbers = formats.map((format) => (typeof format === 'number' ? format : 164 + own.indexOf(format)));
  return [
    `<styleSheet ${MAIN}><numFmts>${own.map((code, at) => `<numFmt numFmtId="${164 + at}" formatCode="${code}"/>`).join('')}</numFmts>`,
    '<fonts><font><sz val="11"/></font><font><strike/><sz val="11"/></font><font><strike val="1"/></font><font><strike val="false"/></font></fonts>',
    '<cellStyleXfs><xf numFmtId="9" fontId="1"/></cellStyleXfs><cellXfs>',
    ...[0, 1, 2, 3].map((font) => `<xf numFmtId="0" fontId="${font}" xfId="0"/>`),
    ...numbers.map((number) => `<xf numFmtId="${number}" fontId="0" applyNumberFormat="0"/>`),
    '</cellXfs><dxfs><dxf><font><strike/></font><numFmt numFmtId="9" formatCode="0%"/></dxf></dxfs></styleSheet>',
  ].join('');
}

type Extra = { readonly styles?: string; readonly strings?: readonly string[]; readonly after?: string };

export function sheetOf(rows: string, { styles: part = styles(), strings = [], after = '' }: Extra = {}): Sheet {
  const parts = oneSheet(worksheet(rows, '', after), {
    'xl/_rels/workbook.xml.rels': relationships(
      ['worksheet', 'worksheets/sheet1.xml'],
      ['sharedStrings', 'sharedStrings.xml'],
      ['styles', 'styles.xml'],
    ),
    'xl/sharedStrings.xml': sharedStrings(...strings),
    'xl/styles.xml': part,
  });
  return onlySheet(pack(parts));
}

export const text = (content: string, style = 0): string => `<c s="${style}" t="inlineStr"><is>${content}</is></c>`;
export const run = (content: string, properties = '<sz val="11"/>'): string =>
  `<r><rPr>${properties}</rPr><t>${content}</t></r>`;
export const struck = (content: string): string => run(content, '<strike/><sz val="11"/>');

/** An .ods with one row, named styles and styles of its content. */
export function odsSheet(cells: string, automatic = '', named = '', columns = ''): Sheet {
  const parts =
    named === ''
      ? {}
      : {
          'styles.xml': `<office:document-styles ${ODS_PREFIXES}><office:styles>${named}</office:styles><office:automatic-styles><style:style style:name="ce1" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style></office:automatic-styles></office:document-styles>`,
        };
  const table = `<table:table table:name="户表">${columns}<table:table-row>${cells}</table:table-row></table:table>`;
  return onlySheet(odsOf(table, `<office:automatic-styles>${automatic}</office:automatic-styles>`, parts));
}
export const odsStyle = (name: string, family: string, line: string, more = ''): string =>
  `<style:style style:name="${name}" style:family="${family}"${more}><style:text-properties ${line}/></style:style>`;
export const SOLID = 'style:text-line-through-style="solid" style:text-line-through-type="single"';
export const NONE = 'style:text-line-through-style="none" style:text-line-through-type="none"';
export const STRUCK_CELL = odsStyle('ce1', 'table-cell', SOLID);
export const odsText = (content: string, attributes = ''): string =>
  `<table:table-cell office:value-type="string" ${attributes}><text:p>${content}</text:p></table:table-cell>`;
export const span = (style: string, content: string): string =>
  `<text:span text:style-name="${style}">${content}</text:span>`;
