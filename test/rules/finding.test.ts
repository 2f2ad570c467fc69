import { describe, expect, test } from 'vitest';
import { messageOf, severityOf, showFinding, withoutNumbers, type Finding } from '../../shared/rules/finding.ts';
import { ruleNamed, ruleOf } from '../../shared/rules/catalogue.ts';
import { casesOf } from '../../shared/rules/rule.ts';

const FINDING: Finding = {
  rule: 'N05',
  severity: 'error',
  sheet: '花名册',
  row: 5,
  index: 2,
  column: '工资性收入',
  header: '务工收入',
  value: '约3万',
  params: { bound: { zh: '不小于0、', en: 'a number >= 0' } },
};

test('a number of a person stays in none of its parts', () => {
  const number = '371599196302077013';
  const masked = '371599**********13';
  const words = (text: string) => ({ zh: `号${text}`, en: `no. ${text}` });
  const { header, value, params } = withoutNumbers({
    ...FINDING,
    header: number,
    value: number,
    params: { a: number, b: 1_234_567_890_123_456, detail: words(number) },
  });
  expect([header, value]).toEqual([masked, masked]);
  expect(params).toEqual({ a: masked, b: 1_234_567_890_123_456, detail: words(masked) });
});

test('a rule is known by its code, and one of an older catalogue is none', () => {
  expect(ruleOf('N05').code).toBe('N05');
  expect(ruleNamed('N05')).toBe(ruleOf('N05'));
  expect(ruleNamed('Z99')).toBeNull();
  expect(() => ruleOf('Z99' as 'N05')).toThrow('rule Z99 is not in the catalogue');
});

test('a verdict is no case, one without details, one, or several', () => {
  expect(casesOf(false)).toEqual([]);
  expect(casesOf(true)).toEqual([{}]);
  expect(casesOf({ a: 1 })).toEqual([{ a: 1 }]);
  expect(casesOf([{ a: 1 }, { a: 2 }])).toEqual([{ a: 1 }, { a: 2 }]);
});

describe('a finding as it is shown', () => {
  test('names the column as the clerk’s sheet does, or as the standard sheet where the clerk has none', () => {
    expect(messageOf(FINDING, 'zh')).toMatch(/^第5行“务工收入”为“约3万”/);
    expect(messageOf({ ...FINDING, header: null }, 'zh')).toMatch(/^第5行“工资性收入”为“约3万”/);
  });

  test('calls what is blank so', () => {
    expect(messageOf({ ...FINDING, value: '' }, 'zh')).toMatch(/为空白/);
    expect(messageOf({ ...FINDING, value: '' }, 'en')).toMatch(/is blank;/);
  });

  test('speaks English with the English words of its details', () => {
    const params = { detail: { zh: '隐藏的工作表', en: 'a hidden sheet' } };
    expect(messageOf({ ...FINDING, rule: 'F06', params }, 'en')).toBe('a hidden sheet; please check');
    expect(messageOf({ ...FINDING, rule: 'F06', params }, 'zh')).toBe('隐藏的工作表，请核对');
    expect(messageOf({ ...FINDING, rule: 'F07', params: { a: '2016Q1', b: '2016Q2' } }, 'en')).toContain(
      'the file says 2016Q1',
    );
  });

  test('points at a cell only where it has both a row and a column', () => {
    expect(showFinding(FINDING, 'zh').cell).toBe('C5');
    expect(showFinding({ ...FINDING, index: null }, 'zh').cell).toBeNull();
    expect(showFinding({ ...FINDING, row: null }, 'zh').cell).toBeNull();
  });

  test('has the severity of its rule, or of its own case', () => {
    expect(severityOf(ruleOf('L04'))).toBe('error');
    expect(severityOf(ruleOf('L04'), { field: 'uscc' })).toBe('error');
    expect(severityOf(ruleOf('L04'), { severity: 'warning' })).toBe('warning');
  });
});
