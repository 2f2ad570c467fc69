import { WITHHELD } from '../shared/disclosure/edition.ts';
import type { PublishedManifest } from '../shared/publication/published-manifest.ts';
import type { Language } from '../shared/language/language.ts';

export const hasPublicEdition = ({ disclosure }: PublishedManifest): boolean => disclosure !== null;

/** That a revision has no public edition, and why; null where it has one. */
export function withheldText(manifest: PublishedManifest, language: Language): string | null {
  if (hasPublicEdition(manifest)) return null;
  const { revision } = manifest;
  return {
    zh: `第${revision}版没有公开版：${WITHHELD.zh}`,
    en: `revision ${revision} has no public edition: ${WITHHELD.en}`,
  }[language];
}
