/** Conditions and updates of DynamoDB in its own words, as far as the functions use them; what is not known is refused. */
import { DynamoDBServiceException, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { byBytes } from './order.ts';

export type Item = Readonly<Record<string, AttributeValue>>;

/** What stands for names and values in an expression. */
export type Placeholders = {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Readonly<Record<string, AttributeValue>> | undefined;
};

export const invalid = (message: string): DynamoDBServiceException =>
  new DynamoDBServiceException({
    name: 'ValidationException',
    message,
    $fault: 'client',
    $metadata: { httpStatusCode: 400 },
  });

/** As DynamoDB does, refuses names and values that no expression uses, and expressions that use what is not given. */
export function requireUsed(expressions: readonly (string | undefined)[], placeholders: Placeholders): void {
  const used = new Set(expressions.flatMap((expression) => expression?.match(/[#:]\w+/g) ?? []));
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = placeholders;
  const given = new Set([...Object.keys(names ?? {}), ...Object.keys(values ?? {})]);
  for (const one of used) if (!given.has(one)) throw invalid(`an expression uses ${one}, which is not defined`);
  for (const one of given) if (!used.has(one)) throw invalid(`${one} is unused in expressions`);
  for (const map of [names, values])
    if (map !== undefined && Object.keys(map).length === 0) throw invalid('a map of placeholders must not be empty');
  for (const [name, value] of Object.entries(values ?? {}))
    if (value.S === undefined && value.N === undefined) throw invalid(`the value ${name} has no type`);
}

/** Whether a condition holds for an item; `AND` binds tighter than `OR`. */
export function holds(expression: string, item: Item | undefined, placeholders: Placeholders): boolean {
  return expression
    .split(' OR ')
    .some((all) => all.split(' AND ').every((term) => termHolds(term, item, placeholders)));
}

function termHolds(term: string, item: Item | undefined, placeholders: Placeholders): boolean {
  const absent = /^attribute_not_exists\((#\w+)\)$/.exec(term);
  if (absent) return item?.[nameOf(absent[1], placeholders)] === undefined;
  const begins = /^begins_with\((#\w+), (:\w+)\)$/.exec(term);
  const compared = /^(#\w+) (=|<) (:\w+)$/.exec(term);
  if (!begins && !compared) throw new Error(`the condition ${term} is not simulated`);
  const [, name, verb, last] = compared ?? ['', begins?.[1], 'begins', begins?.[2]];
  const [found, wanted] = [item?.[nameOf(name, placeholders)], valueOf(last, placeholders)];
  if (verb === 'begins') return found?.S?.startsWith(wanted.S ?? '') ?? false;
  if (found?.N !== undefined && wanted.N !== undefined)
    return verb === '=' ? Number(found.N) === Number(wanted.N) : Number(found.N) < Number(wanted.N);
  if (found?.S === undefined || wanted.S === undefined) return false;
  return verb === '=' ? found.S === wanted.S : byBytes(found.S, wanted.S) < 0;
}

type Update = { readonly item: Item; readonly changed: readonly string[] };

/** What an update makes of an item. @returns the item, and the names that it changed */
export function updated(expression: string, item: Item, placeholders: Placeholders): Update {
  const clauses = expression.split(/ (?=(?:ADD|SET|REMOVE) )/);
  return clauses.reduce<Update>(
    (before, clause) => {
      const { item: next, changed } = clauseDone(clause, before.item, placeholders);
      return { item: next, changed: [...before.changed, ...changed] };
    },
    { item, changed: [] },
  );
}

function clauseDone(expression: string, item: Item, placeholders: Placeholders): Update {
  const [, verb, rest = ''] = /^(ADD|SET|REMOVE) (.+)$/.exec(expression) ?? [];
  if (verb === undefined) throw new Error(`the update ${expression} is not simulated`);
  const next: Record<string, AttributeValue> = { ...item };
  const changed = rest.split(', ').map((action) => {
    const [left, first, plus, second] =
      verb === 'ADD' ? addOf(action) : verb === 'SET' ? action.split(/ = | (?=\+)|(?<=\+) /) : [action];
    const name = nameOf(left, placeholders);
    if (verb === 'REMOVE') delete next[name];
    else if (plus === undefined) next[name] = valueOf(first, placeholders);
    else {
      const [before, added] = [item[nameOf(first, placeholders)], valueOf(second, placeholders)];
      if (before === undefined && verb === 'SET') throw invalid(`${name} does not exist in the item`);
      next[name] = { N: String(Number(before?.N ?? 0) + Number(added.N)) };
    }
    return name;
  });
  return { item: next, changed };
}

const addOf = (action: string): (string | undefined)[] => {
  const [name, value] = action.split(' ');
  return [name, name, '+', value];
};

function nameOf(placeholder: string | undefined, { ExpressionAttributeNames: names = {} }: Placeholders): string {
  const name = names[placeholder ?? ''];
  if (name === undefined) throw invalid(`${placeholder} is not a name`);
  return name;
}

function valueOf(
  placeholder: string | undefined,
  { ExpressionAttributeValues: values = {} }: Placeholders,
): AttributeValue {
  const value = values[placeholder ?? ''];
  if (value === undefined) throw invalid(`${placeholder} is not a value`);
  return value;
}
