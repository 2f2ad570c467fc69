/** Decides a request by the statements of a role, as IAM does, as far as our policies use its language. */
import { isLike } from '../../infra/local/permissions/policies.ts';

/** A statement of a policy, its intrinsic functions resolved. */
export type PolicyStatement = {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
};

/** What is asked for. A key of the context that is not there is unknown to the request. */
export type IamRequest = {
  readonly action: string;
  readonly resource?: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
};

/** Whether statements allow a request: one does, and none denies it. */
export function allows(statements: readonly PolicyStatement[], request: IamRequest): boolean {
  const own = statements.filter((statement) => isOf(statement, request));
  return own.some(({ Effect }) => Effect === 'Allow') && own.every(({ Effect }) => Effect === 'Allow');
}

const listOf = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);

function isOf({ Action, Resource, Condition = {} }: PolicyStatement, request: IamRequest): boolean {
  const { action, resource, context } = request;
  if (!listOf(Action).some((pattern) => isLike(action, pattern))) return false;
  // The policy of who may assume a role names no resource.
  const isResource =
    Resource === undefined || listOf(Resource).some((pattern) => isLike(resource ?? '', filled(pattern, context)));
  return isResource && Object.entries(Condition).every(([operator, keys]) => holds(operator, keys, context));
}

/** What no value is like: a policy that names a variable which the request lacks is of no request. */
const NOTHING = '\0';

/** A pattern with the variables of policies filled in. */
const filled = (pattern: string, context: IamRequest['context']): string =>
  pattern.replaceAll(/\$\{([^}]+)\}/g, (_variable, key: string) => {
    const value = context[key];
    return typeof value === 'string' ? value : NOTHING;
  });

function holds(
  operator: string,
  keys: Readonly<Record<string, string | readonly string[]>>,
  context: IamRequest['context'],
): boolean {
  const [quantifier, comparison = quantifier] = operator.split(':');
  if (comparison !== 'StringEquals' && comparison !== 'StringLike')
    throw new Error(`the operator ${operator} is not understood; add it to test/infra/iam.ts`);
  return Object.entries(keys).every(([key, expected]) => {
    const patterns = listOf(expected).map((pattern) => filled(pattern, context));
    const matches = (value: string): boolean =>
      patterns.some((pattern) => (comparison === 'StringEquals' ? value === pattern : isLike(value, pattern)));
    const given = context[key];
    if (quantifier === 'ForAllValues') return listOf(given ?? []).every(matches);
    return typeof given === 'string' && matches(given);
  });
}
