import { Draw } from './draw.ts';
import type { TownshipAt } from './township-at.ts';

export type DateForm = 'iso' | 'slash' | 'dot' | 'chinese' | 'compact' | 'month' | 'serial';
export type FileForm = { readonly extension: 'xlsx' | 'csv'; readonly encoding: 'utf-8' | 'utf-8-bom' | 'gb18030' };

/** How the clerk of one township keeps the sheet, quarter after quarter. */
export type Habits = {
  readonly unit: '元' | '万元';
  readonly unitRow: boolean;
  readonly dateForm: DateForm;
  /** Writes 经开区 and the like where the township belongs to a zone. */
  readonly zoneName: boolean;
  /** 甲村 for 甲村委会. */
  readonly shortVillage: boolean;
  readonly yesNo: readonly [string, string];
  readonly codes: 'label' | 'code' | 'alias' | 'code and label';
  readonly separator: string;
  readonly headers: 'template' | 'alias' | 'with unit';
  readonly headerDepth: 1 | 2 | 3;
  /** Whether the quarter stands in a column; if not, only in the title. */
  readonly periodColumn: boolean;
  readonly periodForm: 'canonical' | 'chinese' | 'short';
  readonly title: boolean;
  readonly serialColumn: boolean;
  readonly order: number;
  readonly omitted: ReadonlySet<string>;
  readonly thousands: boolean;
  readonly numbersAsText: boolean;
  readonly fullWidth: boolean;
  readonly blankRows: boolean;
  readonly totals: boolean;
  readonly footer: boolean;
  /** How a CSV keeps Excel from turning long numbers into floating point. */
  readonly longNumbers: 'plain' | 'formula' | 'tab' | 'apostrophe';
};

const DATE_FORMS: readonly DateForm[] = ['iso', 'slash', 'dot', 'chinese', 'compact', 'month', 'serial'];
const YES_NO = [
  ['是', '否'],
  ['是', '否'],
  ['√', '×'],
  ['有', '无'],
  ['1', '0'],
  ['Y', 'N'],
] as const;
/**
 * Optional columns go in groups, as a clerk who has no data leaves them out. The helper stays: without one every row is
 * warned about.
 */
const OMITTED: readonly (readonly string[])[] = [
  [],
  [],
  ['village_code'],
  ['remark', 'water_ok'],
  ['pension_income', 'family_planning_income', 'eco_income'],
  ['village_code', 'other_causes', 'remark'],
  ['migrant_workers', 'work_months', 'report_date'],
];

const known = new Map<string, Habits>();

export function habitsOf(township: string): Habits {
  let habits = known.get(township);
  if (!habits) known.set(township, (habits = drawHabits(township)));
  return habits;
}

function drawHabits(township: string): Habits {
  const draw = new Draw(`${township}:habits`);
  const more = new Draw(`${township}:more habits`);
  const unit = draw.chance(0, 6) ? '万元' : '元';
  const title = !draw.chance(2, 15);
  return {
    unit,
    unitRow: unit === '万元' || draw.chance(3, 60),
    dateForm: draw.pick(5, DATE_FORMS),
    zoneName: draw.chance(6, 50),
    shortVillage: draw.chance(7, 50),
    yesNo: draw.pick(8, YES_NO),
    codes: draw.chance(9, 60) ? 'label' : draw.pick(10, ['code', 'alias', 'code and label'] as const),
    separator: draw.pick(11, ['、', '、', '，', '；', '\n']),
    // A unit of its own in the header would contradict a 万元 row above it.
    headers: draw.pick(
      12,
      unit === '元' ? (['template', 'alias', 'with unit'] as const) : (['template', 'alias'] as const),
    ),
    headerDepth: draw.pick(13, [1, 2, 3] as const),
    periodColumn: !title || !draw.chance(14, 12),
    periodForm: draw.pick(15, ['canonical', 'chinese', 'short'] as const),
    title,
    serialColumn: draw.chance(16, 60),
    order: draw.below(17, 4),
    omitted: new Set(more.pick(0, OMITTED)),
    thousands: more.chance(1, 12),
    numbersAsText: more.chance(2, 12),
    fullWidth: more.chance(3, 15),
    blankRows: more.chance(4, 20),
    totals: more.chance(5, 70),
    footer: more.chance(6, 60),
    longNumbers: more.chance(7, 70) ? 'plain' : more.pick(8, ['formula', 'tab', 'apostrophe'] as const),
  };
}

/**
 * Half of the files are workbooks, a quarter CSV with a mark, an eighth without, an eighth in the national encoding.
 */
export function fileFormOf(index: number): FileForm {
  const turn = ((index % 8) + 8) % 8;
  if (turn < 4) return { extension: 'xlsx', encoding: 'utf-8' };
  if (turn < 6) return { extension: 'csv', encoding: 'utf-8-bom' };
  return { extension: 'csv', encoding: turn === 6 ? 'utf-8' : 'gb18030' };
}

/** The name that the clerk gave the file; nothing in it matters. */
export function fileNameOf({ township, period, label }: TownshipAt, extension: string): string {
  const quarter = period.slice(5);
  const names = [
    '花名册(终版2)',
    `${period.slice(0, 4)}年${'一二三四'[Number(quarter) - 1]}季度贫困户台账`,
    `${township.name}${period.slice(0, 4)}年${quarter}季度增收情况表`,
    '建档立卡贫困户季度表',
    '增收台账-最终',
    '副本贫困户信息 (1)',
    `${period}汇总（修改）`,
  ];
  return `${new Draw(`${label}:${period}:name`).pick(0, names)}.${extension}`;
}
