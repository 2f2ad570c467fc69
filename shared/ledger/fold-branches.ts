import * as z from 'zod';
import type { CityPack } from '../city/city.ts';
import { periodsFoldedFor, type Period } from '../time/period.ts';
import { countedTownshipsOf, MovedRef, submissionsOf, type Manifest } from './manifest.ts';
import { Submission } from './submission.ts';
import { submissionsByPartition, visibleSubmissions } from './visible-submissions.ts';

const period = Submission.shape.period;

/**
 * What a fold of one township reads: the branch of a manifest that is about it. A fold needs nothing else, so it does
 * not read the whole manifest.
 */
export const FoldBranch = z.object({
  /** The summary's period, and the township's code in it. */
  period,
  township: z.string(),
  /** Every quarter that the fold reads, under the code or the codes that the township had then. */
  quarters: z.array(
    z.object({
      period,
      code: z.string(),
      /** Newest first, with the rows that each has of the township. */
      submissions: z.array(z.object({ submissionId: z.string(), rows: z.int() })),
    }),
  ),
  /** Rows of the township that do not count here. */
  without: z.array(MovedRef),
  /** Rows of other townships that count here; `as` is a row of the household, where their own number is another. */
  from: z.array(MovedRef),
});
export type FoldBranch = z.infer<typeof FoldBranch>;

const branches = new WeakMap<Manifest, FoldBranches>();

/** The branches of a manifest, made once for it. @param pack the city that the manifest is of */
export function branchesOf(manifest: Manifest, pack: CityPack): FoldBranches {
  const known = branches.get(manifest);
  if (known) return known;
  const made = new FoldBranches(manifest, pack);
  branches.set(manifest, made);
  return made;
}

/** The branches of a manifest. What all townships have to be looked up in is sorted by township once. */
class FoldBranches {
  readonly #manifest: Manifest;
  readonly #pack: CityPack;
  readonly #without = new Map<string, FoldBranch['without']>();
  readonly #from: ReadonlyMap<string, FoldBranch['from']>;
  readonly #candidates = new Map<Period, ReadonlyMap<string, readonly Submission[]>>();

  constructor(manifest: Manifest, pack: CityPack) {
    this.#manifest = manifest;
    this.#pack = pack;
    for (const { dropped } of manifest.duplicates) for (const ref of dropped) this.#leaves(ref);
    for (const { to, rows } of manifest.moves)
      for (const ref of rows)
        // A row that was reported under another number is taken out of its township and comes back as its household's.
        if (ref.as !== undefined || this.#codeNow(ref) !== to) this.#leaves(ref);
    this.#from = new Map(manifest.moves.map(({ to, rows }) => [to, rows]));
  }

  /** The branches of all townships whose rows are in the figures, in the order of their codes. */
  *counted(): Generator<FoldBranch> {
    for (const township of countedTownshipsOf(this.#manifest, this.#pack)) yield this.of(township);
  }

  /** The branch of a township of the summary's period. */
  of(township: string): FoldBranch {
    const { period } = this.#manifest;
    return {
      period,
      township,
      quarters: periodsFoldedFor(period).flatMap((one) =>
        this.#pack.codesThen(township, period, one).map((code) => {
          const candidates = this.#candidatesOf(one).get(code) ?? [];
          const visible = visibleSubmissions(candidates, 'household', code, this.#pack);
          const submissions = visible.map(({ submissionId, partitions }) => ({
            submissionId,
            rows: partitions['household']?.[code] ?? 0,
          }));
          return { period: one, code, submissions };
        }),
      ),
      without: this.#without.get(township) ?? [],
      from: this.#from.get(township) ?? [],
    };
  }

  #codeNow({ township, period }: { readonly township: string; readonly period: Period }): string {
    return this.#pack.codeIn(this.#manifest.period, township, period);
  }

  #leaves(ref: FoldBranch['without'][number]): void {
    const township = this.#codeNow(ref);
    const own = this.#without.get(township);
    if (own) own.push(ref);
    else this.#without.set(township, [ref]);
  }

  #candidatesOf(period: Period): ReadonlyMap<string, readonly Submission[]> {
    let candidates = this.#candidates.get(period);
    if (!candidates) {
      candidates = submissionsByPartition(submissionsOf(this.#manifest, period), 'household', this.#pack);
      this.#candidates.set(period, candidates);
    }
    return candidates;
  }
}
