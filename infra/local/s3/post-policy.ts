/** The policy of a form: what S3 lets a web page upload, and until when. */
import { S3Error } from './s3-error.ts';
import { accessDenied } from './signature.ts';

/** What a policy says of the file's size. */
export type SizeRange = { readonly least: number; readonly most: number };

type Condition = { readonly operator: 'eq' | 'starts-with'; readonly field: string; readonly value: string };

type Policy = { readonly expiration: Date; readonly conditions: readonly Condition[]; readonly size: SizeRange };

/** Fields that no condition needs to name. */
const FREE_FIELDS = /^(x-amz-signature|policy|file|x-ignore-.*)$/;

/**
 * Throws S3's error unless a form is what its policy allows.
 * @param fields by lower-case name, `bucket` among them
 * @returns the sizes that the file may have
 */
export function checkPolicy(text: string, fields: ReadonlyMap<string, string>, now: Date): SizeRange {
  const { expiration, conditions, size } = readPolicy(text);
  if (expiration.getTime() < now.getTime()) throw refused('Policy expired.');
  for (const { operator, field, value } of conditions) {
    const given = fields.get(field) ?? '';
    const holds = operator === 'eq' ? given === value : given.startsWith(value);
    if (!holds) throw refused(`Policy Condition failed: ["${operator}", "$${field}", "${value}"]`);
  }
  const named = new Set(conditions.map(({ field }) => field));
  const extra = [...fields.keys()].find((field) => !named.has(field) && !FREE_FIELDS.test(field));
  if (extra !== undefined) throw refused(`Extra input fields: ${extra}`);
  return size;
}

function refused(reason: string): S3Error {
  return accessDenied(`Invalid according to Policy: ${reason}`);
}

function invalid(reason: string): S3Error {
  return new S3Error('InvalidPolicyDocument', 400, `Invalid Policy: ${reason}`);
}

function readPolicy(text: string): Policy {
  let document: unknown;
  try {
    document = JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
  } catch {
    throw invalid('Invalid JSON.');
  }
  const { expiration, conditions: listed } = (document ?? {}) as Record<string, unknown>;
  if (typeof expiration !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(expiration)) {
    throw invalid(`Invalid 'expiration' value: '${String(expiration)}'`);
  }
  if (!Array.isArray(listed)) throw invalid("Invalid 'conditions' value: must be a List.");
  const conditions: Condition[] = [];
  let size: SizeRange = { least: 0, most: Number.POSITIVE_INFINITY };
  for (const item of listed as unknown[]) {
    if (Array.isArray(item) && operatorOf(item) === 'content-length-range') size = readSize(item);
    else conditions.push(...readConditions(item));
  }
  return { expiration: new Date(expiration), conditions, size };
}

function operatorOf(item: readonly unknown[]): string {
  return String(item[0]).toLowerCase();
}

function readSize(item: readonly unknown[]): SizeRange {
  const [least, most] = item.slice(1).map((value) => (/^\d+$/.test(String(value)) ? Number(value) : Number.NaN));
  if (item.length !== 3 || !(least! <= most!)) {
    throw invalid('Invalid Condition: content-length-range needs a least and a largest number of bytes.');
  }
  return { least: least!, most: most! };
}

function readConditions(item: unknown): Condition[] {
  if (Array.isArray(item)) {
    const operator = operatorOf(item);
    const [, field, value] = item as unknown[];
    const isComplete = item.length === 3 && typeof field === 'string' && field.startsWith('$') && isScalar(value);
    if (!isComplete || (operator !== 'eq' && operator !== 'starts-with')) {
      throw invalid(`Invalid Condition: ${JSON.stringify(item)}`);
    }
    return [{ operator, field: field.slice(1).toLowerCase(), value: String(value) }];
  }
  const pairs = typeof item === 'object' && item !== null ? Object.entries(item) : [];
  if (pairs.length !== 1 || !isScalar(pairs[0]![1])) {
    throw invalid('Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.');
  }
  return pairs.map(([field, value]) => ({ operator: 'eq', field: field.toLowerCase(), value: String(value) }));
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}
