import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Files, machineFiles } from '../../infra/local/files.ts';
import { openJournal } from '../../infra/local/journal.ts';
import { temporaryFolder } from './fixture.ts';
import { PLAIN, VERSIONED, startS3Service } from './s3-service.ts';

type Fault = 'full' | 'short, then full' | 'read-only' | 'vanished';
const CODES: Record<Fault, string> = {
  full: 'ENOSPC',
  'short, then full': 'ENOSPC',
  'read-only': 'EROFS',
  vanished: 'ENOENT',
};

/** A file system of which call number `failing` that changes something fails, and with it all later ones until it is mended. */
function faultyFiles(fault: Fault, failing: number) {
  let calls = 0;
  let isMended = false;
  const guard = <Args extends readonly unknown[], Result>(call: (...args: Args) => Result) => {
    return (...args: Args): Result => {
      calls++;
      if (!isMended && calls >= failing) throw Object.assign(new Error(CODES[fault]), { code: CODES[fault] });
      return call(...args);
    };
  };
  const write = (file: number, bytes: Uint8Array): number => {
    const isShort = fault === 'short, then full' && !isMended && calls + 1 === failing && bytes.length > 1;
    if (!isShort) return guard(machineFiles.write)(file, bytes);
    calls++;
    return machineFiles.write(file, bytes.subarray(0, bytes.length >> 1));
  };
  const files: Files = {
    ...machineFiles,
    makeFolder: guard(machineFiles.makeFolder),
    open: guard(machineFiles.open),
    write,
    writeLater: async (file, bytes) => write(file, bytes),
    rename: guard(machineFiles.rename),
    remove: guard(machineFiles.remove),
    cut: guard(machineFiles.cut),
  };
  return { files, calls: () => calls, mend: () => void (isMended = true) };
}

const LARGE = 'x'.repeat(200_000);

/** What a client does, in order. What it was told of each request is the status. */
async function useService(endpoint: string): Promise<number[]> {
  const statuses: number[] = [];
  const send = async (method: string, path: string, body?: string): Promise<Response> => {
    const response = await fetch(`${endpoint}/${path}`, { method, ...(body === undefined ? {} : { body }) });
    statuses.push(response.status);
    return response;
  };
  await send('PUT', `${VERSIONED}/a`, 'first');
  await send('PUT', `${VERSIONED}/a`, LARGE);
  await send('PUT', `${PLAIN}/p`, 'one');
  await send('PUT', `${PLAIN}/p`, 'two');
  await send('DELETE', `${PLAIN}/p`);
  await send('DELETE', `${VERSIONED}/a`);
  const begun = await send('POST', `${VERSIONED}/m?uploads`);
  const id = /<UploadId>(.*)<\/UploadId>/.exec(await begun.text())![1]!;
  const etag = (await send('PUT', `${VERSIONED}/m?uploadId=${id}&partNumber=1`, LARGE)).headers.get('etag');
  const parts = `<Part><PartNumber>1</PartNumber><ETag>${etag}</ETag></Part>`;
  await send('POST', `${VERSIONED}/m?uploadId=${id}`, `<CompleteMultipartUpload>${parts}</CompleteMultipartUpload>`);
  return statuses;
}

/** Every version and marker with its content, as readers find them. */
async function stored(endpoint: string): Promise<string[]> {
  const found: string[] = [];
  for (const bucket of [VERSIONED, PLAIN]) {
    const list = await (await fetch(`${endpoint}/${bucket}?versions`)).text();
    for (const [, kind, key, id] of list.matchAll(/<(Version|DeleteMarker)><Key>(\w+)<\/Key><VersionId>(\w+)</g)) {
      const read = await fetch(`${endpoint}/${bucket}/${key}?versionId=${id}`);
      expect(read.status).toBe(kind === 'Version' ? 200 : 405);
      found.push(`${bucket}/${key} ${id} ${kind === 'Version' ? (await read.text()).length : kind}`);
    }
  }
  return found;
}

/** Starts on a faulty disk, which may refuse the start, uses the service, and mends the disk. */
async function liveThrough(data: string, disk: ReturnType<typeof faultyFiles>): Promise<string[] | undefined> {
  let service;
  try {
    service = await startS3Service({ data, files: disk.files });
  } catch (error) {
    expect((error as NodeJS.ErrnoException).code).toBeDefined();
    return undefined;
  }
  const statuses = await useService(service.endpoint);
  const isFailed = disk.calls() > 0 && statuses.some((status) => status >= 500);
  if (isFailed) expect(service.log.join('\n')).toMatch(/ENOSPC|EROFS|ENOENT/);
  const seen = await stored(service.endpoint);
  disk.mend();
  // A disk that has room again serves at once, without a new start.
  expect((await fetch(`${service.endpoint}/${VERSIONED}/after`, { method: 'PUT', body: 'x' })).status).toBe(200);
  const after = await stored(service.endpoint);
  expect(after).toHaveLength(seen.length + 1);
  await service.close();
  return after;
}

test.each(Object.keys(CODES) as Fault[])(
  'a disk that is %s at any write tears nothing: what was answered is what the next start finds',
  async (fault) => {
    const healthy = faultyFiles(fault, Number.POSITIVE_INFINITY);
    await liveThrough(temporaryFolder(), healthy);
    expect(healthy.calls()).toBeGreaterThan(25);
    for (let failing = 1; failing <= healthy.calls(); failing++) {
      const data = temporaryFolder();
      const seen = await liveThrough(data, faultyFiles(fault, failing));
      const restarted = await startS3Service({ data });
      expect(await stored(restarted.endpoint), `call ${failing}`).toEqual(seen ?? []);
      await restarted.close();
    }
  },
);

test('a line that was cut short by a full disk is taken off before the next one', () => {
  const path = join(temporaryFolder(), 'journal.jsonl');
  let room = 10;
  const files: Files = {
    ...machineFiles,
    write: (file, bytes) => {
      if (room === 0) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
      const taken = Math.min(room, bytes.length);
      room -= taken;
      return machineFiles.write(file, bytes.subarray(0, taken));
    },
  };
  const journal = openJournal<object>({ path, replay: () => undefined, files });
  journal.append({ n: 1 });
  expect(() => journal.append({ n: 2 })).toThrow('no space');
  room = 1000;
  journal.append({ n: 3 });
  journal.close();
  const lines: object[] = [];
  openJournal<object>({ path, replay: (line) => void lines.push(line) }).close();
  expect(lines).toEqual([{ n: 1 }, { n: 3 }]);
});

test('a data folder that is moved away while the service runs is told, and nothing is written into the void', async () => {
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  mkdirSync(data);
  const { endpoint, log } = await startS3Service({ data });
  await fetch(`${endpoint}/${VERSIONED}/a`, { method: 'PUT', body: 'x' });
  renameSync(data, join(folder, 'elsewhere'));
  expect((await fetch(`${endpoint}/${VERSIONED}/b`, { method: 'PUT', body: 'x' })).status).toBe(500);
  expect(log.join('\n')).toContain('ENOENT');
});
