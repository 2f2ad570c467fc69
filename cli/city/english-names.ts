import { pinyin } from 'pinyin-pro';

/** Kinds of divisions that an English name leaves out: 冠县 keeps its 县, since one syllable is no name. */
const KIND = /(?:街道办事处|街道|管理委员会|管委会|自治县|[省市县区镇乡])$/;

/**
 * A division's name in pinyin, as an English page prints it: Dingyuanzhai for 定远寨镇, Dong'e for 东阿县, Guanxian for
 * 冠县. Readings that only local people know must be corrected by hand.
 */
export function englishNameOf(name: string): string {
  const stem = name.replace(KIND, '');
  const syllables = pinyin(stem.length > 1 ? stem : name, { toneType: 'none', type: 'array', v: true });
  const joined = syllables
    .map((syllable, index) => (index > 0 && /^[aeo]/.test(syllable) ? `'${syllable}` : syllable))
    .join('');
  return joined.charAt(0).toUpperCase() + joined.slice(1);
}
