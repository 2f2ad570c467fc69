import { CITY_PACK } from '../../cities/pack.ts';
import { describe, expect, test } from 'vitest';
import type { ReportTable } from '../../shared/tables/report-table.ts';
import { restatementFiles } from '../../shared/publication/restatement-files.ts';
import { restatementOf, type RestatedRevision } from '../../shared/publication/restatement.ts';

const REGISTER = CITY_PACK.register;

const [HERE, THERE] = ['371525108', '371502004'];

const table = (
  rows: ReportTable['rows'],
  total: ReportTable['total'] = null,
  more: ReportTable['columns'] = [],
): ReportTable => ({
  id: 'R02',
  zh: '表',
  en: 'table',
  unit: { zh: '人', en: 'persons' },
  columns: [
    { key: 'code', zh: '代码', en: 'code', kind: 'text' },
    ...more,
    { key: 'ytd', zh: '增收', en: 'uplifted', kind: 'count' },
    { key: 'rate', zh: '完成率', en: 'rate', kind: 'percent' },
  ],
  rows,
  total,
  notes: [],
});

const submission = (submissionId: string, township: string) => ({
  submissionId,
  versionId: submissionId,
  division: township,
  acceptedAt: '2016-07-05T02:00:00.000Z',
  sha256: submissionId,
  partitions: { household: { [township]: 3 } },
  accepted: 3,
  status: 'accepted',
});

function revision(
  of: number,
  tables: readonly ReportTable[],
  submissions: readonly object[],
  ruleSet = 'r1',
): RestatedRevision {
  const manifest = {
    period: '2016Q2',
    revision: of,
    inputs: `i${of}`,
    ruleSet,
    codeVersion: '1',
    config: 'c1',
    submissions,
    withdrawn: [],
    notCounted: [],
  };
  const byId = Object.fromEntries(tables.map((one) => [one.id, one]));
  return { summary: { period: '2016Q2', tables: byId }, manifest: manifest as unknown as RestatedRevision['manifest'] };
}

describe('a restatement', () => {
  const before = revision(
    1,
    [
      table(
        [
          { code: HERE, ytd: 1_000, rate: 652 },
          { code: THERE, ytd: 7, rate: 1 },
        ],
        { ytd: 1_007, rate: 600 },
      ),
    ],
    [submission('a', HERE), submission('b', THERE)],
  );
  const after = revision(
    2,
    [
      table(
        [
          { code: HERE, ytd: 1_001, rate: 652 },
          { code: THERE, ytd: 7, rate: 1 },
        ],
        { ytd: 1_008, rate: 600 },
      ),
    ],
    [submission('c', HERE), submission('b', THERE)],
  );

  test('names every figure that moved, old, new, and the submissions that moved it; and no other', () => {
    const words = { column: 'ytd', columnName: '增收', columnNameEn: 'uplifted', kind: 'count' };
    const difference = { difference: 1, differenceText: '+1' };
    expect(restatementOf(before, after, REGISTER).moved).toEqual([
      {
        table: 'R02',
        row: HERE,
        code: HERE,
        level: 'township',
        rowName: '冠县定远寨镇',
        rowNameEn: 'Dingyuanzhai, Guanxian',
        ...words,
        ...difference,
        old: 1_000,
        new: 1_001,
        oldText: '1,000',
        newText: '1,001',
        causes: ['a', 'c'],
      },
      {
        table: 'R02',
        row: '合计',
        code: null,
        level: 'city',
        rowName: '合计',
        rowNameEn: 'total',
        ...words,
        ...difference,
        old: 1_007,
        new: 1_008,
        oldText: '1,007',
        newText: '1,008',
        causes: ['a', 'c'],
      },
    ]);
  });

  test('takes a file of which no row counts for a cause in the tables about files alone', () => {
    const refused = { ...submission('d', HERE), partitions: {}, accepted: 0, status: 'rejected' };
    const causesOf = (id: string) => {
      const renamed = (
        { summary, manifest }: RestatedRevision,
        submissions = manifest.submissions,
      ): RestatedRevision => ({
        summary: { ...summary, tables: { [id]: { ...summary.tables['R02'], id } as ReportTable } },
        manifest: { ...manifest, submissions },
      });
      const more = [
        ...after.manifest.submissions,
        refused as unknown as RestatedRevision['manifest']['submissions'][number],
      ];
      return restatementOf(renamed(before), renamed(after, more), REGISTER).moved.map(({ causes }) => causes);
    };
    expect(causesOf('R02')).toEqual([
      ['a', 'c'],
      ['a', 'c'],
    ]);
    expect(causesOf('R15')).toEqual([
      ['a', 'c', 'd'],
      ['a', 'c', 'd'],
    ]);
  });

  test('says of an upload in parts when all of it was there', () => {
    const [removed] = before.manifest.submissions;
    const completedAt = '2016-07-06T02:00:00.000Z';
    const inParts = { ...before, manifest: { ...before.manifest, submissions: [{ ...removed!, completedAt }] } };
    const { submissions } = restatementOf(inParts, after, REGISTER);
    expect(submissions.find(({ change }) => change === 'removed')?.acceptedAt).toBe(completedAt);
    expect(submissions.find(({ change }) => change === 'added')?.acceptedAt).toBe('2016-07-05T02:00:00.000Z');
  });

  test('names submissions that were added and removed, without what a clerk called them', () => {
    expect(
      restatementOf(before, after, REGISTER).submissions.map(({ submissionId, change, division }) => [
        submissionId,
        change,
        division,
      ]),
    ).toEqual([
      ['a', 'removed', HERE],
      ['c', 'added', HERE],
    ]);
  });

  test('says of which files personal data was erased', () => {
    const [a] = before.manifest.submissions;
    if (!a) throw new Error('the revision has no file');
    const erased = {
      ...after,
      manifest: {
        ...after.manifest,
        withdrawn: [{ period: '2016Q2' as const, versionId: a.versionId, erased: true as const }],
      },
    };
    const restatement = restatementOf(before, erased, REGISTER);
    expect(restatement.submissions.map(({ submissionId, erased: is }) => [submissionId, is])).toEqual([
      ['a', true],
      ['c', undefined],
    ]);
    const page = String(restatementFiles(restatement, REGISTER).get('restatement.html')?.content);
    expect(page).toContain('其中1份上传的文件，其个人信息（整份或个别户）已按规定清除。');
    expect(page).toContain('清除个人信息');
  });

  test('of the same figures under other rules has nothing moved and says which rules', () => {
    const same = { ...after, manifest: { ...after.manifest, ruleSet: 'r2', config: 'c2' } };
    const restatement = restatementOf(after, same, REGISTER);
    expect(restatement).toMatchObject({
      moved: [],
      submissions: [],
      ruleSet: { from: 'r1', to: 'r2' },
      config: { from: 'c1', to: 'c2' },
    });
    const page = String(restatementFiles(restatement, REGISTER).get('restatement.html')?.content);
    expect(page).toContain('规则：r1 → r2');
    expect(page).toContain('配置：c1 → c2');
    expect(page).not.toContain('程序：');
  });

  test('a row that comes or goes is told cell by cell', () => {
    const gone = revision(
      3,
      [table([{ code: THERE, ytd: 7, rate: 1 }], { ytd: 7, rate: 1 })],
      [submission('b', THERE)],
    );
    const moved = restatementOf(after, gone, REGISTER).moved.filter(({ row }) => row === HERE);
    expect(moved.map(({ column, old, new: now }) => [column, old, now])).toEqual([
      ['code', HERE, null],
      ['ytd', 1_001, null],
      ['rate', 652, null],
    ]);
  });

  test('rows of one code are told apart by their other words', () => {
    const band = [{ key: 'band', zh: '档', en: 'band', kind: 'text' as const }];
    const rows = (second: number) => [
      { code: HERE, band: '低', ytd: 1, rate: null },
      { code: HERE, band: '高', ytd: second, rate: null },
    ];
    const [one, two] = [2, 3].map((second) => revision(1, [table(rows(second), null, band)], []));
    if (!one || !two) throw new Error('two revisions');
    expect(restatementOf(one, two, REGISTER).moved).toMatchObject([
      { row: `${HERE} 高`, rowName: '冠县定远寨镇 高', column: 'ytd', old: 2, new: 3 },
    ]);
  });

  test('is written as data, as CSV and as a page, the same bytes each time', () => {
    const files = restatementFiles(restatementOf(before, after, REGISTER), REGISTER);
    expect([...files.keys()]).toEqual(['restatement.json', 'restatement.csv', 'restatement.html']);
    expect(String(files.get('restatement.csv')?.content)).toContain(
      `R02,${HERE},冠县定远寨镇,ytd,增收,1000,1001,1,a c`,
    );
    expect(String(files.get('restatement.html')?.content)).toContain('1,001');
    expect(String(files.get('restatement.html')?.content)).toContain('第1版 → 第2版');
    expect(files).toEqual(restatementFiles(restatementOf(before, after, REGISTER), REGISTER));
  });
});
