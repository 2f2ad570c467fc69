import type { Register } from '../city/register.ts';
import type { Finding } from '../rules/finding.ts';
import { fileFinding } from './finding-at.ts';
import type { CheckedRow } from './rows.ts';

/** Rows that must be outside before the file is taken for another unit's; one row is a row in the wrong file. */
const FEWEST = 2;
const NEARLY_ALL = 0.9;
const NAMED = 3;

/** Rule F20: a file all of which is another unit's was sent to the wrong place. Said once; a thousand times F08 would hide it. */
export function checkOutsiders(rows: readonly CheckedRow[], division: string, register: Register): Finding | null {
  const outside = rows.filter(isOutside);
  if (outside.length < FEWEST || outside.length < rows.length * NEARLY_ALL) return null;
  if (rows.some((row) => row.place.township !== null && !isOutside(row))) return null;
  const codes = [...new Set(outside.map(({ place }) => place.township ?? place.unit ?? ''))];
  const names = codes.slice(0, NAMED).map((code) => register.nameOf(code) ?? code);
  const isCut = names.length < codes.length;
  return fileFinding('F20', null, {
    name: `${names.join('、')}${isCut ? `等${codes.length}个单位` : ''}`,
    nameEn: `${names.join(', ')}${isCut ? ` and others, ${codes.length} in all` : ''}`,
    own: register.nameOf(division) ?? division,
  });
}

const isOutside = ({ place }: CheckedRow): boolean => place.problems.some(({ rule }) => rule === 'F08');
