/** Evaluates the conditions of a template, as far as its constants and pseudo parameters decide them. */
import { ACCOUNT, REGION } from '../account.ts';
import { type Json, type JsonObject, isObject, itemsOf, objectOf } from './json.ts';
import { TemplateError } from './template-error.ts';

/** Whether a condition expression is true. `declared` is the section Conditions of the template. */
export function isTrue(expression: Json, declared: JsonObject): boolean {
  const [operator, argument] = Object.entries(objectOf(expression, 'condition'))[0] ?? [];
  const operands = itemsOf(argument);
  if (operator === 'Fn::Equals') return operandOf(operands[0] ?? null) === operandOf(operands[1] ?? null);
  if (operator === 'Fn::Or') return operands.some((operand) => isTrue(operand, declared));
  if (operator === 'Fn::And') return operands.every((operand) => isTrue(operand, declared));
  if (operator === 'Fn::Not') return !isTrue(operands[0] ?? null, declared);
  if (operator === 'Condition' && typeof argument === 'string' && declared[argument] !== undefined)
    return isTrue(declared[argument], declared);
  throw new TemplateError(
    `Condition ${JSON.stringify(expression)} cannot be evaluated here. ` +
      'Expected Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition.',
  );
}

function operandOf(value: Json): Json {
  if (!isObject(value)) return value;
  if (value['Ref'] === 'AWS::Region') return REGION;
  if (value['Ref'] === 'AWS::Partition') return 'aws';
  if (value['Ref'] === 'AWS::AccountId') return ACCOUNT;
  throw new TemplateError(
    `Condition operand ${JSON.stringify(value)} cannot be evaluated; only constants and pseudo parameters can. ` +
      'Decide it at synth time.',
  );
}
