import { noticeText } from '../check/our-marks.ts';
import type { Language, Text } from '../language/language.ts';

const SENTENCE_END: Text = { zh: '。', en: '. ' };

/** The line below the title of each sheet of ours: that the system does not read the sheet, then what to do instead. */
export const noticeLine = (advice: Text, language: Language): string =>
  `${noticeText(language)}${SENTENCE_END[language]}${advice[language]}`;
