import { inOrder } from '../../shared/ledger/submission.ts';
import type { UploadVersion } from '../../shared/ledger/versions-in-scope.ts';

/** What tells a version that cannot be read from a bucket that cannot. */
export type ProbeEffects = {
  /** Whether S3 hands out the first byte of a version. */
  readonly canRead: (version: UploadVersion) => Promise<boolean>;
  /** Some versions of the whole bucket. */
  readonly someVersions: () => Promise<readonly UploadVersion[]>;
};

/** Versions that are asked for a byte, of those around it and of the bucket: several may have the same fault. */
const MOST_PROBES = 20;

/**
 * Whether S3 refuses this version while it hands out others of the bucket, so that waiting does not help. It is asked
 * for once more after the others: a permission that was just given may reach the parts of S3 one after the other.
 */
export async function isRefusedAlone(
  version: UploadVersion,
  around: readonly UploadVersion[],
  { canRead, someVersions }: ProbeEffects,
): Promise<boolean> {
  const isReadOne = async (versions: readonly UploadVersion[]): Promise<boolean> => {
    const others = versions.filter(({ versionId, size }) => versionId !== version.versionId && size > 0);
    for (const other of others.slice(0, MOST_PROBES)) if (await canRead(other)) return true;
    return false;
  };
  const newestFirst = around.toSorted(inOrder).toReversed();
  const isOurs = !(await isReadOne(newestFirst)) && !(await isReadOne(await someVersions()));
  return !isOurs && !(await canRead(version));
}
