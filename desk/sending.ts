/** Sends one file to the bucket of uploads, with a permit of the door. */
import { ask, DoorError } from './door-client.ts';

export type FileToSend = {
  readonly period: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
};

type Permit = {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
};

/** A file on its way. */
export type Sending = {
  /** The id that S3 gave the version; null where it was not told. @throws DoorError */
  readonly sent: Promise<string | null>;
  cancel(): void;
};

/** The clerk stopped it. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
}

/** Starts to send. @param onProgress hears which part, from 0 to 1, has gone */
export function send(file: FileToSend, onProgress: (part: number) => void): Sending {
  const request = new XMLHttpRequest();
  let isCancelled = false;
  const run = async (): Promise<string | null> => {
    const { period, fileName, bytes, sha256 } = file;
    const permit = await ask<Permit>('upload', {}, { period, fileName, bytes: bytes.length, sha256 });
    if (isCancelled) throw new CancelledError();
    return transfer(request, permit, bytes, onProgress);
  };
  return {
    sent: run(),
    cancel: () => {
      isCancelled = true;
      request.abort();
    },
  };
}

function transfer(
  request: XMLHttpRequest,
  { url, fields }: Permit,
  bytes: Uint8Array,
  onProgress: (part: number) => void,
): Promise<string | null> {
  const file = new Blob([bytes as Uint8Array<ArrayBuffer>]);
  return new Promise((resolve, reject) => {
    request.open('POST', url);
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
    request.addEventListener('abort', () => reject(new CancelledError()));
    request.addEventListener('error', () =>
      reject(new DoorError({ zh: '传输中断，请重试', en: 'the connection was cut; try again' }, true)),
    );
    request.addEventListener('load', () => {
      const { status } = request;
      if (status < 300) return resolve(request.getResponseHeader('x-amz-version-id'));
      const said = { zh: `没有传上去（${status}），请重试`, en: `not sent (${status}); try again` };
      return reject(new DoorError(said, true));
    });
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    // S3 reads no field behind the file.
    form.append('file', file);
    request.send(form);
  });
}
