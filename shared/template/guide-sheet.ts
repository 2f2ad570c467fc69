import { windowOf } from '../city/programme.ts';
import type { Language } from '../language/language.ts';
import type { TableDefinition } from '../schema/tables.ts';
import type { Merge } from '../sheet/grid.ts';
import { columnLetters } from '../sheet/reference.ts';
import type { CellSpec, SheetSpec, Style } from '../sheet/sheet-spec.ts';
import { periodTitle } from '../time/period.ts';
import { displayWidth } from '../receipt/appearance.ts';
import { FILL, GUIDE } from './appearance.ts';
import { hintOf } from './hints.ts';
import { FIRST_ROW } from './layout.ts';
import type { Options } from './options.ts';
import { fullNameOf } from './places.ts';
import { stampText, type Stamp } from '../check/template-stamp.ts';
import { choicesOf, formOf, obligationOf, rulesOf, ruleText, unitOf } from './column-text.ts';

const NAME = '填表说明';
const WIDTHS = [6, 19, 11, 8, 46, 52, 18];
const LINE = 14;

/** How to fill in the template: steps, colours, every column, every rule that looks at one of them. */
export function guideSheet(
  tables: readonly TableDefinition[],
  stamp: Stamp,
  options: Options,
  notes: readonly string[],
  language: Language,
): SheetSpec {
  const page = new Page();
  page.line(
    `填表说明：${fullNameOf(stamp.division, options.city.register)}（${periodTitle(stamp.period)}）`,
    GUIDE.title,
    32,
  );
  const { opens, deadline } = windowOf(options.city);
  page.fact('报送时间', `${opens} 至 ${deadline}`);
  page.fact('上传位置', `${stamp.division}/${stamp.period}/文件名任意.xlsx`);
  page.fact('模板', stampText(stamp).replace('模板版本：', ''));
  for (const note of notes) page.line(note, GUIDE.note, LINE * 2);
  page.gap();

  page.line('怎样填', GUIDE.heading, 20);
  stepsOf(tables).forEach(({ zh, en }, index) =>
    page.line(`${index + 1}. ${zh}${language === 'en' ? `\n    ${en}` : ''}`, GUIDE.step),
  );
  page.gap();
  page.row([
    ['颜色', GUIDE.label],
    ['必填列的表头', GUIDE.swatch(FILL.required)],
    ['选填列的表头', GUIDE.swatch(FILL.optional)],
    null,
    ['这一行已开始填，而必填的格还空着', GUIDE.swatch(FILL.missing)],
  ]);
  page.gap();

  for (const table of tables) {
    page.line(`${table.title}的列`, GUIDE.heading, 20);
    page.row(
      ['列', '列名', '必填', '单位', '填什么', '格式和可填内容', '校验规则'].map((text) => [text, GUIDE.header]),
    );
    for (const [index, column] of table.columns.entries()) {
      const hint = hintOf(table.kind, column.field);
      const both = (zh: string, en: string): string =>
        language === 'en' && en !== '' && en !== zh ? `${zh}\n${en}` : zh;
      const choices = column.type.kind === 'flag' ? '' : choicesOf(column, 'zh');
      const english = column.type.kind === 'flag' ? '' : choicesOf(column, 'en');
      const isListed = options.sourceOf(table, column) !== null;
      const form = formOf(table, column, options.city, 'zh', isListed) + (choices ? `：${choices}` : '');
      const unit = column.type.kind === 'money' ? column.type.unit : unitOf(column);
      page.row([
        [columnLetters(index), GUIDE.center],
        [column.header, GUIDE.cell],
        [obligationOf(column, 'zh'), column.required ? GUIDE.required : GUIDE.center],
        [unit, GUIDE.center],
        [both(hint.zh, hint.en), GUIDE.cell],
        [both(form, formOf(table, column, options.city, 'en', isListed) + (english ? `: ${english}` : '')), GUIDE.cell],
        [
          rulesOf(table, column)
            .map(({ code }) => code)
            .join(' '),
          GUIDE.cell,
        ],
      ]);
    }
    page.gap();
  }

  page.line('校验规则：须改正的行会被退回，请核对的行照常接收', GUIDE.heading, 20);
  page.ruleHeader(['规则', '级别', '检查什么（…处为填报的内容）']);
  const rules = new Set(tables.flatMap((table) => table.columns.flatMap((column) => rulesOf(table, column))));
  for (const rule of [...rules].sort((a, b) => (a.code < b.code ? -1 : 1))) {
    const isError = rule.severity === 'error';
    page.rule(
      rule.code,
      isError ? '须改正' : '请核对',
      isError,
      ruleText(rule, 'zh') + (language === 'en' ? `\n${ruleText(rule, 'en')}` : ''),
    );
  }
  return page.sheet();
}

function stepsOf(tables: readonly TableDefinition[]): { zh: string; en: string }[] {
  const columns = tables.flatMap((table) => table.columns);
  const several = [
    ...new Set(columns.filter(({ type }) => type.kind === 'codes').map(({ header }) => `“${header}”`)),
  ].join('');
  return [
    {
      zh: `从第${FIRST_ROW + 1}行起填写，${tables.length > 1 ? '户季度表一户一行，' : '一户一行，'}行数不限，不必删去空行。表头已保护（没有密码），请不要改动列名；列的右边可以加自己的列，不读取。`,
      en: `Fill in from row ${FIRST_ROW + 1}, any number of rows. The header is protected (no password); columns of your own to the right are not read.`,
    },
    {
      zh: '标“必填”的列每行都要填，金额没有的填 0，不能空着。已开始填的行里还空着的必填格是黄色的。',
      en: 'Required columns must be filled in every row, amounts with 0 where there is none. Required cells that are still empty turn yellow.',
    },
    {
      zh: `点格子右边的箭头从下拉表中选。${several}可填多项，用顿号“、”隔开。`,
      en: `Choose from the drop-downs. ${several} take several values, separated by 、.`,
    },
    {
      zh: '户编号、证件号码、区划代码的格已设为文本格式。从别处复制来的，请用“选择性粘贴—数值”，否则会盖掉格式和下拉表，长号码也可能变成 1.67E+15 而丢失尾数。',
      en: 'Long numbers are text cells. Paste values only, or the formats and drop-downs are lost and long numbers become 1.67E+15.',
    },
    {
      zh: '金额的单位见表头上方一行，收入、支出都是本季度数，最多两位小数（万元为六位）。日期写成 2016-06-30 的样子。',
      en: 'Amounts are of the quarter, in the unit shown above the header, with at most two decimals (six for 万元).',
    },
    {
      zh: `${tables.length > 1 ? '没有数据的表留空即可。' : ''}填好后存为 .xlsx，放到上面的“上传位置”，同一位置的回执里有结果和标出问题的表格；改正后整个文件再传一次，以最后一次为准。`,
      en: 'Save as .xlsx and put the file in the place named above; the receipt lies beside it. Correct and send the whole file again: the newest counts.',
    },
    {
      zh: '这次没有写的户保留上次的数据，不会删除。要用本文件整个替换的，请在文件名中写上“全量”。',
      en: 'Rows that are not in this file stay as they were. To replace everything, write 全量 in the file name.',
    },
  ];
}

type Text = readonly [value: string, style: Style];

/** Rows one below the other, as high as their longest text needs. */
class Page {
  readonly #rows: CellSpec[][] = [];
  readonly #heights: number[] = [];
  readonly #merges: Merge[] = [];
  line(text: string, style: Style, height?: number): void {
    this.#span(0, WIDTHS.length - 1);
    this.#add(
      WIDTHS.map((_, column) => ({ value: column === 0 ? text : null, style })),
      height ??
        linesOf(
          text,
          WIDTHS.reduce((sum, width) => sum + width),
          11,
        ) *
          LINE +
          5,
    );
  }

  fact(label: string, text: string): void {
    this.#span(0, 1);
    this.#span(2, WIDTHS.length - 1);
    this.#add(
      WIDTHS.map((_, column) => ({
        value: column === 0 ? label : column === 2 ? text : null,
        style: column < 2 ? GUIDE.label : GUIDE.fact,
      })),
      LINE + 6,
    );
  }

  row(texts: readonly (Text | null)[]): void {
    const lines = texts.map((text, column) => (text === null ? 1 : linesOf(text[0], WIDTHS[column] ?? 10, 10)));
    this.#add(
      texts.map((text) => (text === null ? null : { value: text[0] === '' ? null : text[0], style: text[1] })),
      Math.max(...lines) * LINE + 5,
    );
  }

  rule(code: string, severity: string, isError: boolean, text: string): void {
    this.#span(2, WIDTHS.length - 1);
    const values = [code, severity, text];
    this.#add(
      WIDTHS.map((_, column) => ({
        value: values[column] ?? null,
        style: column === 1 && isError ? GUIDE.required : column >= 2 ? GUIDE.cell : GUIDE.center,
      })),
      linesOf(
        text,
        WIDTHS.slice(2).reduce((sum, width) => sum + width),
        10,
      ) *
        LINE +
        5,
    );
  }

  ruleHeader(texts: readonly string[]): void {
    this.#span(2, WIDTHS.length - 1);
    this.#add(
      WIDTHS.map((_, column) => ({ value: texts[column] ?? null, style: GUIDE.header })),
      LINE + 5,
    );
  }

  gap(): void {
    this.#add([], LINE);
  }

  sheet(): SheetSpec {
    return {
      name: NAME,
      rows: this.#rows,
      rowHeights: this.#heights,
      merges: this.#merges,
      columnWidths: WIDTHS,
      isProtected: true,
      gridLines: false,
      tabColor: '7F7F7F',
      landscape: true,
    };
  }

  #add(cells: CellSpec[], height: number): void {
    this.#rows.push(cells);
    this.#heights.push(height);
  }

  #span(left: number, right: number): void {
    this.#merges.push({ top: this.#rows.length, left, bottom: this.#rows.length, right });
  }
}

/** Lines that a text of a size in points takes in a column, whose width counts characters of 11; a Chinese character is as wide as two digits. */
function linesOf(text: string, width: number, size: number): number {
  return text
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil((displayWidth(line) * size) / 11 / (width - 1.5))), 0);
}
