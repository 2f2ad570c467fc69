import type { Register } from '../city/register.ts';
import type { CityPack } from '../city/city.ts';
import { parseUploadKey, type UploadKey } from './keys.ts';
import { shiftPeriod } from '../time/period.ts';
import { inOrder } from './submission.ts';
import { isSystemFile } from './system-files.ts';

/** An object version as a listing of the bucket names it. */
export type UploadVersion = {
  readonly key: string;
  readonly versionId: string;
  /** When S3 accepted it, ISO 8601 UTC. */
  readonly acceptedAt: string;
  readonly size: number;
  /** Set where it was uploaded in parts: then S3 gives the time at which that began. */
  readonly isInParts?: true;
};

/** An object version at a place where reports belong. */
export type RoutedVersion = UploadVersion & { readonly slot: UploadKey };

/** Quarters before its own that the rules of a file look back on (domain: cross-quarter rules). */
export const QUARTERS_LOOKED_BACK = 4;

/** Digits of a township, under which no division lies. */
const LONGEST_CODE = 9;

/** The few prefixes of the bucket under which every upload lies that can matter for an upload of the division. */
export function relatedPrefixes(division: string, register: Register): string[] {
  const related = register.related(division);
  // A prefix without the slash names all whose code begins with it, too: whose a code may lie in is asked of few.
  const wide = related.filter((code) => code.length >= division.length && code.length < LONGEST_CODE);
  const isNamed = (code: string): boolean => wide.some((above) => above !== code && code.startsWith(above));
  const isWide = (code: string): boolean => wide.includes(code);
  return related.filter((code) => !isNamed(code)).map((code) => (isWide(code) ? code : `${code}/`));
}

/**
 * The versions that a file must be judged after, and itself: those of related divisions, of its period and of the
 * quarters before it. In the order of uploads.
 */
export function versionsInScope(
  listed: readonly UploadVersion[],
  { division, period }: UploadKey,
  pack: CityPack,
): RoutedVersion[] {
  const related = new Set(pack.registerOf(period).related(division));
  const first = shiftPeriod(period, -QUARTERS_LOOKED_BACK);
  return routed(listed, pack)
    .filter(({ slot }) => related.has(slot.division) && slot.period >= first && slot.period <= period)
    .sort(inOrder);
}

/** The versions that are reports by their place and their name. */
export function routed(listed: readonly UploadVersion[], pack: CityPack): RoutedVersion[] {
  return listed.flatMap((version) => {
    const slot = isSystemFile(version) ? null : parseUploadKey(version.key, pack);
    return slot ? [{ ...version, slot }] : [];
  });
}
