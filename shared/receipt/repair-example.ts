import { sameText, type Language, type Text } from '../language/language.ts';
import type { ShownRepair } from './receipt.ts';

const BLANK: Text = { zh: '空白', en: 'blank' };

/** The cell, what the clerk wrote and what the system read: K5 “低保户”→“低保贫困户” */
export function repairExample({ cell, old, new: now }: ShownRepair): Text {
  const from = old === '' ? BLANK : sameText(`“${old}”`);
  const text = (language: Language): string => `${cell ?? ''} ${from[language]}→“${now}”`.trimStart();
  return { zh: text('zh'), en: text('en') };
}
