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
    : `<span class="zh" lang="zh-CN">${escapeHtml(zh)}</span><span class="en" lang="en">${englishHtml(en)}</span>`;
}

const HAN = /\p{Script=Han}[\p{Script=Han}、，（）]*/gu;

/** Text with its Chinese parts marked as such. */
const markedHtml = (text: string): string =>
  escapeHtml(text).replace(HAN, (part) => `<span lang="zh-CN">${part}</span>`);

/** English text: names that have an English form take it, others are marked as Chinese. */
export const englishHtml = (text: string): string =>
  markedHtml(text.replace(HAN, (part) => part.split('、').map(placeInEnglish).join('、')));

/** A name, or a unit's name and that of one of its townships: Shenxian 张鲁镇 for 莘县张鲁镇. */
function placeInEnglish(name: string): string {
  const unit = Object.keys(ENGLISH).find((known) => /[县区市]$/.test(known) && name.startsWith(known));
  return unit === undefined ? inEnglish(name) : `${inEnglish(unit)} ${name.slice(unit.length)}`.trim();
}

/**
 * Names of the city, of units and words of fixed columns, as an English reader writes them. Townships keep their
 * Chinese names.
 */
const ENGLISH: Readonly<Record<string, string>> = {
  聊城市: 'Liaocheng',
  全市: 'whole city',
  东昌府区: 'Dongchangfu',
  阳谷县: 'Yanggu',
  莘县: 'Shenxian',
  茌平县: 'Chiping',
  东阿县: "Dong'e",
  冠县: 'Guanxian',
  高唐县: 'Gaotang',
  临清市: 'Linqing',
  经开区: 'Economic Zone',
  高新区: 'High-tech Zone',
  度假区: 'Resort Zone',
  合计: 'Total',
  其他: 'Other',
  滞后: 'behind',
  正常: 'on schedule',
};

/** A Chinese value in both languages, where its English is known; otherwise the value itself. */
export const inEnglish = (zh: string): string => ENGLISH[zh] ?? zh;

export const wordsOf = (zh: string): Text => ({ zh, en: inEnglish(zh) });
