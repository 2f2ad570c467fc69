/**
 * Writes a workbook: reports, templates, generated township tables.
 */
import { PartBytes } from './part-bytes.ts';
import { rangeReference } from './reference.ts';
import type { BookSpec, DefinedName, SheetSpec } from './sheet-spec.ts';
import { Styles } from './styles.ts';
import { commentBoxesXml, commentsXml } from './write-comments.ts';
import { customPropertiesXml, PROPERTIES_PART, PROPERTIES_TYPE } from './custom-properties.ts';
import { attributeXml, sheetNames, textElement, withinCell } from './write-text.ts';
import { writeWorksheet, type Worksheet } from './write-worksheet.ts';
import { deflateAlike, deflateQuickly, packZip, type Part } from './write-zip.ts';

export type { BookSpec, CellSpec, CellValue, SheetSpec, Style, StyledCell } from './sheet-spec.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const CONTENT = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/**
 * Bytes of an .xlsx, the same for the same sheets in every time zone and, unless it is to be quick, on every machine.
 *
 * Text stays text, never a formula and never a number. Characters that XML cannot hold are dropped, a text beyond
 * 32,767 characters is cut and ends in an ellipsis, a number that is not finite becomes #NUM!. Names of sheets are made
 * fit for Excel (see `sheetNames`).
 *
 * @throws RangeError when no sheet is visible, which Excel does not open, or a colour is not RRGGBB.
 */
export function writeWorkbook(
  sheets: readonly SheetSpec[],
  { names: places = [], properties = {}, isQuick = false }: BookSpec = {},
): Uint8Array {
  const names = sheetNames(sheets.map(({ name }) => name));
  const front = sheets.findIndex(({ hidden }) => hidden !== true);
  if (front < 0) throw new RangeError('a workbook needs a visible sheet');
  const styles = new Styles();
  const texts = new SharedTexts();
  const worksheets = sheets.map((sheet, index) => writeWorksheet(sheet, index === front, { styles, texts }));
  const hasProperties = Object.keys(properties).length > 0;

  const parts: Part[] = [
    { name: '[Content_Types].xml', content: contentTypesXml(worksheets, hasProperties) },
    {
      name: '_rels/.rels',
      content: relationshipsXml([
        ['officeDocument', 'xl/workbook.xml'],
        ...(hasProperties ? ([['custom-properties', PROPERTIES_PART]] as const) : []),
      ]),
    },
    { name: 'xl/workbook.xml', content: workbookXml(sheets, names, front, places) },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: relationshipsXml([
        ...worksheets.map((_, index): [string, string] => ['worksheet', `worksheets/sheet${index + 1}.xml`]),
        ['styles', 'styles.xml'],
        ['sharedStrings', 'sharedStrings.xml'],
      ]),
    },
    { name: 'xl/styles.xml', content: styles.xml() },
    { name: 'xl/sharedStrings.xml', content: texts.part() },
  ];
  if (hasProperties) parts.push({ name: PROPERTIES_PART, content: customPropertiesXml(properties) });
  for (const [index, { part, comments }] of worksheets.entries()) {
    const number = index + 1;
    parts.push({ name: `xl/worksheets/sheet${number}.xml`, content: part });
    if (comments.length === 0) continue;
    const links: [string, string][] = [
      ['vmlDrawing', `../drawings/vmlDrawing${number}.vml`],
      ['comments', `../comments${number}.xml`],
    ];
    parts.push(
      { name: `xl/worksheets/_rels/sheet${number}.xml.rels`, content: relationshipsXml(links) },
      { name: `xl/comments${number}.xml`, content: commentsXml(comments) },
      { name: `xl/drawings/vmlDrawing${number}.vml`, content: commentBoxesXml(comments, number) },
    );
  }
  return packZip(parts, isQuick ? deflateQuickly : deflateAlike);
}

/** The table of shared strings: a text that stands in many cells is stored once. */
class SharedTexts {
  private readonly numbers = new Map<string, number>();
  private readonly items = new PartBytes();
  private uses = 0;

  number(text: string): number {
    this.uses++;
    let number = this.numbers.get(text);
    if (number === undefined) {
      number = this.numbers.size;
      this.numbers.set(text, number);
      this.items.text(`<si>${textElement(withinCell(text))}</si>`);
    }
    return number;
  }

  part(): Uint8Array {
    const part = new PartBytes();
    part.ascii(`${HEAD}<sst xmlns="${MAIN}" count="${this.uses}" uniqueCount="${this.numbers.size}">`);
    part.append(this.items);
    part.ascii('</sst>');
    return part.bytes();
  }
}

function contentTypesXml(worksheets: readonly Worksheet[], hasProperties: boolean): string {
  const overrides = [
    ['xl/workbook.xml', 'sheet.main'],
    ['xl/styles.xml', 'styles'],
    ['xl/sharedStrings.xml', 'sharedStrings'],
    ...worksheets.map((_, index) => [`xl/worksheets/sheet${index + 1}.xml`, 'worksheet']),
    ...worksheets.flatMap(({ comments }, index) =>
      comments.length === 0 ? [] : [[`xl/comments${index + 1}.xml`, 'comments']],
    ),
  ].map(([name, kind]) => `<Override PartName="/${name}" ContentType="${CONTENT}.${kind}+xml"/>`);
  return (
    `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>' +
    `${overrides.join('')}${hasProperties ? PROPERTIES_TYPE : ''}</Types>`
  );
}

/** Relationships rId1, rId2 and so on, of type and target. */
function relationshipsXml(relationships: readonly (readonly [type: string, target: string])[]): string {
  const items = relationships.map(
    ([type, target], index) =>
      `<Relationship Id="rId${index + 1}" Type="${RELATIONSHIPS}/${type}" Target="${target}"/>`,
  );
  return `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items.join('')}</Relationships>`;
}

function workbookXml(
  sheets: readonly SheetSpec[],
  names: readonly string[],
  front: number,
  places: readonly DefinedName[],
): string {
  const entries = sheets.map(({ hidden }, index) => {
    const state = hidden === true ? ' state="hidden"' : '';
    return `<sheet name="${attributeXml(names[index] ?? '')}" sheetId="${index + 1}"${state} r:id="rId${index + 1}"/>`;
  });
  const defined = [
    ...sheets.flatMap((sheet, index) => definedNames(sheet, names[index] ?? '', index)),
    ...places.map(
      ({ name, refersTo }) => `<definedName name="${attributeXml(name)}">${attributeXml(refersTo)}</definedName>`,
    ),
  ];
  return (
    `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONSHIPS}"><workbookPr/>` +
    `<bookViews><workbookView firstSheet="${front}" activeTab="${front}"/></bookViews>` +
    `<sheets>${entries.join('')}</sheets>` +
    (defined.length === 0 ? '' : `<definedNames>${defined.join('')}</definedNames>`) +
    '</workbook>'
  );
}

/** The names by which Excel keeps the filtered range, what is printed and the rows repeated in print. */
function definedNames({ autoFilter, printArea, printTitleRows = 0 }: SheetSpec, name: string, index: number): string[] {
  const quoted = attributeXml(`'${name.replaceAll("'", "''")}'`);
  const absolute = (reference: string): string => reference.replace(/([A-Z]+)([0-9]+)/g, '$$$1$$$2');
  const names: string[] = [];
  if (autoFilter !== undefined) {
    const range = absolute(rangeReference(autoFilter));
    names.push(
      `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">${quoted}!${range}</definedName>`,
    );
  }
  if (printArea !== undefined) {
    const range = absolute(rangeReference(printArea));
    names.push(`<definedName name="_xlnm.Print_Area" localSheetId="${index}">${quoted}!${range}</definedName>`);
  }
  if (printTitleRows > 0) {
    names.push(
      `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">${quoted}!$1:$${printTitleRows}</definedName>`,
    );
  }
  return names;
}
