/** The state of S3: versions of objects, and multipart uploads in progress. */
import type { Version } from './version.ts';
import type { VersionStore } from './version-store.ts';

/** How a version came to be, as the events of S3 name it. */
export type CreatedBy = 'Put' | 'Copy' | 'CompleteMultipartUpload';

/** A new version of an object. */
export type Creation = {
  readonly version: Version;
  readonly by: CreatedBy;
  /** Whether the version's bucket keeps versions. */
  readonly versioned: boolean;
};

/** One part of a multipart upload. */
export type Part = { readonly bytes: Buffer; readonly etag: string };

/** A multipart upload in progress. */
export type Upload = {
  readonly bucket: string;
  readonly key: string;
  /** Headers that a reader of the object will get back. */
  readonly headers: Readonly<Record<string, string>>;
  /** By number, the parts that were sent. */
  readonly parts: Map<number, Part>;
};

/** What the operations of S3 work on. */
export type S3State = {
  readonly versions: VersionStore;
  /** By id, the multipart uploads in progress. They are in memory only, so a restart aborts them. */
  readonly uploads: Map<string, Upload>;
  /** Is called for each new version, in the same tick in which readers can first see it. */
  readonly created: (creation: Creation) => void;
};
