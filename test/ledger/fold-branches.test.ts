import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { branchesOf, FoldBranch } from '../../shared/ledger/fold-branches.ts';
import type { MovedRow, RowRef } from '../../shared/ledger/identities.ts';
import { countedTownshipsOf, submissionsOf, type Manifest } from '../../shared/ledger/manifest.ts';
import type { Submission } from '../../shared/ledger/submission.ts';
import { visibleSubmissions } from '../../shared/ledger/visible-submissions.ts';
import { periodsFoldedFor, type Period } from '../../shared/time/period.ts';
import { submission } from './submission-fixture.ts';

const PERIOD = '2016Q2';
// Two townships of one county, one of a zone, one of another county.
const TOWNSHIPS = ['371525108', '371525102', '371502101', '371581102'] as const;
const DIVISIONS = [...TOWNSHIPS, '371525', '371502', '3715'] as const;
const period = fc.constantFrom<Period>('2016Q1', '2016Q2', '2015Q3');
const township = fc.constantFrom(...TOWNSHIPS);
const refs = fc.array(
  fc.record({ period, township, submissionId: fc.constantFrom('a', 'b'), row: fc.integer({ min: 1, max: 9 }) }),
  { maxLength: 4 },
);

const uploads = fc.array(
  fc.record({
    period,
    division: fc.constantFrom(...DIVISIONS),
    replacement: fc.boolean(),
    rows: fc.dictionary(township, fc.integer({ min: 1, max: 5 }), { maxKeys: 3 }),
    hasHouseholds: fc.boolean(),
  }),
  { maxLength: 8 },
);

const manifests = fc
  .record({ uploads, dropped: refs, moved: fc.array(fc.tuple(township, refs), { maxLength: 3 }), as: fc.boolean() })
  .map(({ uploads: all, dropped, moved, as }): Manifest => {
    const submissions = all.map(({ rows, hasHouseholds, ...one }, index): Submission => ({
      ...submission({ division: one.division, submissionId: `v${index}` }),
      ...one,
      acceptedAt: `2016-07-10T00:00:${String(index).padStart(2, '0')}.000Z`,
      partitions: hasHouseholds ? { household: rows } : {},
    }));
    const rowOf = (ref: RowRef): MovedRow => (as && ref.row > 5 ? { ...ref, as: { ...ref, row: 1 } } : ref);
    const moves = [...new Map(moved)].map(([to, rows]) => ({ to, rows: rows.map(rowOf) }));
    return {
      period: PERIOD,
      submissions,
      duplicates: [{ period: PERIOD, by: 'household', counted: dropped[0], dropped }],
      moves,
      unreadable: [],
      notCounted: [],
    } as unknown as Manifest;
  });

/** The branch as one reads it off the whole manifest, township by township. */
function readOff(manifest: Manifest, code: string): FoldBranch {
  const leaving = manifest.moves.flatMap(({ to, rows }) => rows.filter((ref) => to !== code || ref.as !== undefined));
  const dropped = manifest.duplicates.flatMap((duplicate) => duplicate.dropped);
  return {
    period: PERIOD,
    township: code,
    quarters: periodsFoldedFor(PERIOD).map((one) => ({
      period: one,
      code,
      submissions: visibleSubmissions(submissionsOf(manifest, one), 'household', code, CITY_PACK).map(
        ({ submissionId, partitions }) => ({ submissionId, rows: partitions['household']?.[code] ?? 0 }),
      ),
    })),
    without: [...dropped, ...leaving].filter((ref) => ref.township === code),
    from: manifest.moves.find(({ to }) => to === code)?.rows ?? [],
  };
}

test('a branch is what the whole manifest says of its township', () => {
  fc.assert(
    fc.property(manifests, township, (manifest, code) => {
      expect(branchesOf(manifest, CITY_PACK).of(code)).toEqual(readOff(manifest, code));
    }),
  );
});

test('there is a branch for every township that is counted, and it comes back from JSON as it was', () => {
  fc.assert(
    fc.property(manifests, (manifest) => {
      const branches = [...branchesOf(manifest, CITY_PACK).counted()];
      expect(branches.map(({ township: code }) => code)).toEqual(countedTownshipsOf(manifest, CITY_PACK));
      for (const branch of branches) expect(FoldBranch.parse(JSON.parse(JSON.stringify(branch)))).toEqual(branch);
    }),
  );
});
