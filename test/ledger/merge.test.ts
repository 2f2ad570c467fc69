import { CITY_PACK } from '../../cities/pack.ts';
import { describe, expect, test } from 'vitest';
import { touchedBy } from '../../shared/ledger/visible-submissions.ts';
import { ROW_LAYOUTS } from '../../shared/rows/layouts.ts';
import { changesAgainst } from '../../shared/rows/merge.ts';

const layout = ROW_LAYOUTS.household.newest;
const before = [
  { key: 'a', number: 2, layout, line: '1' },
  { key: 'b', number: 3, layout, line: '2' },
  { key: 'c', number: 4, layout, line: '3' },
];

describe('what a file does to what stood before it', () => {
  test.each([
    ['a new row', [{ key: 'd', layout, line: '4' }], { created: 1, updated: 0, unchanged: 0, removed: 0 }],
    ['another line', [{ key: 'a', layout, line: '9' }], { created: 0, updated: 1, unchanged: 0, removed: 0 }],
    ['the same line', [{ key: 'a', layout, line: '1' }], { created: 0, updated: 0, unchanged: 1, removed: 0 }],
    ['a deletion', [{ key: 'a', layout, line: '' }], { created: 0, updated: 0, unchanged: 0, removed: 1 }],
    [
      'a deletion of what is not there',
      [{ key: 'd', layout, line: '' }],
      { created: 0, updated: 0, unchanged: 1, removed: 0 },
    ],
  ])('%s', (_what, rows, changes) => {
    expect(changesAgainst(before, rows)).toEqual(changes);
  });

  test('a full replacement removes what it does not name, and what it takes out once', () => {
    const rows = [
      { key: 'a', layout, line: '1' },
      { key: 'b', layout, line: '' },
    ];
    expect(changesAgainst(before, rows, true)).toEqual({ created: 0, updated: 0, unchanged: 1, removed: 2 });
  });

  test('a full replacement of a county empties its other townships too; another file touches only its own', () => {
    const older = ['371525107', '371502101'].map((township) => ({ partitions: { household: { [township]: 3 } } }));
    const county = { division: '371525', period: '2016Q2' as const, partitions: { household: { '371525108': 2 } } };
    expect(touchedBy({ ...county, replacement: true }, older, CITY_PACK).map(({ partition }) => partition)).toEqual([
      '371525108',
      '371525107',
    ]);
    expect(touchedBy({ ...county, replacement: false }, older, CITY_PACK).map(({ partition }) => partition)).toEqual([
      '371525108',
    ]);
  });
});
