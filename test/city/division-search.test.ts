import { describe, expect, it } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { divisionsNamed, findDivisions } from '../../shared/city/division-search.ts';

const { register } = CITY_PACK;
const codes = (found: readonly { readonly code: string }[]): string[] => found.map(({ code }) => code);

describe('a division is found', () => {
  it.each([
    ['371525108', '371525108'],
    ['定远寨镇', '371525108'],
    ['定远寨', '371525108'],
    ['冠县定远寨镇', '371525108'],
    ['聊城市冠县定远寨镇', '371525108'],
    ['dingyuanzhai', '371525108'],
    ['Dingyuanzhai Zhen', '371525108'],
    ["Dong'e", '371524'],
    ['donge', '371524'],
    ['冠县', '371525'],
    ['聊城市', '3715'],
    ['liaocheng', '3715'],
  ])('by %s', (text, code) => {
    expect(codes(divisionsNamed(text, register))).toEqual([code]);
  });

  it('by a part of its name or code where it is looked for, and not where it is meant', () => {
    expect(codes(findDivisions('远寨', register))).toEqual(['371525108']);
    expect(codes(findDivisions('37152510', register))).toHaveLength(9);
    expect(divisionsNamed('远寨', register)).toEqual([]);
    expect(divisionsNamed('37152510', register)).toEqual([]);
  });

  it('as all that have a name, so that nobody takes one for the other', () => {
    expect(codes(divisionsNamed('yandian', register))).toEqual(['371522109', '371581109']);
  });

  it('in no case by nothing', () => {
    expect(divisionsNamed('无此镇', register)).toEqual([]);
    expect(divisionsNamed('，', register)).toEqual([]);
  });
});
