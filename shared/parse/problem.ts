/**
 * What is wrong with a personal value, said without the value: where the length or one character is the fault, a masked value says nothing, and
 * the value itself must not be said.
 */

/** Stands behind the name of a column: 户主姓名含数字“1”. */
export type Problem = { readonly problem: string; readonly problemEn: string };

export const BLANK_PROBLEM: Problem = { problem: '为空白', problemEn: 'is blank' };

/** Of a number that has a character that is no digit, or too many or too few. @param text folded, without blanks */
export function digitsProblem(text: string): Problem {
  const foreign = [...text].find((character) => !/[\dXx]/.test(character));
  return foreign === undefined ? lengthProblem([...text].length) : characterProblem(foreign);
}

/** Of a name. @param name without inner blanks and with one kind of separator */
export function nameProblem(name: string): Problem {
  const characters = [...name];
  const foreign = characters.find((character) => !/[\p{Script=Han}\p{Co}\uFFFD·〇]/u.test(character));
  if (foreign !== undefined) return characterProblem(foreign);
  if (name.startsWith('·') || name.endsWith('·'))
    return { problem: '以“·”开头或结尾', problemEn: 'begins or ends with “·”' };
  return characters.length < 2
    ? { problem: '只有1个字', problemEn: 'has one character only' }
    : { problem: `有${characters.length}个字`, problemEn: `has ${characters.length} characters` };
}

/** Of a telephone number; null when only its digits can be wrong. @param text folded, without blanks */
export function phoneProblem(text: string): Problem | null {
  const digits = text.replace(/\D/g, '').length;
  if (digits === 0) return { problem: '不是号码', problemEn: 'is no number' };
  const foreign = [...text].find((character) => !/[\d-]/.test(character));
  if (foreign !== undefined) return characterProblem(foreign);
  if (/^[2-8]\d{6,7}$/.test(text))
    return { problem: `共${digits}位，没有区号`, problemEn: `has ${digits} digits and no area code` };
  if (digits !== 11) return lengthProblem(digits);
  return text.startsWith('1') && text.includes('-') ? characterProblem('-') : null;
}

const lengthProblem = (length: number): Problem =>
  length === 0 ? BLANK_PROBLEM : { problem: `共${length}位`, problemEn: `has ${length} characters` };

/** One character of a value tells nobody who it is; a Chinese one among digits may be part of a name. */
function characterProblem(character: string): Problem {
  if (/\p{Script=Han}/u.test(character)) return { problem: '含汉字', problemEn: 'has Chinese characters' };
  const kind = /\p{N}/u.test(character)
    ? ['数字', 'digit']
    : /\p{L}/u.test(character)
      ? ['字母', 'letter']
      : ['符号', 'sign'];
  return { problem: `含${kind[0]}“${character}”`, problemEn: `has the ${kind[1]} “${character}”` };
}
