/**
 * Visible repairs (自动规范): what was read otherwise than it is written, without losing anything.
 *
 * A clerk must be able to see what the system made of a cell, so each reading that is not the cell's own text is
 * counted, and shown with place, old and new value. Blanks around a value, the separators of a list, the forms of a
 * quarter and the two ordinary ways to write a day (2016/6/30, 2016年6月30日) need no word. Whatever lost information
 * (3.71525E+17) is an error and never in here.
 */
import type { Language, Text } from '../language/language.ts';
import { maskNumbers } from './long-numbers.ts';

/** Its words say what was done, as the heading over its places. */
export type RepairDefinition = Text & {
  readonly code: string;
  /** Of one cell, of a whole column (told at its header), or of rows that follow each other (told at the first). */
  readonly scope: 'cell' | 'column' | 'rows';
  /** The rule that asks the clerk to check the same cells. */
  readonly rule?: string;
};

/**
 * Every repair there is, in the order in which receipts show them: those that changed what is said first, mere notation
 * last.
 */
export const REPAIRS = [
  {
    code: 'unit',
    zh: '金额按表头注明的单位换算',
    en: 'amounts converted from the unit that the header states',
    scope: 'column',
  },
  {
    code: 'inverse',
    zh: '列名含义相反，是、否对调',
    en: 'the header means the opposite: 是 and 否 swapped',
    scope: 'column',
    rule: 'X13',
  },
  {
    code: 'no-household',
    zh: '没有户编号、户主姓名和证件号码的行按空行处理',
    en: 'rows without household number, name and ID number taken as blank',
    scope: 'rows',
    rule: 'F23',
  },
  {
    code: 'member',
    zh: '户编号与上一户合并的行，按该户的家庭成员处理，不作为户读取',
    en: 'rows that share the merged household number of the row above taken as members of that household',
    scope: 'rows',
    rule: 'F23',
  },
  {
    code: 'example',
    zh: '标明“示例”的行按填写示例处理，不作为户读取',
    en: 'rows that are marked as an example (示例) not read as households',
    scope: 'rows',
  },
  { code: 'county', zh: '县（市、区）名称统一', en: 'name of the county made standard', scope: 'cell' },
  {
    code: 'township',
    zh: '乡镇（街道）名称统一',
    en: 'name of the township made standard',
    scope: 'cell',
    rule: 'D04',
  },
  { code: 'village', zh: '行政村名称统一', en: 'name of the village made standard', scope: 'cell', rule: 'D04' },
  {
    code: 'merged',
    zh: '合并单元格的地名填入所跨各行',
    en: 'place of a merged cell taken for every row that it spans',
    scope: 'cell',
  },
  {
    code: 'period',
    zh: '空白的填报季度按标题或其他行填入',
    en: 'a blank quarter taken from the title or the other rows',
    scope: 'cell',
  },
  {
    code: 'computed',
    zh: '空白的纯收入按各项收入减支出计算填入',
    en: 'a blank net income, in all or per head, computed from its parts',
    scope: 'cell',
  },
  { code: 'name-space', zh: '去掉姓名中的空格', en: 'spaces taken out of a name', scope: 'cell', rule: 'I06' },
  { code: 'name-dot', zh: '姓名间隔号统一为“·”', en: 'separator of a name made “·”', scope: 'cell', rule: 'I06' },
  {
    code: 'default',
    zh: '空白或无法识别的识别标准按省定标准处理',
    en: 'a blank or unknown standard taken as the provincial one',
    scope: 'cell',
  },
  { code: 'not-applicable', zh: '“不适用”按“是”处理', en: '“不适用” (does not apply) taken as 是', scope: 'cell' },
  { code: 'month', zh: '只填到月的日期取当月最后一天', en: 'a month taken as its last day', scope: 'cell' },
  {
    code: 'recomputed',
    zh: '合计与分项相差不超过1元，按分项重新计算',
    en: 'a total within one yuan of its parts recomputed',
    scope: 'cell',
  },
  { code: 'alias', zh: '别名改为标准名称', en: 'another name for an entry of a list', scope: 'cell' },
  { code: 'number', zh: '只填代码的改为名称', en: 'a bare code read as its entry', scope: 'cell' },
  {
    code: 'mark',
    zh: '√、有、1等改为“是”，×、无、0等改为“否”',
    en: 'a mark, word or digit read as 是 or 否',
    scope: 'cell',
  },
  { code: 'invisible', zh: '去掉看不见的字符', en: 'invisible characters taken out', scope: 'cell' },
  {
    code: 'look-alike',
    zh: '部首和兼容字符改为同形的汉字',
    en: 'radicals and compatibility characters made the characters that they look like',
    scope: 'cell',
  },
  {
    code: 'blank',
    zh: '去掉号码中的空格、引号和连字符',
    en: 'blanks, quotation marks and dashes taken out of a number',
    scope: 'cell',
  },
  { code: 'case', zh: '号码中的小写字母改为大写', en: 'small letters of a number made capital', scope: 'cell' },
  { code: 'width', zh: '全角数字、字母改为半角', en: 'full-width digits and letters made ordinary', scope: 'cell' },
  { code: 'date', zh: '日期写法统一', en: 'form of a date made standard', scope: 'cell' },
  { code: 'comma', zh: '去掉千位分隔符', en: 'thousands separators taken out', scope: 'cell' },
  {
    code: 'accounting',
    zh: '会计格式的括号读作负数，横线读作0',
    en: 'brackets and dashes of an accounting format read as a loss and as 0',
    scope: 'cell',
  },
  {
    code: 'suffix',
    zh: '去掉数字前后的单位和货币符号',
    en: 'unit or currency sign of a number taken off',
    scope: 'cell',
  },
] as const satisfies readonly RepairDefinition[];

export type RepairKind = (typeof REPAIRS)[number]['code'];

/** The rules that ask the clerk to check what was repaired. */
export type RepairRule = Extract<(typeof REPAIRS)[number], { readonly rule: string }>['rule'];

const definitions: ReadonlyMap<string, RepairDefinition> = new Map(
  REPAIRS.map((definition) => [definition.code, definition]),
);

/** @throws RangeError for a kind that is not in the catalogue: a defect of the program */
export function repairNamed(code: string): RepairDefinition {
  const definition = definitions.get(code);
  if (!definition) throw new RangeError(`repair ${code} is not in the catalogue`);
  return definition;
}

export const repairText = (code: string, language: Language): string => repairNamed(code)[language];

/** One repair of one cell; both values masked where they are personal. Row and index as in a finding. */
export type Repair = {
  readonly kind: RepairKind;
  readonly sheet: string;
  /** 1-based row of the sheet. */
  readonly row: number;
  /** Zero-based column of the sheet; null where the sheet has no such column. */
  readonly index: number | null;
  /** The column's name as the standard sheet has it, and as the clerk's sheet has it. */
  readonly column: string;
  readonly header: string;
  readonly from: string;
  readonly to: string;
};

/** All repairs of a file: how many of each kind, and the first REPAIRS_PER_KIND of each, in the order of reading. */
export type Repairs = { readonly counts: Readonly<Record<string, number>>; readonly items: readonly Repair[] };

/** Places of one kind that are kept; a clerk reads a handful, and a file may have a hundred thousand. */
export const REPAIRS_PER_KIND = 1_000;

export const NO_REPAIRS: Repairs = { counts: {}, items: [] };

/** The repair without any whole number of a person, whatever column it stands in. */
const withoutNumbers = (repair: Repair): Repair => ({
  ...repair,
  header: maskNumbers(repair.header),
  from: maskNumbers(repair.from),
  to: maskNumbers(repair.to),
});

/** Collects repairs while a sheet is read. */
export class RepairLog {
  readonly #counts: Record<string, number> = {};
  readonly #items: Repair[] = [];

  /**
   * Counts a repair, and keeps it as long as there are few of its kind.
   * @param make says where it was and what was made of it
   */
  add(kind: RepairKind, make: () => Repair): void {
    const count = (this.#counts[kind] ?? 0) + 1;
    this.#counts[kind] = count;
    if (count <= REPAIRS_PER_KIND) this.#items.push(withoutNumbers(make()));
  }

  get repairs(): Repairs {
    return { counts: this.#counts, items: this.#items };
  }
}

/** The repairs of several sheets or tables, in their order. */
export function joinRepairs(all: readonly Repairs[]): Repairs {
  const counts: Record<string, number> = {};
  const kept = new RepairLog();
  for (const repairs of all) {
    for (const [kind, count] of Object.entries(repairs.counts)) counts[kind] = (counts[kind] ?? 0) + count;
    for (const item of repairs.items) kept.add(item.kind, () => item);
  }
  return { counts, items: kept.repairs.items };
}
