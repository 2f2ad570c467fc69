/** A version of an object, and the ids that versions get. */

/** One version of an object, or a delete marker. */
export type Version = {
  readonly bucket: string;
  readonly key: string;
  /** Sorts by time as a string. In a bucket without versioning, clients see `null` instead. */
  readonly id: string;
  /** Milliseconds since 1970. It is never less than that of an earlier version, even if the clock is set back. */
  readonly at: number;
  /** Of an object that was uploaded in parts: when its upload began. S3 shows that as the object's time. */
  readonly begun?: number;
  /** Bytes of the content; 0 for a delete marker. */
  readonly size: number;
  readonly etag: string;
  /** Headers that a reader gets with the content: content-type, x-amz-meta-*, x-amz-checksum-* and the like. */
  readonly headers: Readonly<Record<string, string>>;
  /** Name of the file that holds the content; a delete marker has none. */
  readonly file?: string;
  /** Present for a delete marker. */
  readonly marker?: true;
};

/** When an object came to be, or its upload in parts began, in the whole seconds that S3 shows. */
export function lastModified({ at, begun = at }: Version): Date {
  return new Date(Math.floor(begun / 1000) * 1000);
}

const TIME_DIGITS = 10;
const COUNT_DIGITS = 6;

/**
 * Issues the ids of versions: 16 characters 0-9A-V, which are the time in milliseconds and a count within it, both in
 * fixed width. So ids sort by time as strings.
 */
export class VersionIds {
  readonly #clock: () => Date;
  #at = 0;
  #count = 0;

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  /** Issues the next id. */
  next(): { readonly id: string; readonly at: number } {
    const now = this.#clock().getTime();
    if (now > this.#at) {
      this.#at = now;
      this.#count = 0;
    } else this.#count += 1;
    const time = this.#at.toString(32).padStart(TIME_DIGITS, '0');
    const count = this.#count.toString(32).padStart(COUNT_DIGITS, '0');
    return { id: (time + count).toUpperCase(), at: this.#at };
  }

  /** Makes every later id sort after this one, which an earlier run issued. */
  continueAfter(id: string): void {
    const at = Number.parseInt(id.slice(0, TIME_DIGITS), 32);
    const count = Number.parseInt(id.slice(TIME_DIGITS), 32);
    if (at < this.#at || (at === this.#at && count <= this.#count)) return;
    this.#at = at;
    this.#count = count;
  }
}
