/** Sends one file to the bucket of uploads, with a permit of the door, and again when the line is cut. */
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

/** How a file goes. */
export type Progress = {
  /** Which part of it has gone in this try, from 0 to 1; null while it waits for the next try. */
  readonly part: number | null;
  /** The number of this try, or of the one that was cut. */
  readonly tries: number;
};

/** Who sends. */
export type Sender = {
  readonly onProgress: (progress: Progress) => void;
  /** Whether the system has the file: when the line is cut, the answer may be all that was lost. */
  readonly hasArrived: () => Promise<boolean>;
};

/** A file on its way. */
export type Sending = {
  /** The id that S3 gave the version; null where it was not told. @throws DoorError, CancelledError */
  readonly sent: Promise<string | null>;
  cancel(): void;
};

/** The clerk stopped it. */
export class CancelledError extends Error {
  override readonly name = 'CancelledError';
}

/** Before each further try, in milliseconds. A network that comes back ends the wait. */
const PAUSES_MS = [2_000, 5_000, 15_000, 60_000];

/** Starts to send. A file is sent again whole (docs/decisions/0080-an-upload-is-sent-again-whole.md). */
export function send(file: FileToSend, sender: Sender): Sending {
  const stop = new AbortController();
  return { sent: sendPatiently(file, sender, stop.signal), cancel: () => stop.abort() };
}

async function sendPatiently(file: FileToSend, sender: Sender, signal: AbortSignal): Promise<string | null> {
  // One permit for all tries: the permits of a day are counted.
  let permit: Permit | null = null;
  for (let tries = 1; ; tries++)
    try {
      permit ??= await permitFor(file);
      if (signal.aborted) throw new CancelledError();
      return await transfer(permit, file.bytes, (part) => sender.onProgress({ part, tries }), signal);
    } catch (error) {
      const pause = PAUSES_MS[tries - 1];
      if (!(error instanceof DoorError) || !error.isCut || pause === undefined) throw error;
      sender.onProgress({ part: null, tries });
      await connection(pause, signal);
      if (await sender.hasArrived()) return null;
      if (signal.aborted) throw new CancelledError();
    }
}

const permitFor = ({ period, fileName, bytes, sha256 }: FileToSend): Promise<Permit> =>
  ask('upload', {}, { period, fileName, bytes: bytes.length, sha256 });

/** Waits until the network comes back, or for so long. @throws CancelledError */
function connection(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      removeEventListener('online', goOn);
      signal.removeEventListener('abort', cancelled);
    };
    const goOn = (): void => (stop(), resolve());
    const cancelled = (): void => (stop(), reject(new CancelledError()));
    const timer = setTimeout(goOn, milliseconds);
    addEventListener('online', goOn);
    signal.addEventListener('abort', cancelled);
    if (signal.aborted) cancelled();
  });
}

function transfer(
  { url, fields }: Permit,
  bytes: Uint8Array,
  onPart: (part: number) => void,
  signal: AbortSignal,
): Promise<string | null> {
  const file = new Blob([bytes as Uint8Array<ArrayBuffer>]);
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    request.open('POST', url);
    request.upload.addEventListener('progress', ({ loaded, total }) => onPart(total > 0 ? loaded / total : 0));
    signal.addEventListener('abort', () => request.abort());
    request.addEventListener('abort', () => reject(new CancelledError()));
    request.addEventListener('error', () =>
      reject(new DoorError({ zh: '传输中断，请重试', en: 'the connection was cut; try again' }, true)),
    );
    request.addEventListener('load', () => {
      const { status } = request;
      if (status < 300) return resolve(request.getResponseHeader('x-amz-version-id'));
      const said = { zh: `没有传上去（${status}），请重试`, en: `not sent (${status}); try again` };
      return reject(new DoorError(said, status >= 500));
    });
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    // S3 reads no field behind the file.
    form.append('file', file);
    onPart(0);
    request.send(form);
  });
}
