import type { Text } from '../language/language.ts';
import type { RuleCode } from './catalogue.ts';

/** The letter with which the codes of a family begin. */
type Family = RuleCode extends `${infer Letter}${number}` ? Letter : never;

/**
 * 六个精准, the headings of the data quality report (R16), and which rules belong under each. A rule belongs where its
 * longest listed prefix is. The sources place X04 (措施到户); the rest follows what a family of rules is about: who is poor
 * and where they live (D, I, household size and labour, type, causes, new and missing households), the projects (P),
 * money lent and granted (L), what is done for a household (C, X04), who is responsible (X14), and what came of it
 * (income, safeguards, exit, targets). Rules about the file itself are none of the six.
 */
export const PRECISIONS = [
  {
    code: 'object',
    zh: '扶持对象精准',
    en: 'precise identification',
    rules: ['D', 'I', 'N01', 'N02', 'N03', 'N04', 'X', 'Q'],
  },
  { code: 'project', zh: '项目安排精准', en: 'precise projects', rules: ['P'] },
  { code: 'money', zh: '资金使用精准', en: 'precise use of funds', rules: ['L'] },
  { code: 'measure', zh: '措施到户精准', en: 'precise measures for households', rules: ['C', 'X04'] },
  { code: 'staff', zh: '因村派人精准', en: 'precise staffing of villages', rules: ['X14'] },
  {
    code: 'result',
    zh: '脱贫成效精准',
    en: 'precise results',
    rules: ['N', 'X07', 'X08', 'X09', 'X10', 'X11', 'X12', 'X13', 'T', 'Q03'],
  },
  { code: 'file', zh: '文件格式（不属六个精准）', en: 'file format (none of the six)', rules: ['F', 'R', 'Q04'] },
] as const satisfies readonly (Text & { readonly code: string; readonly rules: readonly (RuleCode | Family)[] })[];

type Heading = (typeof PRECISIONS)[number]['code'];

/** The heading of a rule, also of one of an older catalogue; null for a family that nobody has placed. */
export function headingOf(rule: string): Heading | null {
  let heading: Heading | null = null;
  let length = 0;
  for (const { code, rules } of PRECISIONS)
    for (const prefix of rules)
      if (prefix.length > length && rule.startsWith(prefix)) [heading, length] = [code, prefix.length];
  return heading;
}
