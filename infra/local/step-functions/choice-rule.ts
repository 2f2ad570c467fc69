/** The rules of Choice states. */
import { type Json, itemsOf, objectOf, textOf } from '../template/json.ts';
import { TemplateError } from '../template/template-error.ts';
import { type PathReader, parsePath } from './json-path.ts';

type Test = (value: Json | undefined, operand: Json) => boolean;

function numberTest(compare: (a: number, b: number) => boolean): Test {
  return (value, operand) => typeof value === 'number' && typeof operand === 'number' && compare(value, operand);
}

const TESTS: Readonly<Record<string, Test>> = {
  BooleanEquals: (value, operand) => typeof value === 'boolean' && value === operand,
  StringEquals: (value, operand) => typeof value === 'string' && value === operand,
  NumericEquals: numberTest((a, b) => a === b),
  NumericGreaterThan: numberTest((a, b) => a > b),
  NumericGreaterThanEquals: numberTest((a, b) => a >= b),
  NumericLessThan: numberTest((a, b) => a < b),
  NumericLessThanEquals: numberTest((a, b) => a <= b),
  IsPresent: (value, operand) => (value !== undefined) === operand,
  IsNull: (value, operand) => (value === null) === operand,
  IsString: (value, operand) => (typeof value === 'string') === operand,
  IsNumeric: (value, operand) => (typeof value === 'number') === operand,
  IsBoolean: (value, operand) => (typeof value === 'boolean') === operand,
};

/** Throws for a rule that `holds` cannot decide. */
export function checkRule(rule: Json, where: string): void {
  const { Next: _next, Comment: _comment, Variable: variable, ...tests } = objectOf(rule, where);
  const [name = '', operand] = Object.entries(tests)[0] ?? [];
  if (name === 'And' || name === 'Or') {
    for (const inner of itemsOf(operand)) checkRule(inner, where);
  } else if (name === 'Not') {
    checkRule(operand ?? null, where);
  } else if (Object.keys(tests).length !== 1 || !TESTS[name] || typeof variable !== 'string') {
    throw new TemplateError(
      `${where}: the rule ${JSON.stringify(rule)} is not supported. ` +
        `Expected a Variable and one of ${Object.keys(TESTS).join(', ')}; or And, Or, Not.`,
    );
  } else parsePath(variable, where);
}

/** Whether a rule holds for a state's input. */
export function holds(rule: Json, read: PathReader): boolean {
  const { Variable: variable, ...tests } = objectOf(rule, 'rule');
  if (Array.isArray(tests['And'])) return tests['And'].every((inner) => holds(inner, read));
  if (Array.isArray(tests['Or'])) return tests['Or'].some((inner) => holds(inner, read));
  if (tests['Not'] !== undefined) return !holds(tests['Not'], read);
  const [name, operand] = Object.entries(tests).find(([key]) => TESTS[key])!;
  return TESTS[name]!(read(textOf(variable)), operand);
}
