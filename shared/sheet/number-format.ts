/**
 * What a format code of Excel (ISO/IEC 29500-1, 18.8.31) makes of a number: as a percentage, as a date, with how many
 * decimals.
 */

/** What one section of a code does. */
type Section = {
  readonly condition: ((value: number) => boolean) | undefined;
  /** `blank`: it shows no part of the value. */
  readonly kind: 'general' | 'number' | 'date' | 'blank';
  readonly decimals: number;
  readonly scientific: boolean;
  /** The value is shown times this: 100 for a percentage, 0.001 for thousands. */
  readonly factor: number;
  readonly percent: boolean;
};

/**
 * Literals, escapes, what takes up room, and brackets that say no condition and no span of time; they show no part of
 * the value.
 */
const LITERALS = /"[^"]*"?|\\.|_.|\*.|\[(?![<>=])(?!h+\]|m+\]|s+\])[^\]]*\]/giu;
const CONDITION = /\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]/u;
const GENERAL = /general|G\/通用格式|@/i;
const DATE = /[ymdhs]|上午|下午|aaa|(?<![0#?.])e(?![+-])/i;
const DIGIT = /[0#?]/;
/** Commas behind the digits. */
const THOUSANDS = /[0#?](,+)(?![,0#?])/;
const DECIMALS = /\.([0#?,]*)/;
const MOST_DECIMALS = 30;
const MOST_KEPT = 1_000;
const parsed = new Map<string, readonly Section[]>();

/** Whether a format shows a number as a percentage, so that the clerk who sees 4% has 0.04 in the cell. */
export function isPercentFormat(code: string, value: number): boolean {
  return sectionFor(code, value)?.percent ?? false;
}

/** Whether a format shows a number as a date or a time. */
export function isDateFormat(code: string, value: number): boolean {
  return sectionFor(code, value)?.kind === 'date';
}

/**
 * The number that a format shows, in the cell's own unit: 1131.333 under `0.00` is 1131.33, 0.0404 under `0%` is 0.04.
 * Undefined where it shows a date, or no part of the number.
 */
export function shownNumber(code: string, value: number): number | undefined {
  const section = sectionFor(code, value);
  if (section === undefined || section.kind === 'date' || section.kind === 'blank') return undefined;
  if (section.kind === 'general' || !Number.isFinite(value)) return value;
  if (section.scientific) return Number(value.toExponential(section.decimals));
  return precise(rounded(precise(value * section.factor), section.decimals) / section.factor);
}

/** A unit larger than the cell's own, in quotation marks or behind the digits, as 0.0"万元" has it. */
const LARGER_UNIT = /[十百千万亿]+元?/;
/** The point is a literal and the digits are those of the smaller unit: 3000 under `0\.0,"万元"` is 0.3万元. */
const SHIFTED_POINT = /[\\!]\./;

/**
 * The larger unit that a format writes behind a number without making the number smaller: 0.3 under `0.0"万元"` is
 * 0.3万元 for whoever sees it. Null where it writes none, or shows the same amount by it.
 */
export function unitBehind(code: string, value: number): string | null {
  const section = sectionFor(code, value);
  if (section?.kind !== 'number' || section.factor !== 1 || SHIFTED_POINT.test(code)) return null;
  return LARGER_UNIT.exec(code)?.[0] ?? null;
}

/** Excel chooses by the sign of the number, or by conditions where the code has any. */
function sectionFor(code: string, value: number): Section | undefined {
  const sections = sectionsOf(code);
  if (sections.some(({ condition }) => condition !== undefined))
    return sections.find(({ condition }) => condition?.(value) ?? true);
  if (sections.length === 1) return sections[0];
  if (sections.length === 2) return sections[value < 0 ? 1 : 0];
  return sections[value > 0 ? 0 : value < 0 ? 1 : 2];
}

function sectionsOf(code: string): readonly Section[] {
  const known = parsed.get(code);
  if (known !== undefined) return known;
  const sections = code.trim() === '' ? [sectionOf('General')] : code.replace(LITERALS, '').split(';').map(sectionOf);
  if (parsed.size >= MOST_KEPT) parsed.clear();
  parsed.set(code, sections);
  return sections;
}

function sectionOf(text: string): Section {
  const [bracket = '', comparison = '', limit = ''] = CONDITION.exec(text) ?? [];
  const plain = text.replace(bracket, '');
  const condition = comparison === '' ? undefined : conditionOf(comparison, Number(limit));
  const none = { condition, decimals: 0, scientific: false, factor: 1, percent: false } as const;
  if (GENERAL.test(plain) || plain.includes('/')) return { ...none, kind: isDate(plain) ? 'date' : 'general' };
  if (isDate(plain)) return { ...none, kind: 'date' };
  if (!DIGIT.test(plain)) return { ...none, kind: 'blank' };
  const percents = plain.split('%').length - 1;
  const thousands = THOUSANDS.exec(plain)?.[1]?.length ?? 0;
  const [, decimals = ''] = DECIMALS.exec(plain) ?? [];
  return {
    condition,
    kind: 'number',
    decimals: Math.min(MOST_DECIMALS, decimals.replace(/[^0#?]/g, '').length),
    scientific: /e[+-]/i.test(plain),
    factor: 100 ** Math.min(3, percents) / 1000 ** Math.min(3, thousands),
    percent: percents > 0,
  };
}

function isDate(plain: string): boolean {
  return DATE.test(plain.replace(GENERAL, ''));
}

function conditionOf(comparison: string, limit: number): (value: number) => boolean {
  switch (comparison) {
    case '<':
      return (value) => value < limit;
    case '<=':
      return (value) => value <= limit;
    case '>':
      return (value) => value > limit;
    case '>=':
      return (value) => value >= limit;
    case '=':
      return (value) => value === limit;
    default:
      return (value) => value !== limit;
  }
}

/** As spreadsheets do: to 15 digits, so that what binary fractions add does not show. */
const precise = (value: number): number => Number(value.toPrecision(15));

/** Half away from zero, by the decimal digits. */
function rounded(value: number, decimals: number): number {
  const shifted = Math.round(shift(Math.abs(value), decimals));
  return shifted === 0 ? 0 : Math.sign(value) * shift(shifted, -decimals);
}

function shift(value: number, places: number): number {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  return Number(`${mantissa}e${Number(exponent) + places}`);
}
