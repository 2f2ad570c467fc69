/** What the public sees of a quarter whose newest revision has no public edition. */
import { WITHHELD } from '../disclosure/withheld.ts';
import type { Text } from '../language/language.ts';
import { STATE_WORDS, type RevisionState } from '../ledger/decisions.ts';

export type PublicStanding = {
  /** Whether the newest revision has a public edition. */
  readonly isPublic: boolean;
  /** The newest revision that has one; null while none has. */
  readonly seen: { readonly revision: number; readonly state: RevisionState } | null;
};

/** Of a newest revision, by its manifest and by latest.json. */
export const publicStanding = (
  { disclosure }: { readonly disclosure: object | null },
  latest: { readonly public: PublicStanding['seen'] },
): PublicStanding => ({ isPublic: disclosure !== null, seen: latest.public });

/** That a revision has no public edition, why, and what the public sees in its place; null where it has one. */
export function withheldText(revision: number, { isPublic, seen }: PublicStanding): Text | null {
  if (isPublic) return null;
  const stays: Text = seen
    ? {
        zh: `公众看到的仍是第${seen.revision}版（${STATE_WORDS[seen.state].zh}）`,
        en: `the public still sees revision ${seen.revision} (${STATE_WORDS[seen.state].en})`,
      }
    : { zh: '公众看不到这个季度的任何一版', en: 'the public sees no revision of this quarter' };
  return {
    zh: `第${revision}版没有公开版：${WITHHELD.zh}。${stays.zh}`,
    en: `revision ${revision} has no public edition, ${WITHHELD.en}; ${stays.en}`,
  };
}
