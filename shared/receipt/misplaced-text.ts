/** What is wrong with the place of an upload, and which is the right one. */
import type { Text } from '../language/language.ts';
import { maskedName } from '../ledger/file-names.ts';
import type { Misplaced, PlaceFault } from '../ledger/misplaced.ts';

/** What of a place is said: with the code of the division where it is known. */
type Place = Pick<Misplaced, 'division' | 'period' | 'fileName' | 'faults'>;

const FAULTS: Readonly<Record<PlaceFault, Text>> = {
  'no division': {
    zh: '第一级文件夹不是这里的区划代码（如乡镇的 9 位代码、县的 6 位代码）',
    en: 'the first folder is no division code of this place (such as the 9 digits of a township or the 6 of a county)',
  },
  'division spelling': {
    zh: '第一级文件夹只能写区划代码：半角数字，没有空格，也没有别的字',
    en: 'the first folder must be the division code alone: plain digits, no blanks, no name',
  },
  'division unknown then': {
    zh: '那个季度的区划中没有这个代码',
    en: 'the register of that quarter has no such division code',
  },
  'no period': { zh: '缺少季度这一级文件夹', en: 'the folder of the quarter is missing' },
  'period spelling': {
    zh: '季度文件夹要写成 2016Q2 这样',
    en: 'the folder of the quarter must be written like 2016Q2',
  },
  'not a period': {
    zh: '第二级文件夹不是季度，要写成 2016Q2 这样，末位是 1 至 4',
    en: 'the second folder is no quarter; it must be written like 2016Q2, with 1 to 4 at its end',
  },
  'deeper folder': {
    zh: '季度文件夹里不能再有文件夹',
    en: 'there must be no folder inside the folder of the quarter',
  },
  'no file name': { zh: '没有文件名', en: 'the file has no name' },
};

/** All that is wrong with a place, without a full stop. */
export const faultsText = ({ faults }: Pick<Place, 'faults'>): Text => ({
  zh: faults.map((fault) => FAULTS[fault].zh).join('；'),
  en: faults.map((fault) => FAULTS[fault].en).join('; '),
});

/** Where the file belongs, as far as its key tells; what it does not tell is named. */
export const belongsAt = ({ division, period, fileName }: Place): Text => ({
  zh: [division ?? '<区划代码>', period ?? '<季度，如 2016Q2>', maskedName(fileName) || '<文件名>'].join('/'),
  en: [
    division ?? '<division code>',
    period ?? '<quarter, such as 2016Q2>',
    maskedName(fileName) || '<file name>',
  ].join('/'),
});
