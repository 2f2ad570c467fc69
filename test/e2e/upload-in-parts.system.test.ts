/**
 * A file that is sent in parts, begun in the window and complete after its last day, from the wire to the receipt, the
 * summary and what is told of it afterwards (docs/decisions/0094-an-upload-in-parts-comes-when-it-is-complete.md).
 */
import { CompleteMultipartUploadCommand, CreateMultipartUploadCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PublishedManifest } from '../../shared/publication/published-manifest.ts';
import type { Receipt } from '../../shared/receipt/receipt.ts';
import type { Completeness } from '../../shared/tables/completeness.ts';
import { householdsOf } from '../generate/liaocheng.ts';
import { clients } from '../local/fixture.ts';
import { townshipFile } from './city-files.ts';
import { type CityStack, startCity } from './city-stack.ts';
import { environmentOf, upliftHere } from './programs.ts';

const PERIOD = '2016Q2';
const [EARLY, LATE] = ['371502004', '371525108'];
const REVISION = `reports/${PERIOD}/rev-2/`;
/** In whole seconds, as S3 says it. */
const BEGUN = '2016-07-06T02:00:00.000Z';
const COMPLETE = '2016-07-28T02:00:00.000Z';
const COMPLETE_HERE = '2016-07-28 10:00';

let city: CityStack;
let receipt: Receipt;

beforeAll(async () => {
  city = await startCity();
  await city.submit(`${EARLY}/${PERIOD}/报表.csv`, townshipFile(EARLY, PERIOD, householdsOf(EARLY, PERIOD)));
  await city.summarise(PERIOD);
  const key = `${LATE}/${PERIOD}/分段.csv`;
  const versionId = await inParts(key, Buffer.from(townshipFile(LATE, PERIOD, householdsOf(LATE, PERIOD))));
  await city.idle();
  receipt = await city.receipt(key, versionId);
  await city.summarise(PERIOD);
});
afterAll(() => city.close());

/** Sends a file in two parts. @returns the version's id */
async function inParts(Key: string, bytes: Buffer): Promise<string> {
  const { s3, ...others } = clients(city);
  const target = { Bucket: city.output('uploads'), Key };
  city.setClock(BEGUN);
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(target));
  const Parts = [];
  for (const [index, Body] of [bytes.subarray(0, 1_000), bytes.subarray(1_000)].entries()) {
    const PartNumber = index + 1;
    const { ETag } = await s3.send(new UploadPartCommand({ ...target, UploadId, PartNumber, Body }));
    Parts.push({ PartNumber, ETag });
  }
  city.setClock(COMPLETE);
  const { VersionId = '' } = await s3.send(
    new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }),
  );
  for (const client of [s3, ...Object.values(others)]) client.destroy();
  return VersionId;
}

async function uplift(...words: string[]): Promise<{ readonly code: number; readonly text: string }> {
  const { code, stdout, stderr } = await upliftHere(words, environmentOf(city.endpoint));
  return { code, text: stdout + stderr };
}

test('its receipt says when all of it was there, and that it is late', () => {
  expect(receipt.submission).toMatchObject({ acceptedAt: COMPLETE, late: true });
});

test('its place among uploads is that of its beginning, and both times are in the manifest', async () => {
  const { submissions } = JSON.parse(
    await city.read('reports', `${REVISION}internal/manifest.json`),
  ) as PublishedManifest;
  expect(submissions.find(({ division }) => division === LATE)).toMatchObject({
    acceptedAt: BEGUN,
    completedAt: COMPLETE,
    late: true,
  });
});

test('the summary counts it, as late, and is as of the day on which all of it was there', async () => {
  const summary = JSON.parse(await city.read('reports', `${REVISION}internal/summary.json`)) as {
    asOf: string;
    completeness: Completeness;
  };
  expect(summary).toMatchObject({ asOf: '2016-07-28', completeness: { received: 2, onTime: 1, late: 1 } });
});

test('the restatement and the comparison say when all of it was there', async () => {
  const page = await city.read('reports', `${REVISION}internal/restatement.html`);
  expect(page).toContain(COMPLETE_HERE);
  expect(page).not.toContain('2016-07-06');
  expect((await uplift('compare', PERIOD, 'rev-1', 'rev-2')).text).toContain(COMPLETE);
});

test('the revision is made again byte for byte, and a figure of the township is its rows', async () => {
  expect(await uplift('reproduce', REVISION.slice(0, -1))).toMatchObject({ code: 0 });
  const { code, text } = await uplift('explain', PERIOD, 'R03', LATE, 'personsUplifted', '--json');
  const told = JSON.parse(text) as { figure: number; sum: number; files: { file: string }[] };
  const persons = householdsOf(LATE, PERIOD).reduce((sum, row) => sum + row.uplift_persons, 0);
  expect({ code, ...told, files: told.files.map(({ file }) => file) }).toMatchObject({
    code: 0,
    figure: persons,
    sum: persons,
    files: ['分段.csv'],
  });
});
