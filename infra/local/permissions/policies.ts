/** What the roles of a template allow, and whether a call is among it. */
import { itemsOf, objectOf, textOf, type Json, type JsonObject } from '../template/json.ts';
import type { ResolvedTemplate } from '../template/resolved-template.ts';
import { TemplateError } from '../template/template-error.ts';
import type { Call } from './function-calls.ts';

/** One permission: an action on a resource, and for a table the partitions that may be named. */
export type Permission = {
  readonly allows: boolean;
  /** May hold `*` and `?`, as a policy does; so may resource and partitions. */
  readonly action: string;
  readonly resource: string;
  /** Null: any. */
  readonly partitions: readonly string[] | null;
};

const PARTITIONS = 'dynamodb:LeadingKeys';
const EVERY_ONE_IS_LIKE = 'ForAllValues:StringLike';

/** The permissions of each function's role, by the function's logical id. */
export function rolePermissions(template: ResolvedTemplate): ReadonlyMap<string, readonly Permission[]> {
  const byRole = new Map<string, Permission[]>();
  for (const { logicalId, properties } of template.ofType('AWS::IAM::Policy')) {
    const statements = itemsOf(objectOf(properties['PolicyDocument'], logicalId)['Statement']);
    for (const role of itemsOf(properties['Roles']).map(textOf))
      byRole.set(role, [
        ...(byRole.get(role) ?? []),
        ...statements.flatMap((statement) => permissionsIn(objectOf(statement, logicalId), logicalId)),
      ]);
  }
  const roles = new Map(template.ofType('AWS::IAM::Role').map(({ ref, attributes }) => [attributes['Arn'], ref]));
  return new Map(
    template
      .ofType('AWS::Lambda::Function')
      .map(({ logicalId, properties }) => [logicalId, byRole.get(roles.get(textOf(properties['Role'])) ?? '') ?? []]),
  );
}

function permissionsIn(statement: JsonObject, where: string): Permission[] {
  const partitions = partitionsOf(statement['Condition'], where);
  const list = (value: Json | undefined): string[] => (Array.isArray(value) ? value : [value ?? '']).map(textOf);
  return list(statement['Action']).flatMap((action) =>
    list(statement['Resource']).map((resource) => ({
      allows: statement['Effect'] !== 'Deny',
      action,
      resource,
      partitions,
    })),
  );
}

function partitionsOf(condition: Json | undefined, where: string): readonly string[] | null {
  if (condition === undefined) return null;
  const like = objectOf(objectOf(condition, where)[EVERY_ONE_IS_LIKE], where);
  const names = like[PARTITIONS];
  if (Object.keys(objectOf(condition, where)).length !== 1 || Object.keys(like).length !== 1 || names === undefined)
    throw new TemplateError(
      `${where}: the condition ${JSON.stringify(condition)} is not understood; ${EVERY_ONE_IS_LIKE} of ${PARTITIONS} is.`,
    );
  return (Array.isArray(names) ? names : [names]).map(textOf);
}

/** Whether a permission is of this call, whether it allows or denies it. */
export const covers = (permission: Permission, call: Call): boolean =>
  isLike(call.action, permission.action) &&
  isLike(call.resource, permission.resource) &&
  (permission.partitions === null ||
    call.partitions.every((partition) => permission.partitions?.some((pattern) => isLike(partition, pattern))));

/** Whether permissions allow a call: one does, and none denies it. */
export function isAllowed(permissions: readonly Permission[], call: Call): boolean {
  const own = permissions.filter((permission) => covers(permission, call));
  return own.some(({ allows }) => allows) && own.every(({ allows }) => allows);
}

/** Whether a text is like a pattern, in which `*` and `?` stand for any characters and for any one. */
export const isLike = (text: string, pattern: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  ).test(text);
