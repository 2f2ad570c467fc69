import { CITY_PACK } from '../../../cities/pack.ts';
import { describe, expect, test } from 'vitest';
import { checkHistory } from '../../../shared/check/check-history.ts';
import { admit } from '../../../shared/check/reception.ts';
import { decodeRecord } from '../../../shared/rows/codec.ts';
import { tableOf } from '../../../shared/schema/tables.ts';
import { shiftPeriod } from '../../../shared/time/period.ts';
import { cellAt, check, csvOf, PERIOD, RECEIVED, rowOf, told, TOWNSHIP } from './case.ts';
import { HISTORY_CASES, type Story } from './history.ts';

const SLOT = { ...CITY_PACK.at(PERIOD), division: TOWNSHIP, fileName: '表.csv', receivedOn: RECEIVED };

/** The file of one row, after its comparison with what is on file. */
function compare({ past, now = {} }: Story) {
  const earlier = new Map(
    Object.entries(past).map(([ago, rows]) => {
      const accepted = rows.flatMap(
        (row) => check(csvOf('household', [rowOf('household', row)])).tables[0]?.accepted ?? [],
      );
      if (accepted.length < rows.length) throw new Error('a row of the past is not sound');
      return [
        shiftPeriod(PERIOD, -Number(ago)),
        new Map(accepted.map((row) => [row.key, decodeRecord('household', row)])),
      ] as const;
    }),
  );
  return checkHistory(
    check(csvOf('household', [rowOf('household', now)])),
    SLOT,
    new Map([[TOWNSHIP, { earlier, reported: new Set<string>() }]]),
  );
}

describe.each(HISTORY_CASES.map((one) => [one.what === undefined ? one.rule : `${one.rule} ${one.what}`, one] as const))('%s', (_name, one) => {
  const { rule, severity, wrong, sound, at, value, message, always } = one;
  const toldOf = (story: Story) => told(compare(story)).findings.filter((finding) => finding.rule !== always);

  test('is found, and nothing else', () => {
    const column = tableOf('household').columns.find(({ field }) => field === at)?.header ?? null;
    const cell = at === null ? null : cellAt({ rule, severity, wrong: {}, at, message }, at);
    expect(toldOf(wrong)).toEqual([{ rule, severity, row: at === null ? null : 2, column, cell, value, message }]);
    const rejected = severity === 'error' ? 1 : 0;
    expect(told(compare(wrong))).toMatchObject({
      status: rejected ? 'rejected' : 'accepted_with_warnings',
      summary: { rows: 1, accepted: 1 - rejected, rejected },
    });
  });

  test('is silent for the twin', () => {
    expect(toldOf(sound)).toEqual([]);
  });
});

test.each([
  ['Q04', 'locked', '2016年第二季度已于2016-07-20 08:00:00关账，文件没有接收；确需更正请向上级扶贫办申请开通补报后重新上传'],
  ['Q05', 'not yet open', '2016年第二季度自2016-07-01起开放填报，现在还不能接收，请到时重新上传'],
] as const)('%s refuses the whole file, and says when', (rule, state, message) => {
  const refused = admit(check(csvOf('household', [rowOf('household')])), {
    period: PERIOD,
    state,
    opens: '2016-07-01',
    lockedAt: '2016-07-20T00:00:00.000Z',
  });
  expect(told(refused)).toMatchObject({
    status: 'rejected',
    summary: { rows: 1, accepted: 0, rejected: 1 },
    findings: [{ rule, severity: 'error', row: null, message }],
  });
  expect(refused.tables.flatMap(({ accepted }) => accepted)).toEqual([]);
});
