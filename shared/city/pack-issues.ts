import type { z } from 'zod';
import type { Text } from '../language/language.ts';

type Issue = z.core.$ZodIssue;

/** The message of a check that says in both languages what is expected; `expectedBy` takes it apart again. */
export const expected = (text: Text): string => JSON.stringify(text);

/** What JSON calls the kinds of values, in words. */
const KINDS: Readonly<Record<string, Text>> = {
  string: { zh: '加引号的文字', en: 'a text in quotes' },
  number: { zh: '不加引号的数字', en: 'a number without quotes' },
  int: { zh: '不带小数的数字', en: 'a whole number' },
  object: { zh: '花括号中的一组内容 {…}', en: 'a group of fields {…}' },
  record: { zh: '花括号中的一组内容 {…}', en: 'a group of fields {…}' },
  array: { zh: '方括号中的列表 […]', en: 'a list […]' },
  tuple: { zh: '方括号中的列表 […]', en: 'a list […]' },
  null: { zh: 'null', en: 'null' },
};

/** What was found and what is expected instead, as zod's issue says it. */
export function issueText(issue: Issue, found: unknown): Text {
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => `“${key}”`);
    return {
      zh: `没有 ${keys.join('、')} 这一项，请核对拼写；可以写的各项见 docs/schemas/city-pack.json`,
      en: `there is no field ${keys.join(', ')}; docs/schemas/city-pack.json lists those that there are`,
    };
  }
  if (issue.code === 'invalid_key') {
    const key = String(issue.path.at(-1));
    const wanted = expectedBy(issue.issues[0]);
    return {
      zh: `名称“${key}”不对，应为${wanted.zh}`,
      en: `found the name “${key}”, expected ${wanted.en}`,
    };
  }
  const wanted = expectedBy(issue);
  return {
    zh: found === undefined ? `缺少这一项，应为${wanted.zh}` : `现为 ${shown(found)}，应为${wanted.zh}`,
    en: `found ${found === undefined ? 'nothing' : shown(found)}, expected ${wanted.en}`,
  };
}

function expectedBy(issue: Issue | undefined): Text {
  if (issue === undefined) return { zh: '另一个值', en: 'another value' };
  const written = writtenText(issue.message);
  if (written !== null) return written;
  switch (issue.code) {
    case 'invalid_type':
      return KINDS[issue.expected] ?? { zh: issue.expected, en: issue.expected };
    case 'too_small': {
      if (issue.origin === 'string') return { zh: '不为空的文字', en: 'a text that is not empty' };
      if (issue.origin === 'array')
        return { zh: `至少 ${issue.minimum} 项`, en: `a list of at least ${issue.minimum}` };
      const than = issue.inclusive ? { zh: '不小于', en: 'at least' } : { zh: '大于', en: 'more than' };
      return { zh: `${than.zh} ${issue.minimum} 的数字`, en: `${than.en} ${issue.minimum}` };
    }
    case 'too_big':
      return { zh: `不大于 ${issue.maximum} 的数字`, en: `at most ${issue.maximum}` };
    case 'invalid_value': {
      const values = issue.values.map((value) => JSON.stringify(value));
      return { zh: values.join(' 或 '), en: values.join(' or ') };
    }
    default:
      return { zh: issue.message, en: issue.message };
  }
}

/** What `expected` wrote; null where the schema says nothing of its own. */
function writtenText(message: string): Text | null {
  try {
    return JSON.parse(message) as Text;
  } catch {
    return null;
  }
}

/** A value as messages quote it, cut where it is long. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
