/**
 * How a clerk marks a file as a full replacement (全量): the one word that removes households, so it is believed only
 * where nothing denies it.
 */
import { foldWidth } from '../parse/folding.ts';

const WORD = '全量';
/** 非全量, 不是全量, 勿作全量, 不要当全量; an empty box before it is not ticked. */
const DENIED_BEFORE = /(?:[非否]|[不勿未无没别莫免][是要作当为做属于按用须需可能有得以成会]{0,4}|[□☐○]\s*)$/;
/** 全量：否, 全量（不是）. */
const DENIED_AFTER = /^\s*[:(]?\s*[否不非×✗]/;

/**
 * Whether texts about a file (its name, the titles of its sheets) mark it: one does, and none says that it is no such
 * file.
 */
export function marksReplacement(texts: readonly string[]): boolean {
  let isMarked = false;
  for (const text of texts.map((one) => foldWidth(one).replaceAll(`是否${WORD}`, WORD)))
    for (let at = text.indexOf(WORD); at >= 0; at = text.indexOf(WORD, at + WORD.length)) {
      if (DENIED_BEFORE.test(text.slice(0, at)) || DENIED_AFTER.test(text.slice(at + WORD.length))) return false;
      isMarked = true;
    }
  return isMarked;
}
