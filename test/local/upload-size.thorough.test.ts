import { type IncomingMessage, request as httpRequest } from 'node:http';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect, test } from 'vitest';
import { machineFiles, type Files } from '../../infra/local/files.ts';
import { temporaryFolder } from './fixture.ts';
import { PLAIN, VERSIONED, answerOf, startS3Service } from './s3-service.ts';

const PIECE = 65_536;

/** Counts the bytes that are handed over for writing and are not written yet. */
function countingFiles(): { readonly files: Files; readonly most: () => number } {
  let held = 0;
  let most = 0;
  const files: Files = {
    ...machineFiles,
    async writeLater(file, bytes) {
      held += bytes.length;
      most = Math.max(most, held);
      try {
        return await machineFiles.writeLater(file, bytes);
      } finally {
        held -= bytes.length;
      }
    },
  };
  return { files, most: () => most };
}

/** Puts `pieces` pieces without saying how many there will be. */
async function putPieces(url: string, pieces: number): Promise<{ readonly status: number; readonly text: string }> {
  const message = httpRequest(url, { method: 'PUT' });
  const answered = once(message, 'response');
  const piece = Buffer.alloc(PIECE, 'x');
  await pipeline(Readable.from(Array.from({ length: pieces }, () => piece)), message);
  const [response] = (await answered) as [IncomingMessage];
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
  return { status: response.statusCode!, text };
}

test('of a large upload no more than one piece is in memory at a time', async () => {
  const { files, most } = countingFiles();
  const { endpoint, created } = await startS3Service({ data: temporaryFolder(), files });
  expect((await putPieces(`${endpoint}/${VERSIONED}/large`, 400)).status).toBe(200);
  expect(created[0]!.size).toBe(400 * PIECE);
  expect(most()).toBeGreaterThan(0);
  expect(most()).toBeLessThanOrEqual(2 * PIECE);
});

test('an upload beyond the limit is refused while it arrives, and leaves no file', async () => {
  const data = temporaryFolder();
  const { endpoint, created } = await startS3Service({ data, largestBody: 10 * PIECE });
  const refused = await putPieces(`${endpoint}/${VERSIONED}/large`, 40);
  expect(refused).toMatchObject({ status: 400, text: expect.stringContaining('<Code>EntityTooLarge</Code>') });
  const declared = await fetch(`${endpoint}/${PLAIN}/a`, { method: 'PUT', body: Buffer.alloc(11 * PIECE) });
  expect(await answerOf(declared)).toMatchObject({ code: 'EntityTooLarge' });
  expect(created).toEqual([]);
  expect(filesIn(data)).toEqual([]);
  expect((await putPieces(`${endpoint}/${VERSIONED}/large`, 10)).status).toBe(200);
});

test('an upload that breaks off leaves no file', async () => {
  const data = temporaryFolder();
  const { endpoint, created } = await startS3Service({ data });
  const message = httpRequest(`${endpoint}/${VERSIONED}/a`, { method: 'PUT', headers: { 'content-length': '100' } });
  message.on('error', () => undefined);
  message.write('half');
  await expect.poll(() => filesIn(data)).toHaveLength(1);
  message.destroy();
  await expect.poll(() => filesIn(data)).toEqual([]);
  expect(created).toEqual([]);
});

test('a request that is no upload may not be large', async () => {
  const { endpoint } = await startS3Service();
  const url = `${endpoint}/${PLAIN}?delete`;
  const answer = await fetch(url, { method: 'POST', body: Buffer.alloc(9 * 1024 ** 2) });
  expect(await answerOf(answer)).toMatchObject({ status: 400, code: 'MaxMessageLengthExceeded' });
});

function filesIn(data: string): string[] {
  const all = ['arriving', 'objects'].flatMap((folder) => {
    try {
      return readdirSync(join(data, folder), { recursive: true, withFileTypes: true });
    } catch {
      return [];
    }
  });
  return all.filter((entry) => entry.isFile()).map(({ name }) => name);
}
