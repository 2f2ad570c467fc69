/** How calls are compared with what the roles of a template allow. */
import { describe, expect, test } from 'vitest';
import { covers, isAllowed, type Permission } from '../../infra/local/permissions/policies.ts';

const READ: Permission = { allows: true, action: 's3:GetObject', resource: 'arn:aws:s3:::b/*', partitions: null };
const call = (action: string, resource: string, partitions: readonly string[] = []) => ({
  caller: 'F',
  action,
  resource,
  partitions,
});

describe('a permission', () => {
  test.each([
    ['the same action on a resource that a star covers', 's3:GetObject', 'arn:aws:s3:::b/x/y.txt', true],
    ['another action that begins so', 's3:GetObjectVersion', 'arn:aws:s3:::b/x', false],
    ['the bucket, which is none of its objects', 's3:GetObject', 'arn:aws:s3:::b', false],
    ['another bucket whose name begins so', 's3:GetObject', 'arn:aws:s3:::bb/x', false],
  ])('%s', (_what, action, resource, expected) => {
    expect(covers(READ, call(action, resource))).toBe(expected);
  });

  test('a question mark stands for one character, a star for any number', () => {
    const notices = { ...READ, resource: 'arn:aws:s3:::b/*/????Q?/*.json' };
    expect(covers(notices, call('s3:GetObject', 'arn:aws:s3:::b/371525108/2016Q2/重复户核查.json'))).toBe(true);
    expect(covers(notices, call('s3:GetObject', 'arn:aws:s3:::b/371525108/2016/x.json'))).toBe(false);
    expect(covers(notices, call('s3:GetObject', 'arn:aws:s3:::b/371525108/2016Q2/xjson'))).toBe(false);
  });

  test('of some partitions covers a call that names no other', () => {
    const rows = { ...READ, action: 'dynamodb:Query', resource: 'table', partitions: ['R#*', 'K#links'] };
    expect(covers(rows, call('dynamodb:Query', 'table', ['R#1']))).toBe(true);
    expect(covers(rows, call('dynamodb:Query', 'table', ['R#1', 'K#links']))).toBe(true);
    expect(covers(rows, call('dynamodb:Query', 'table', ['R#1', 'L#2016Q2']))).toBe(false);
    expect(covers(rows, call('dynamodb:Query', 'table', ['K#links2']))).toBe(false);
  });
});

test('what is denied is not allowed, whatever else allows it; what nothing allows is not either', () => {
  const receipts = { ...READ, allows: false, resource: '*.receipt.*' };
  expect(isAllowed([READ, receipts], call('s3:GetObject', 'arn:aws:s3:::b/a.txt'))).toBe(true);
  expect(isAllowed([READ, receipts], call('s3:GetObject', 'arn:aws:s3:::b/a.receipt.txt'))).toBe(false);
  expect(isAllowed([], call('s3:GetObject', 'arn:aws:s3:::b/a.txt'))).toBe(false);
});
