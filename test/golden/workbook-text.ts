/**
 * A workbook of ours as text to be read: of each sheet its rows, its styles by what they are, and everything else as it
 * stands in the file.
 */
import { strFromU8, unzipSync } from 'fflate';
import { cellReference, rangeReference } from '../../shared/sheet/reference.ts';
import { oneElementALine } from './page-text.ts';

type Cell = { readonly row: number; readonly column: number; readonly style: number; readonly text: string };
type Range = { top: number; readonly left: number; bottom: number; readonly right: number };

const SHEET = /^xl\/worksheets\/sheet\d+\.xml$/;
/** Parts that the sheets are told with. */
const TOLD = new Set(['xl/sharedStrings.xml', 'xl/styles.xml']);

/** Parts in the order of the file. Text is in quotes, numbers are not. */
export function workbookText(bytes: Uint8Array): string {
  const parts = new Map(Object.entries(unzipSync(bytes)).map(([name, content]) => [name, strFromU8(content)]));
  const texts = all(parts.get('xl/sharedStrings.xml') ?? '', /<si>(.*?)<\/si>/gs).map((item) =>
    all(item, /<t\b[^>]*>(.*?)<\/t>/gs)
      .map(unescaped)
      .join(''),
  );
  const styles = stylesOf(parts.get('xl/styles.xml') ?? '');
  const told = [...parts]
    .filter(([name]) => !TOLD.has(name))
    .map(([name, xml]) => {
      const body = SHEET.test(name) ? sheetText(xml, texts, styles) : oneElementALine(xml);
      return `==== ${name}\n${body}\n`;
    });
  return told.join('\n');
}

function sheetText(xml: string, texts: readonly string[], styles: readonly string[]): string {
  const [data = ''] = /<sheetData>.*<\/sheetData>/s.exec(xml) ?? [];
  const rows = [...data.matchAll(/<row r="(\d+)"([^>]*)>(.*?)<\/row>/gs)];
  const cells = rows.flatMap(([, row = '', , inside = '']) => cellsOf(Number(row) - 1, inside, texts));
  const lines = rows.map(([, row = '', attributes = '']) => {
    const own = cells.filter((cell) => cell.row === Number(row) - 1);
    const line: string[] = [];
    for (const { column, text } of own) line[column] = text;
    const values = Array.from(line, (text) => text ?? '').join(' | ');
    return `${row}${attributes.replace(' customHeight="1"', '')}: ${values}`.trimEnd();
  });
  return [
    oneElementALine(xml.replace(data, '<sheetData/>')),
    '-- rows',
    ...lines,
    '-- styles',
    ...styleLines(cells, styles),
  ].join('\n');
}

function cellsOf(row: number, xml: string, texts: readonly string[]): Cell[] {
  return [...xml.matchAll(/<c r="([A-Z]+)(\d+)"(?: s="(\d+)")?(?: t="(\w+)")?(?:\/>|>(.*?)<\/c>)/gs)].map(
    ([whole, letters = '', number, style = '0', type, inside = '']) => {
      const [, value] = /^<v>(.*)<\/v>$/s.exec(inside) ?? [];
      if (Number(number) !== row + 1 || (inside !== '' && value === undefined)) throw new Error(`not read: ${whole}`);
      const text =
        value === undefined ? '' : type === 's' ? JSON.stringify(texts[Number(value)]) : `${type ?? ''}${value}`;
      return { row, column: columnOf(letters), style: Number(style), text };
    },
  );
}

const columnOf = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** A line for each style of a sheet: what it is, and where. */
function styleLines(cells: readonly Cell[], styles: readonly string[]): string[] {
  const lines = [...Map.groupBy(cells, ({ style }) => style)].map(
    ([style, own]) => `${styles[style]}: ${rangesOf(own).join(' ')}`,
  );
  return lines.sort();
}

/** Cells as few ranges: runs within a row, and equal runs of rows that follow each other. */
function rangesOf(cells: readonly Cell[]): string[] {
  const ranges: Range[] = [];
  for (const [row, own] of Map.groupBy(cells, (cell) => cell.row))
    for (const { left, right } of runsOf(own.map(({ column }) => column))) {
      const above = ranges.find((range) => range.bottom === row - 1 && range.left === left && range.right === right);
      if (above) above.bottom = row;
      else ranges.push({ top: row, left, bottom: row, right });
    }
  return ranges.map((range) =>
    range.top === range.bottom && range.left === range.right
      ? cellReference(range.top, range.left)
      : rangeReference(range),
  );
}

function runsOf(columns: readonly number[]): { readonly left: number; readonly right: number }[] {
  const runs: { left: number; right: number }[] = [];
  for (const column of columns) {
    const last = runs.at(-1);
    if (last?.right === column - 1) last.right = column;
    else runs.push({ left: column, right: column });
  }
  return runs;
}

/** What each style of a workbook is, in words: where it differs from the first one. */
function stylesOf(xml: string): string[] {
  const items = (list: string, item: string): string[] =>
    all(xml, new RegExp(`<${list}\\b[^>]*>(.*?)</${list}>`, 's')).flatMap((inside) =>
      all(inside, new RegExp(`(<${item}\\b(?:[^>]*/>|.*?</${item}>))`, 'gs')),
    );
  const [fonts, fills, borders] = [items('fonts', 'font'), items('fills', 'fill'), items('borders', 'border')];
  const formats = new Map(
    items('numFmts', 'numFmt').map((one) => [attribute(one, 'numFmtId'), attribute(one, 'formatCode')]),
  );
  const usual = fonts[0] === undefined ? [] : words(fonts[0]);
  return items('cellXfs', 'xf').map((style) => {
    const id = (name: string): number => Number(attribute(style, name));
    const format = attribute(style, 'numFmtId') ?? '';
    return (
      [
        words(fonts[id('fontId')] ?? '')
          .filter((word) => !usual.includes(word))
          .join(', '),
        id('fillId') === 0 ? '' : `fill ${words(fills[id('fillId')] ?? '').join(', ')}`,
        id('borderId') === 0 ? '' : `border ${words(borders[id('borderId')] ?? '').join(', ')}`,
        words(style.replace(/^<xf[^>]*>/, '')).join(', '),
        format === '0' ? '' : `format ${formats.get(format) ?? format}`,
      ]
        .filter((part) => part !== '')
        .join('; ') || 'plain'
    );
  });
}

/** Elements without their marks: `<sz val="18"/>` is `sz 18`. What every font, fill and border has is left out. */
const words = (xml: string): string[] =>
  [...xml.matchAll(/<(\w+)((?: [\w:]+="[^"]*")*)\/?>/g)]
    .map(([, tag = '', attributes = '']) => {
      const values = [...attributes.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, name, value]) =>
        name === 'val' || name === 'rgb' || name === 'style' ? value : `${name} ${value}`,
      );
      return [tag, ...values].join(' ');
    })
    .filter((word) => !COMMON.has(word));
const COMMON = new Set([
  'font',
  'fill',
  'border',
  'diagonal',
  'patternFill patternType solid',
  'bgColor indexed 64',
  'color auto 1',
]);

const attribute = (xml: string, name: string): string | undefined => new RegExp(`\\b${name}="([^"]*)"`).exec(xml)?.[1];
const all = (text: string, pattern: RegExp): string[] =>
  pattern.global ? [...text.matchAll(pattern)].map(([, found = '']) => found) : [pattern.exec(text)?.[1] ?? ''];
const unescaped = (text: string): string =>
  text.replaceAll(/&(lt|gt|quot|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"', amp: '&' })[name] ?? '');
