/** The sheet 填表说明: steps, colours, every column, and every rule that a column can break. */
import { stampText, type Stamp } from '../parse/template-stamp.ts';
import { windowOf } from '../city/programme.ts';
import type { Language, Text } from '../language/language.ts';
import { displayWidth } from '../receipt/column-widths.ts';
import { SEVERITY_TEXT } from '../receipt/severity-text.ts';
import { StackedRows } from '../receipt/stacked-rows.ts';
import { mustBeFilled } from '../schema/column.ts';
import type { TableDefinition } from '../schema/tables.ts';
import { columnLetters } from '../sheet/reference.ts';
import type { SheetSpec, Style } from '../sheet/sheet-spec.ts';
import { periodTitle } from '../time/period.ts';
import { ruleCodesOf, rulesOf, ruleText } from './column-rules.ts';
import { choicesOf, formOf, obligationOf, unitOf, hintOf } from './column-text.ts';
import type { DropDowns } from './drop-downs.ts';
import { stepsOf } from './guide-steps.ts';
import { fullNameOf } from './place-lists.ts';
import { FILL, GUIDE } from './template-styles.ts';

const NAME = '填表说明';
const WIDTHS = [6, 19, 11, 8, 46, 52, 18];
const WIDTH = WIDTHS.reduce((sum, width) => sum + width);
/** The height of a line of text, in points. */
const LINE = 14;
const COLUMN_HEADERS = ['列', '列名', '必填', '单位', '填什么', '格式和可填内容', '校验规则'];
const RULE_HEADERS = ['规则', '级别', '检查什么（…处为填报的内容）'];

export type GuideOrder = {
  readonly tables: readonly TableDefinition[];
  readonly stamp: Stamp;
  readonly dropDowns: DropDowns;
  /** What the template tells about the rows that are filled in beforehand. */
  readonly notes: readonly string[];
  readonly language: Language;
};

export function guideSheet(order: GuideOrder): SheetSpec {
  const { tables, dropDowns, language } = order;
  const rows = new StackedRows(WIDTHS);
  addHead(rows, order);
  addSteps(rows, tables, language);
  addColours(rows);
  for (const table of tables) addColumns(rows, table, dropDowns, language);
  addRules(rows, order);
  return {
    name: NAME,
    ...rows.spec(),
    isProtected: true,
    gridLines: false,
    tabColor: '7F7F7F',
    landscape: true,
  };
}

function addHead(rows: StackedRows, { stamp, dropDowns, notes }: GuideOrder): void {
  const { city } = dropDowns;
  const { opens, deadline } = windowOf(city);
  const unit = fullNameOf(stamp.division, city.register);
  rows.line(`填表说明：${unit}（${periodTitle(stamp.period)}）`, GUIDE.title, 32);
  const facts: readonly (readonly [label: string, value: string])[] = [
    ['报送时间', `${opens} 至 ${deadline}`],
    ['上传位置', `${stamp.division}/${stamp.period}/文件名任意.xlsx`],
    ['模板', stampText(stamp).replace('模板版本：', '')],
  ];
  for (const [label, value] of facts)
    rows.span(
      [
        { value: label, style: GUIDE.label, columns: 2 },
        { value, style: GUIDE.fact, columns: WIDTHS.length - 2 },
      ],
      LINE + 6,
    );
  for (const note of notes) rows.line(note, GUIDE.note, heightOf(note, WIDTH, 11));
  addGap(rows);
}

function addSteps(rows: StackedRows, tables: readonly TableDefinition[], language: Language): void {
  rows.line('怎样填', GUIDE.heading, 20);
  for (const [index, { zh, en }] of stepsOf(tables).entries()) {
    const text = `${index + 1}. ${zh}${language === 'en' ? `\n    ${en}` : ''}`;
    rows.line(text, GUIDE.step, heightOf(text, WIDTH, 11));
  }
  addGap(rows);
}

function addColours(rows: StackedRows): void {
  addCells(rows, [
    ['颜色', GUIDE.label],
    ['必填列的表头', GUIDE.swatch(FILL.required)],
    ['选填列的表头', GUIDE.swatch(FILL.optional)],
    null,
    ['这一行已开始填，而必填的格还空着', GUIDE.swatch(FILL.missing)],
  ]);
  addGap(rows);
}

/** A row for each column of a table. */
function addColumns(rows: StackedRows, table: TableDefinition, dropDowns: DropDowns, language: Language): void {
  rows.line(`${table.title.zh}的列`, GUIDE.heading, 20);
  addCells(
    rows,
    COLUMN_HEADERS.map((header) => [header, GUIDE.header]),
  );
  for (const [index, column] of table.columns.entries()) {
    const form = formOf(table, column, dropDowns);
    const choices = choicesOf(column);
    const formAndChoices: Text = {
      zh: `${form.zh}${choices.zh && `：${choices.zh}`}`,
      en: `${form.en}${choices.en && `: ${choices.en}`}`,
    };
    addCells(rows, [
      [columnLetters(index), GUIDE.center],
      [column.header, GUIDE.cell],
      [obligationOf(column).zh, mustBeFilled(column) ? GUIDE.required : GUIDE.center],
      [unitOf(column), GUIDE.center],
      [withEnglish(hintOf(column, dropDowns.city), language), GUIDE.cell],
      [withEnglish(formAndChoices, language), GUIDE.cell],
      [ruleCodesOf(table, column, dropDowns.rules).join(' '), GUIDE.cell],
    ]);
  }
  addGap(rows);
}

/** A row for each rule that a column of these tables can break. */
function addRules(rows: StackedRows, { tables, dropDowns, language }: GuideOrder): void {
  rows.line('校验规则：须改正的行会被退回，请核对的行照常接收', GUIDE.heading, 20);
  addRule(rows, RULE_HEADERS, [GUIDE.header, GUIDE.header, GUIDE.header], LINE + 5);
  const rules = new Set(
    tables.flatMap((table) => table.columns.flatMap((column) => rulesOf(table, column, dropDowns.rules))),
  );
  for (const rule of [...rules].sort((a, b) => (a.code < b.code ? -1 : 1))) {
    const text = withEnglish(ruleText(rule), language);
    const width = WIDTHS.slice(2).reduce((sum, one) => sum + one);
    addRule(
      rows,
      [rule.code, SEVERITY_TEXT[rule.severity].zh, text],
      [GUIDE.center, rule.severity === 'error' ? GUIDE.required : GUIDE.center, GUIDE.cell],
      heightOf(text, width, 10),
    );
  }
}

/** A row of code, severity and text; the text goes over all further columns. */
function addRule(rows: StackedRows, values: readonly string[], styles: readonly Style[], height: number): void {
  rows.span(
    values.map((value, index) => ({
      value,
      style: styles[index] ?? GUIDE.cell,
      columns: index === 2 ? WIDTHS.length - 2 : 1,
    })),
    height,
  );
}

type StyledText = readonly [value: string, style: Style];

/** A row as high as its longest text needs. */
function addCells(rows: StackedRows, cells: readonly (StyledText | null)[]): void {
  const heights = cells.map((cell, column) => (cell === null ? 0 : heightOf(cell[0], WIDTHS[column] ?? 10, 10)));
  rows.add(
    cells.map((cell) => (cell === null ? null : { value: cell[0] === '' ? null : cell[0], style: cell[1] })),
    Math.max(...heights),
  );
}

const addGap = (rows: StackedRows): void => rows.add([], LINE);

/** The Chinese text, and the English one below it where that is asked for and says anything else. */
const withEnglish = ({ zh, en }: Text, language: Language): string =>
  language === 'en' && en !== '' && en !== zh ? `${zh}\n${en}` : zh;

/**
 * The height of a wrapped text, in points.
 * @param width in characters of 11 points, as columns count it
 * @param size of the text, in points
 */
function heightOf(text: string, width: number, size: number): number {
  const lines = text
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil((displayWidth(line) * size) / 11 / (width - 1.5))), 0);
  return lines * LINE + 5;
}
