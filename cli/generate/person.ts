import { identityCheckDigit } from '../../shared/rules/numbers.ts';
import type { Draw } from './draw.ts';

const SURNAMES = Array.from(
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文',
);
const GIVEN = Array.from(
  '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志文永红春梅海波振东成林家宝福来庆丰喜贵长江德才凤云立新金山保全瑞雪景和继先兴旺',
);
/**
 * Characters that GBK lacks: GB18030 writes the first four as four bytes, Excel keeps them as surrogate pairs or as
 * they are.
 */
const RARE = ['𬭎', '㛃', '𬱖', '𡐓', '䶮', '㭎'];
const MINORITY = ['买买提·艾力', '阿依古丽·吐尔逊', '古丽娜尔·买买提', '热合曼·依明', '努尔兰·哈森'];
const HELPERS = [
  '王建军',
  '李志强',
  '张秀梅',
  '刘海波',
  '陈玉华',
  '赵春明',
  '孙立新',
  '马文杰',
  '于景和',
  '郭瑞雪',
  '任永红',
  '田振东',
];

/** A name from fixed lists: 0.5% of a minority form with ·, 0.2% with a character outside GBK. */
export function nameOf(draw: Draw): string {
  const kind = draw.below(0, 1_000);
  if (kind < 5) return draw.pick(2, MINORITY);
  const surname = draw.pick(4, SURNAMES);
  if (kind < 7) return surname + draw.pick(6, RARE);
  const given = draw.pick(6, GIVEN);
  return draw.chance(8, 35) ? surname + given : surname + given + draw.pick(10, GIVEN);
}

/** The officer who looks after the household; never of the head's own name. */
export function helperOf(draw: Draw, head: string): string {
  const helper = draw.pick(12, HELPERS);
  return helper === head ? '周保全' : helper;
}

/** Eleven digits that nobody has been given. */
export const phoneOf = (draw: Draw): string => `1990000${String(draw.below(14, 10_000)).padStart(4, '0')}`;

/** In no list of address codes, present or past, so that no number can be a real person's. */
const FICTITIOUS_AREA = '371599';
/** Sequence numbers of one township and day; townships keep apart by their index in the city. */
const NUMBERS_PER_DAY = 7;
/** Townships that three digits have such sequence numbers for. More share them, each with birthdays of its own. */
const TOWNSHIPS_A_DAY = Math.floor(999 / NUMBERS_PER_DAY);

/** Hands out identity numbers of one township: birth day as drawn, then the next free sequence number of that day. */
export class IdentityNumbers {
  readonly #first: number;
  readonly #turn: number;
  readonly #turns: number;
  readonly #used = new Map<string, number>();

  /** @param index of the township among so many of the city */
  constructor(index: number, townships: number) {
    this.#first = (index % TOWNSHIPS_A_DAY) * NUMBERS_PER_DAY + 1;
    this.#turn = Math.floor(index / TOWNSHIPS_A_DAY);
    this.#turns = Math.ceil(townships / TOWNSHIPS_A_DAY);
  }

  /** An 18-digit number of somebody born between the two years, both included. */
  next(draw: Draw, fromYear: number, toYear: number): string {
    const year = draw.between(0, fromYear, toYear);
    for (let later = 0; ; later++) {
      const day = (draw.below(2, 365) + later) % 365;
      if (day % this.#turns !== this.#turn) continue;
      const birth = birthDay(year, day);
      const used = this.#used.get(birth) ?? 0;
      if (used === NUMBERS_PER_DAY) continue;
      this.#used.set(birth, used + 1);
      const first17 = FICTITIOUS_AREA + birth + String(this.#first + used).padStart(3, '0');
      return first17 + identityCheckDigit(first17);
    }
  }
}

const birthDays = new Map<number, string>();

/** The day of a year, from 0, as eight digits: each is written out once and serves all who are born then. */
function birthDay(year: number, day: number): string {
  const key = year * 366 + day;
  let digits = birthDays.get(key);
  if (digits === undefined) {
    digits = new Date(Date.UTC(year, 0, 1 + day)).toISOString().slice(0, 10).replaceAll('-', '');
    birthDays.set(key, digits);
  }
  return digits;
}
