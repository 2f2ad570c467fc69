import type { Text } from '../language/language.ts';
import type { NumberedRow } from './facts.ts';
import type { Params } from './rule.ts';

const NO_REPEATS: ReadonlyMap<number, Params> = new Map();

/** Rows of one group that a message names. */
const NAMED_ROWS = 10;

/**
 * The rows whose key another row has too; with `other`, only those where another row of the key differs in it. Each
 * finding names the rows of its group: all of them as `rows`, its own and the first other one as `row1` and `row2`, in
 * their order.
 */
export function repeats<R>(
  rows: readonly NumberedRow<R>[],
  key: (row: R) => string,
  other?: (row: R) => string,
): ReadonlyMap<number, Params> {
  // In nearly every file no key repeats.
  if (new Set(rows.map(({ row }) => key(row))).size === rows.length) return NO_REPEATS;
  const first = new Map<string, number>();
  // In the order of their first rows.
  const groups = new Map<number, number[]>();
  for (const [index, { row }] of rows.entries()) {
    const own = key(row);
    const earlier = first.get(own);
    if (earlier === undefined) first.set(own, index);
    else {
      const group = groups.get(earlier);
      if (group) group.push(index);
      else groups.set(earlier, [earlier, index]);
    }
  }
  const found = new Map<number, Params>();
  for (const [, group] of [...groups].sort(([a], [b]) => a - b)) {
    const numbered = group.flatMap((index) => rows[index] ?? []);
    const [head] = numbered;
    const second = numbered.find((one) => one !== head && (!other || !head || other(one.row) !== other(head.row)));
    if (!head || !second) continue;
    const listed = listOf(numbered);
    group.forEach((index, at) => {
      const own = numbered[at] ?? head;
      const isLikeFirst = own === head || (other !== undefined && other(own.row) === other(head.row));
      const [a, b] = isLikeFirst ? [own, second] : [head, own];
      found.set(index, {
        rows: listed,
        row1: a.number,
        row2: b.number,
        town1: quoted(a.sheet),
        town2: quoted(b.sheet),
      });
    });
  }
  return found;
}

const quoted = (sheet: string): string => (sheet === '' ? '' : `“${sheet}”`);

/** 第2、5、9行; “闫营村”第3行、“双庙村”第5行 where the rows stand in several sheets. */
function listOf(rows: readonly NumberedRow<unknown>[]): Text {
  const shown = rows.slice(0, NAMED_ROWS);
  const isCut = shown.length < rows.length;
  const bySheet = [...Map.groupBy(shown, ({ sheet }) => sheet)].map(
    ([sheet, own]) => [sheet, own.map(({ number }) => number)] as const,
  );
  return {
    zh: [
      bySheet.map(([sheet, numbers]) => `${quoted(sheet)}第${numbers.join('、')}行`).join('、'),
      isCut ? `等${rows.length}行` : '',
    ].join(''),
    en: [
      ...bySheet.map(([sheet, numbers]) => `${sheet === '' ? '' : `“${sheet}” `}rows ${numbers.join(', ')}`),
      ...(isCut ? [`${rows.length} in all`] : []),
    ].join('; '),
  };
}
