/** The state of S3: versions of objects, and multipart uploads in progress. */
import type { IncomingMessage } from 'node:http';
import type { ChecksumAlgorithm } from './checksums.ts';
import type { Credentials } from './signature.ts';
import type { BodyReceiver, UploadBody } from './upload-body.ts';
import type { Version } from './version.ts';
import type { VersionStore } from './version-store.ts';

/** How a version came to be, as the events of S3 name it. */
export type CreatedBy = 'Put' | 'Post' | 'Copy' | 'CompleteMultipartUpload';

/** A new version of an object. */
export type Creation = {
  readonly version: Version;
  readonly by: CreatedBy;
  /** Whether the version's bucket keeps versions. */
  readonly versioned: boolean;
};

/** One part of a multipart upload. */
export type Part = Pick<UploadBody, 'file' | 'size' | 'md5' | 'checksums'>;

/** A multipart upload in progress. */
export type Upload = {
  readonly bucket: string;
  readonly key: string;
  /** When it began, in milliseconds since 1970. */
  readonly at: number;
  /** Headers that a reader of the object will get back. */
  readonly headers: Readonly<Record<string, string>>;
  /** The checksum that the object will have. Absent: none. */
  readonly checksum?: { readonly algorithm: ChecksumAlgorithm; readonly type: ChecksumType };
  /** By number, the parts that were sent. */
  readonly parts: Map<number, Part>;
};

/** Whether an object's checksum is of all its bytes, or of the checksums of its parts. */
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

/** What the operations of S3 work on. */
export type S3State = {
  readonly versions: VersionStore;
  /**
   * By id, the multipart uploads in progress. Their parts are contents that no version names, and a restart aborts
   * them.
   */
  readonly uploads: Map<string, Upload>;
  /** Where bodies go. */
  readonly receiver: BodyReceiver;
  readonly clock: () => Date;
  /** The key that signatures are checked with. */
  readonly credentials: Credentials;
  /** Whether a request is refused unless it is signed. */
  readonly mustBeSigned: (message: IncomingMessage) => boolean;
  /** Is called for each new version, in the same tick in which readers can first see it. */
  readonly created: (creation: Creation) => void;
};
