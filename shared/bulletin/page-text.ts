/** Text of pages: escaped, and in both languages at once, so that a reader switches without loading anything. */

import type { Text } from '../language/language.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

/** Both languages; the style sheet shows one of them. A name that has no English stands once, marked as Chinese. */
export function both({ zh, en }: Text): string {
  return zh === en
    ? markedHtml(zh)
    : `<span class="zh" lang="zh-CN">${escapeHtml(zh)}</span><span class="en" lang="en">${markedHtml(en)}</span>`;
}

const HAN = /\p{Script=Han}[\p{Script=Han}、，（）]*/gu;

/** English text, its Chinese parts marked as such. */
export const markedHtml = (text: string): string =>
  escapeHtml(text).replace(HAN, (part) => `<span lang="zh-CN">${part}</span>`);
