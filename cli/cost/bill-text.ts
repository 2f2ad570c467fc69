/** A bill as a person reads it. */
import type { Language, Text } from '../../shared/language/language.ts';
import type { Stage } from '../../infra/stages.ts';
import { displayWidth } from '../../shared/receipt/column-widths.ts';
import { ASSUMPTIONS } from './assumptions.ts';
import { type Aged, amountIn, type Bill, type Billed } from './bill.ts';
import { METERS, type MeterName } from './meters.ts';
import { type LineKind, LINES } from './month.ts';
import { notesOn, pagesFor, type PricedRegion, seenOn } from './prices.ts';
import type { Extent } from './work.ts';

export type BillContext = {
  readonly extent: Extent;
  readonly stage: Pick<Stage, 'name' | 'budget'>;
  readonly regionName: string;
  readonly region: PricedRegion;
  readonly meters: readonly MeterName[];
  /** The day of the measurement. */
  readonly measuredOn: string;
  readonly householdsPerFile: number;
};

const KINDS: Readonly<Record<LineKind, Text>> = {
  fixed: { zh: '固定部分', en: 'fixed' },
  variable: { zh: '变动部分（随报送）', en: 'variable, with reporting' },
  kept: { zh: '保存部分（随年头增加）', en: 'kept, which grows with age' },
};

const GROWTH: readonly (readonly [Exclude<keyof Aged, 'quarters'>, Text])[] = [
  ['nextSweep', LINES.nextSweep],
  ['fullSweep', LINES.fullSweep],
  ['summaries', LINES.summaries],
  ['kept', KINDS.kept],
  ['reporting', { zh: '报送月合计', en: 'reporting month' }],
  ['quiet', { zh: '平常月合计', en: 'quiet month' }],
];

/** An amount with as many digits as it deserves: two or three. */
export function amountText(amount: number): string {
  if (amount === 0) return '0';
  if (amount < 0.005) return '<0.01';
  return amount.toFixed(amount < 10 ? 2 : amount < 100 ? 1 : 0);
}

const blanks = (text: string, width: number): string => ' '.repeat(Math.max(1, width - displayWidth(text)));
const left = (text: string, width: number): string => text + blanks(text, width);
const right = (text: string, width: number): string => blanks(text, width) + text;

const NAME_WIDTH = 38;
const AMOUNT_WIDTH = 12;

const row = (name: string, amounts: readonly string[]): string =>
  left(name, NAME_WIDTH) + amounts.map((amount) => right(amount, AMOUNT_WIDTH)).join('');

export function billText(bill: Bill, context: BillContext, language: Language): string {
  return [
    ...headOf(context, language),
    '',
    ...monthsOf(bill, context.region.currency, language),
    '',
    ...driversOf(bill, language),
    ...budgetOf(bill, context, language),
    '',
    ...growthOf(bill, language),
    '',
    ...footOf(context, language),
  ].join('\n');
}

function headOf({ extent, regionName, region, stage }: BillContext, language: Language): string[] {
  const { townships, uploads, quarters } = extent;
  return [
    {
      zh: `费用估算：${townships} 个乡镇，每季每乡镇 ${uploads} 份文件，第 ${quarters} 个季度，${regionName} ${region.zh}，环境 ${stage.name}，货币 ${region.currency}`,
      en: `Estimate for townships: ${townships}, files of each a quarter: ${uploads}, quarter: ${quarters}, ${regionName} ${region.en}, stage ${stage.name}, in ${region.currency}`,
    }[language],
  ];
}

function monthsOf({ reporting, quiet, year }: Bill, currency: string, language: Language): string[] {
  const heading = row('', [
    { zh: '报送月', en: 'reporting' }[language],
    { zh: '平常月', en: 'quiet' }[language],
    { zh: '一年', en: 'a year' }[language],
  ]);
  const spans = [reporting, quiet, year];
  const rowOf = (name: string, amountOf: (span: Billed) => number): string =>
    row(
      name,
      spans.map((span) => amountText(amountOf(span))),
    );
  const lines = (['fixed', 'variable', 'kept'] as const).flatMap((kind) => {
    const own = reporting.lines.filter((line) => line.kind === kind);
    return [
      rowOf(KINDS[kind][language], (span) => own.reduce((all, { name }) => all + amountIn(span.lines, name), 0)),
      ...own.map(({ name }) => rowOf(`  ${LINES[name][language]}`, (span) => amountIn(span.lines, name))),
    ];
  });
  return [
    heading,
    ...lines,
    rowOf({ zh: `合计 ${currency}`, en: `total ${currency}` }[language], ({ total }) => total),
    rowOf({ zh: '减去长期免费额度后', en: 'less what is always free' }[language], (span) => span.totalWithAllowances),
  ];
}

const driversOf = ({ drivers }: Bill, language: Language): string[] => [
  { zh: '一年中最大的三项：', en: 'The three largest of a year:' }[language],
  ...drivers.map(
    ({ line, meter, amount, share }, index) =>
      `  ${index + 1}. ${LINES[line][language]} — ${METERS[meter][language]}: ${amountText(amount)} (${Math.round(share * 100)}%)`,
  ),
];

/** How much of the stage's budget, beyond which somebody hears of it, the dearest month takes. */
function budgetOf({ reporting }: Bill, { stage, region }: BillContext, language: Language): string[] {
  const { budget } = stage;
  if (budget === undefined || budget.currency !== region.currency) return [];
  const share = Math.round((reporting.total / budget.monthlyAmount) * 100);
  const amount = `${budget.monthlyAmount} ${budget.currency}`;
  return [
    {
      zh: `环境 ${stage.name} 的预算告警为每月 ${amount}，报送月用去 ${share}%`,
      en: `Stage ${stage.name} has a budget of ${amount} a month, of which a reporting month takes ${share}%`,
    }[language],
  ];
}

const growthOf = ({ growth }: Bill, language: Language): string[] => [
  row(
    { zh: '随年头变化（一个月）：第几季度', en: 'Growth with age, a month; quarter' }[language],
    growth.map(({ quarters }) => String(quarters)),
  ),
  ...GROWTH.map(([what, name]) =>
    row(
      `  ${name[language]}`,
      growth.map((one) => amountText(one[what])),
    ),
  ),
];

function footOf({ region, meters, measuredOn, householdsPerFile }: BillContext, language: Language): string[] {
  const { first, last } = seenOn(region, meters);
  return [
    {
      zh: `价目查于 ${first} 至 ${last}（cli/cost/prices.json），出处：`,
      en: `Prices were seen from ${first} to ${last} (cli/cost/prices.json), on:`,
    }[language],
    ...pagesFor(region, meters).map((page) => `  ${page}`),
    ...notesOn(region, meters).map(({ meter, note }) => `  ${METERS[meter][language]}: ${note[language]}`),
    {
      zh: `测量于 ${measuredOn}（cli/cost/measured.json），每份文件 ${householdsPerFile} 户。假设：`,
      en: `Measured on ${measuredOn} (cli/cost/measured.json), files of ${householdsPerFile} households. Assumed:`,
    }[language],
    ...ASSUMPTIONS.map((text) => `  - ${text[language]}`),
  ];
}
