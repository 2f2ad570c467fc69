/** Reads multipart/form-data while it arrives: the fields before the file, then the file piece by piece. */
import { S3Error } from './s3-error.ts';

/** A form that brings one file. */
export type UploadForm = {
  /** By lower-case name. */
  readonly fields: ReadonlyMap<string, string>;
  readonly file: {
    readonly name: string;
    readonly contentType: string | undefined;
    readonly bytes: AsyncIterable<Buffer>;
  };
};

/** S3 takes this many bytes before the file. */
const LARGEST_FIELDS = 20_480;

/** Reads a form up to its file. What follows the file is ignored, as S3 does. */
export async function readForm(body: AsyncIterable<Buffer>, contentType: string): Promise<UploadForm> {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) throw malformed();
  const reader = new FormReader(body, Buffer.from(`\r\n--${boundary}`));
  await reader.toBoundary();
  const fields = new Map<string, string>();
  for (;;) {
    const end = await reader.bytes(2);
    if (end !== '\r\n') {
      throw new S3Error('InvalidArgument', 400, 'POST requires exactly one file upload per request.');
    }
    const headers = await reader.headers();
    const name = parameterOf(headers, 'name');
    if (name === undefined) throw malformed();
    if (name.toLowerCase() === 'file') {
      const type = /^content-type:[ \t]*(.*)$/im.exec(headers)?.[1]?.trim();
      const bytes = reader.toBoundaryInPieces();
      return { fields, file: { name: parameterOf(headers, 'filename') ?? '', contentType: type, bytes } };
    }
    fields.set(name.toLowerCase(), await reader.toBoundary());
  }
}

function parameterOf(headers: string, name: string): string | undefined {
  const line = /^content-disposition:(.*)$/im.exec(headers)?.[1] ?? '';
  const [, quoted, plain] = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, 'i').exec(line) ?? [];
  return quoted?.replaceAll(/\\(.)/g, '$1') ?? plain;
}

function malformed(): S3Error {
  return new S3Error(
    'MalformedPOSTRequest',
    400,
    'The body of your POST request is not well-formed multipart/form-data.',
  );
}

class FormReader {
  readonly #pieces: AsyncIterator<Buffer>;
  readonly #boundary: Buffer;
  /** The first boundary has no line before it. */
  #rest: Buffer = Buffer.from('\r\n');
  #fieldBytes = 0;

  constructor(body: AsyncIterable<Buffer>, boundary: Buffer) {
    this.#pieces = body[Symbol.asyncIterator]();
    this.#boundary = boundary;
  }

  /** Reads up to the next boundary and passes it. */
  async toBoundary(): Promise<string> {
    return this.#until(this.#boundary);
  }

  /** Reads the headers of a part. */
  async headers(): Promise<string> {
    return this.#until(Buffer.from('\r\n\r\n'));
  }

  async bytes(count: number): Promise<string> {
    while (this.#rest.length < count) await this.#more();
    const bytes = this.#rest.toString('latin1', 0, count);
    this.#rest = this.#rest.subarray(count);
    return bytes;
  }

  async *toBoundaryInPieces(): AsyncIterable<Buffer> {
    for (;;) {
      const end = this.#rest.indexOf(this.#boundary);
      if (end >= 0) {
        if (end > 0) yield this.#rest.subarray(0, end);
        return;
      }
      // The boundary may have begun in what is here already.
      const sure = this.#rest.length - this.#boundary.length + 1;
      if (sure > 0) {
        yield this.#rest.subarray(0, sure);
        this.#rest = this.#rest.subarray(sure);
      }
      await this.#more();
    }
  }

  async #until(mark: Buffer): Promise<string> {
    for (;;) {
      const end = this.#rest.indexOf(mark);
      if (
        this.#fieldBytes + Math.max(end, 0) > LARGEST_FIELDS ||
        (end < 0 && this.#rest.length > LARGEST_FIELDS + PIECE)
      ) {
        const message = 'Your POST request fields preceding the upload file were too large.';
        throw new S3Error('MaxPostPreDataLengthExceeded', 400, message);
      }
      if (end >= 0) {
        const text = this.#rest.toString('utf8', 0, end);
        this.#fieldBytes += end;
        this.#rest = this.#rest.subarray(end + mark.length);
        return text;
      }
      await this.#more();
    }
  }

  async #more(): Promise<void> {
    const next = await this.#pieces.next();
    if (next.done === true) throw malformed();
    this.#rest = Buffer.concat([this.#rest, next.value]);
  }
}

/** A body arrives in pieces of up to this many bytes, the file's among them. */
const PIECE = 65_536;
