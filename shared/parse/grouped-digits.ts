/**
 * Numbers of persons that are typed in groups with any mark between them, 371599:19630207:7013. The same marks stand in
 * amounts, days and lists of rows, so that here the groups must have the shape of such a number.
 */

const GROUP = '[0-9０-９]+';
/** Groups with up to two marks between each and the next. */
const GROUPS = new RegExp(`${GROUP}(?:[^\\p{L}\\p{N}]{1,2}${GROUP})+[xXｘＸ]?`, 'gu');
const DIGITS = new RegExp(`${GROUP}[xXｘＸ]?`, 'g');
/** Marks between the entries of a list, whose numbers are none of one person's. */
const LIST = /[、;；]|[,，]\s/;

const BIRTHDAY = '(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])';
const IDENTITY = new RegExp(`^[1-8]\\d{5}(?:(?:19|20)\\d\\d${BIRTHDAY}\\d{3}[\\dxX]|\\d\\d${BIRTHDAY}\\d{3})$`);
const IDENTITY_GROUPS = /^[1-8]\d{5} (?:\d{8} \d{3}[\dxX]|\d{6} \d{3}[\dxX]?)$/;
/** 138|1234|5678, 1381|2345|678, 138|12345678, and 1 3 8 1 2 3 4 5 6 7 8. */
const MOBILE = /^(?:(?:00)?86 )?1(?: ?[3-9])(?:\d \d{4} ?\d{4}|\d\d \d{4} \d{3}|(?: \d){9}|\d{5} \d{4})$/;
const LANDLINE = /^0[1-9]\d{1,2} [2-8]\d{2,3} ?\d{4}$|^(?:00)?86 [1-9]\d{1,2} [2-8]\d{2,3} ?\d{4}$/;
const CARD = /^[3-9]\d{3}(?: \d{4}){3}(?: \d{1,3})?$/;
const MOST_GROUPS = 19;
/** 138.12345678 may be calculated: two groups with a point are an amount. */
const AMOUNT = /^[1-9]\d* \d+$/;

/** Where such a number stands in the text, from and to, and how much of it may be shown. */
export type GroupedNumber = { readonly from: number; readonly to: number; readonly shown: 3 | 6 };

/** The numbers of a text that are typed in groups, in their order. */
export function groupedNumbers(text: string): GroupedNumber[] {
  return [...text.matchAll(GROUPS)].flatMap((run) => numbersIn(run[0], run.index));
}

function numbersIn(run: string, start: number): GroupedNumber[] {
  const groups = [...run.matchAll(DIGITS)].map((group) => ({
    digits: group[0].normalize('NFKC'),
    from: group.index,
    to: group.index + group[0].length,
  }));
  const found: GroupedNumber[] = [];
  for (let at = 0; at < groups.length; at++) {
    for (let last = Math.min(groups.length, at + MOST_GROUPS) - 1; last > at; last--) {
      const [first, end] = [groups[at]!, groups[last]!];
      const shape = groups.slice(at, last + 1).map(({ digits }) => digits);
      const shown = shownOf(shape.join(' '), marksBetween(run, groups.slice(at, last + 1)));
      if (shown === null) continue;
      found.push({ from: start + first.from, to: start + end.to, shown });
      at = last;
      break;
    }
  }
  return found;
}

const marksBetween = (run: string, groups: readonly { readonly from: number; readonly to: number }[]): string =>
  groups
    .slice(1)
    .map(({ from }, at) => run.slice(groups[at]?.to, from))
    .join('');

/** How much of the number may be shown; null for groups that are none. */
function shownOf(shape: string, marks: string): GroupedNumber['shown'] | null {
  if (IDENTITY_GROUPS.test(shape)) return 6;
  if (LIST.test(marks)) return null;
  if (IDENTITY.test(shape.replaceAll(' ', '')) || CARD.test(shape)) return 6;
  if (marks === '.' && AMOUNT.test(shape)) return null;
  return MOBILE.test(shape) || LANDLINE.test(shape) ? 3 : null;
}
