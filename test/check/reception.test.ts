/** What becomes of an upload for reasons that are not in it. */
import { describe, expect, it } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { admit, besideFormer, refuseUpload, unroutedFile } from '../../shared/check/reception.ts';
import type { CheckedFile } from '../../shared/check/checked-file.ts';
import { nextSteps } from '../../shared/receipt/next-steps.ts';
import { receiptOf } from '../../shared/receipt/receipt.ts';
import { NO_CHANGES } from '../../shared/rows/merge.ts';
import type { Standing } from '../../shared/rules/facts.ts';
import { check, csvOf, PERIOD, rowOf, told } from '../golden/rules/case.ts';

const MEGABYTE = 1024 * 1024;
const UPLOAD = { period: PERIOD, hasProgramme: true, bytes: 20 * MEGABYTE, mostBytes: 20 * MEGABYTE } as const;
const messages = (checked: CheckedFile | null): string[] =>
  checked === null ? [] : told(checked).findings.map(({ rule, message }) => `${rule} ${message}`);

describe('an upload', () => {
  it('is read when its place, its year and its size are right', () => {
    expect(refuseUpload(UPLOAD)).toBeNull();
  });

  it('is refused unread when it is too large, or its year has no programme', () => {
    expect(messages(refuseUpload({ ...UPLOAD, bytes: 20 * MEGABYTE + 1 }))).toEqual([
      'F11 文件有 21 MB，超过单个文件上限 20 MB，请删除无关内容或拆分后上传',
    ]);
    const early = refuseUpload({ ...UPLOAD, period: '2031Q1', hasProgramme: false, bytes: 99 * MEGABYTE });
    expect(early).toMatchObject({ status: 'rejected', rows: 0, read: null });
    expect(early).toMatchObject({ sheets: [], tables: [], replacement: false, isConfirmed: false, removal: [] });
    expect(messages(early)).toEqual([
      'Q06 2031年的扶贫工作方案还没有下达到本系统，文件没有接收；请联系上级扶贫办，方案下达后重新上传',
    ]);
  });

  it('is told where it belongs when its key leads nowhere, and nothing else', () => {
    expect(unroutedFile().findings.map(({ rule }) => rule)).toEqual(['F14']);
  });
});

describe('a file that was read', () => {
  const sound = check(csvOf('household', [rowOf('household')]));
  const open: Standing = { period: PERIOD, state: 'open', opens: '2016-07-01', lockedAt: null };

  it('stays as it is while its period takes files', () => {
    expect(admit(sound, open)).toBe(sound);
  });

  it('keeps its findings behind the reason why its period does not take it', () => {
    const warned = check(csvOf('household', [rowOf('household', { remark: '迁出' })]));
    const refused = admit(warned, { ...open, state: 'not yet open' });
    expect(refused.findings.map(({ rule }) => rule)).toEqual(['Q05', 'X15']);
    expect(refused).toMatchObject({ status: 'rejected', accepted: 0, rejected: 1, tables: [{ accepted: [] }] });
  });

  it('counts with a warning when it is the same as the one before', () => {
    expect(besideFormer(sound, null)).toBe(sound);
    const same = besideFormer(sound, '2016-07-05T02:00:00.000Z');
    expect([same.status, same.accepted, ...same.findings.map(({ rule }) => rule)]).toEqual([
      'accepted_with_warnings',
      1,
      'F10',
    ]);
    const file = { key: '371525108/2016Q2/表.csv', versionId: '1', acceptedAt: '2016-07-06T02:00:00.000Z' };
    const receipt = receiptOf({ ...file, sha256: '', bytes: 1 }, same, { pack: CITY_PACK, changes: NO_CHANGES });
    // It names the time of the receipt that stands, and asks for nothing.
    expect(messages(same).join()).toContain('与 2016-07-05 10:00:00 接收的文件完全相同');
    const steps = nextSteps(receipt, same.findings).map(({ zh }) => zh);
    expect(steps.join()).toMatch(/数据已全部进入系统.*不需要再做什么/);
    expect(steps.join()).not.toMatch(/改正|重新上传/);
    // What was to be checked in the file still is.
    const warned = besideFormer(check(csvOf('household', [rowOf('household', { remark: '迁出' })])), file.acceptedAt);
    expect(
      nextSteps(receipt, warned.findings)
        .map(({ zh }) => zh)
        .join(),
    ).toContain('确有错误的，改正');
  });
});

it('replaces nothing where its period takes none, and says in the repairs where a row was taken as blank', () => {
  const full = check(csvOf('household', [rowOf('household'), { wage_income: '0' }]), { fileName: '全量.csv' });
  expect(full.replacement).toBe(true);
  expect(full.repairs.items).toMatchObject([
    { kind: 'no-household', column: '户编号', header: '户编号', index: 5, row: 3 },
  ]);
  const locked: Standing = {
    period: PERIOD,
    state: 'locked',
    opens: '2016-07-01',
    lockedAt: '2016-07-20T00:00:00.000Z',
  };
  expect(admit(full, locked)).toMatchObject({ replacement: false, accepted: 0, rejected: 1, status: 'rejected' });
});
