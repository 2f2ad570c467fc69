import { CITY_PACK } from '../../cities/pack.ts';
import { findDivisions } from '../../shared/city/division-search.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../told-errors.ts';

/** Finds the code of a division by its name. */
export const divisions: Command = {
  name: 'divisions',
  usage: '[NAME]',
  zh: '按名称、拼音或代码查找区划代码',
  en: 'find the code of a division by its name, its pinyin or a part of its code',
  options: {},
  run: async (options, words, language) => {
    const { register } = CITY_PACK;
    const found = findDivisions(words.join(' '), register);
    if (options['json']) console.log(JSON.stringify(found, null, 1));
    else if (found.length === 0)
      console.log({ zh: `没有找到“${words.join(' ')}”`, en: `nothing is named “${words.join(' ')}”` }[language]);
    else
      for (const { code, name, en } of found) {
        const unit = register.unitLabel(register.unitOf(code) ?? '');
        console.log(`${code.padEnd(9)}  ${unit}${name}  ${en}`);
      }
    return found.length === 0 ? EXIT.badData : EXIT.good;
  },
};
