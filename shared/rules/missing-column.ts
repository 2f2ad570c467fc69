/** What to say of a required column that is not in a sheet (rule F05). */
import type { Text } from '../language/language.ts';
import type { HeaderCell, Layout } from '../parse/header.ts';
import { maskNumbers } from '../parse/long-numbers.ts';
import type { Column } from '../schema/column.ts';
import { columnLetters } from '../sheet/reference.ts';

/** Unknown headers that a message lists, and their length. */
const LISTED = 5;
const LONGEST = 20;
/** Running numbers are no column of ours and nobody's mistake. */
const RUNNING_NUMBER = /^(?:序号|编号|行号|no\.?)$/i;

/** That the column is missing, and which headers beside it may be that column under another name. */
export function missingColumn(column: Column, { unknown }: Layout): Text {
  const { header } = column;
  const others = unknown.filter(({ text }) => !RUNNING_NUMBER.test(text));
  const alike = others.filter(({ text }) => isAlike(text, column));
  if (alike.length > 0) {
    const named = listed(alike);
    return {
      zh: `缺少必填列“${header}”；未识别的列：${named.zh}，是否就是“${header}”？是的请改用这个列名，不是的请补上这一列`,
      en:
        `The required column “${header}” is missing; ${named.en} is not known: if it is that column, name it ` +
        `“${header}”, if not, add the column`,
    };
  }
  const rest = others.length === 0 ? NOTHING_ELSE : otherHeaders(listed(others));
  return {
    zh: `缺少必填列“${header}”，请补上这一列${rest.zh}`,
    en: `The required column “${header}” is missing; add it${rest.en}`,
  };
}

const NOTHING_ELSE: Text = { zh: '', en: '' };

const otherHeaders = ({ zh, en }: Text): Text => ({
  zh: `；未识别的列：${zh}，其中有这一列的话请改用这个列名`,
  en: `; not known: ${en}; if one of them is that column, rename it`,
});

function listed(cells: readonly HeaderCell[]): Text {
  const named = cells
    .slice(0, LISTED)
    .map(({ text, index }) => [maskNumbers(text).slice(0, LONGEST), columnLetters(index)] as const);
  return {
    zh: named.map(([text, letters]) => `“${text}”（${letters}列）`).join('、'),
    en: named.map(([text, letters]) => `“${text}” (${letters})`).join(', '),
  };
}

/** Whether a header has most of its characters from one of the column's names. */
function isAlike(text: string, { header, aliases }: Column): boolean {
  return [header, ...aliases].some((name) => {
    const shared = [...new Set(text)].filter((character) => name.includes(character)).length;
    return shared >= 2 && shared / Math.max(new Set(text).size, new Set(name).size) >= 0.6;
  });
}
