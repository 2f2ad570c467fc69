/**
 * What is wrong with a personal value, said without the value: where the length or one character is the fault, a masked
 * value says nothing, and the value itself must not be said. Each stands behind the name of a column: 户主姓名含数字“1”.
 */
import type { Text } from '../language/language.ts';

export const BLANK_PROBLEM: Text = { zh: '为空白', en: 'is blank' };

/** Of a number that has a character that is no digit, or too many or too few. @param text folded, without blanks */
export function digitsProblem(text: string): Text {
  const foreign = [...text].find((character) => !/[\dXx]/.test(character));
  return foreign === undefined ? lengthProblem([...text].length) : characterProblem(foreign);
}

/** Of a name. @param name without inner blanks and with one kind of separator */
export function nameProblem(name: string): Text {
  const characters = [...name];
  const foreign = characters.find((character) => !/[\p{Script=Han}\p{Co}\uFFFD·〇]/u.test(character));
  if (foreign !== undefined) return characterProblem(foreign);
  if (name.startsWith('·') || name.endsWith('·')) return { zh: '以“·”开头或结尾', en: 'begins or ends with “·”' };
  return characters.length < 2
    ? { zh: '只有1个字', en: 'has one character only' }
    : { zh: `有${characters.length}个字`, en: `has ${characters.length} characters` };
}

/** Of a telephone number; null when only its digits can be wrong. @param text folded, without blanks */
export function phoneProblem(text: string): Text | null {
  const digits = text.replace(/\D/g, '').length;
  if (digits === 0) return { zh: '不是号码', en: 'is no number' };
  const foreign = [...text].find((character) => !/[\d-]/.test(character));
  if (foreign !== undefined) return characterProblem(foreign);
  if (/^[2-8]\d{6,7}$/.test(text))
    return { zh: `共${digits}位，没有区号`, en: `has ${digits} digits and no area code` };
  if (digits !== 11) return lengthProblem(digits);
  return text.startsWith('1') && text.includes('-') ? characterProblem('-') : null;
}

const lengthProblem = (length: number): Text =>
  length === 0 ? BLANK_PROBLEM : { zh: `共${length}位`, en: `has ${length} characters` };

/** One character of a value tells nobody who it is; a Chinese one among digits may be part of a name. */
function characterProblem(character: string): Text {
  if (/\p{Script=Han}/u.test(character)) return { zh: '含汉字', en: 'has Chinese characters' };
  const kind = /\p{N}/u.test(character)
    ? { zh: '数字', en: 'digit' }
    : /\p{L}/u.test(character)
      ? { zh: '字母', en: 'letter' }
      : { zh: '符号', en: 'sign' };
  return { zh: `含${kind.zh}“${character}”`, en: `has the ${kind.en} “${character}”` };
}
