import { describe, expect, test } from 'vitest';
import { joinClauses, listText, sameText } from '../../shared/language/language.ts';

test('a name is the same in every language', () => {
  expect(sameText('定远寨镇')).toEqual({ zh: '定远寨镇', en: '定远寨镇' });
});

describe('a list', () => {
  test('has the marks of its language between its items, and none around them', () => {
    expect(listText(['甲', '乙', 3])).toEqual({ zh: '甲、乙、3', en: '甲, 乙, 3' });
    expect(listText([7])).toEqual({ zh: '7', en: '7' });
    expect(listText([])).toEqual({ zh: '', en: '' });
  });
});

describe('clauses', () => {
  test('make one sentence in each language', () => {
    const clauses = [
      { zh: '红色须改正', en: 'correct the red cells' },
      { zh: '黄色请核对', en: 'check the yellow ones' },
    ];
    expect(joinClauses(clauses)).toEqual({
      zh: '红色须改正，黄色请核对',
      en: 'correct the red cells, check the yellow ones',
    });
  });
});
