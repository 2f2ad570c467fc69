import type { Text } from '../language/language.ts';

/** Why a revision has no public edition. */
export const WITHHELD: Text = {
  zh: '为保护个人信息，已报数据过少，或与已公布的版次相比变动过小，两相对照即可推知个人情况',
  en: 'to protect personal information: too little is on file, or too little has changed since a published one, so that the two together would tell of persons',
};
