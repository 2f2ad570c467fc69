import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { checkFile } from '../../shared/check/check-file.ts';
import { receiptOf, type Receipt } from '../../shared/receipt/receipt.ts';
import { NO_CHANGES } from '../../shared/rows/merge.ts';
import type { Period } from '../../shared/time/period.ts';
import { bytesOf, expectationOf, goldenFiles } from '../golden/files/golden-file.ts';
import { caseFile, PERIOD } from '../golden/rules/case.ts';
import { CASES } from '../golden/rules/cases.ts';
import { CHROMIUM, launch } from './chromium.ts';
import { openDoor, sha256, startDoor, type Door } from './door.ts';

/** A file, where it goes, and on which day. */
type Sent = {
  readonly bytes: Uint8Array;
  readonly division: string;
  readonly fileName: string;
  readonly period: Period;
  readonly receivedOn: string;
};

const timeOf = ({ receivedOn }: Sent): string => `${receivedOn}T02:00:00.000Z`;

/** The golden files of every quirk, and the golden case of every rule about rows. */
const FILES: readonly Sent[] = goldenFiles().map((file) => ({
  bytes: bytesOf(file),
  division: expectationOf(file).division,
  fileName: file.slice(file.indexOf('/') + 1),
  period: PERIOD,
  receivedOn: '2016-07-05',
}));
const RULE_CASES: readonly Sent[] = CASES.map((golden) => {
  const { text, slot } = caseFile(golden, golden.wrong);
  const { division = '', period = PERIOD, receivedOn = '2016-07-10' } = slot;
  return { bytes: Buffer.from(text), division, fileName: `${golden.rule}.csv`, period, receivedOn };
});

/** Asks the page's own validator, as the page does: in a worker of its script. */
const ASK = `(content, place, fileName) => new Promise((resolve, reject) => {
  const { name } = performance.getEntriesByType('resource').find(({ name }) => name.includes('/validator.'));
  window.validator ??= new Worker(name);
  window.validator.onmessage = ({ data }) => data.reply ? resolve(data.reply.checked.receipt) : reject(data.failed);
  const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
  window.validator.postMessage({ id: 1, question: { kind: 'check', place, fileName, bytes } });
})`;

const ask = (page: Page, sent: Sent): Promise<Receipt> => {
  const { bytes, division, fileName, period } = sent;
  const place = { division, period, now: timeOf(sent), standing: null };
  const content = Buffer.from(bytes).toString('base64');
  return page.evaluate(`(${ASK})(${JSON.stringify(content)}, ${JSON.stringify(place)}, ${JSON.stringify(fileName)})`);
};

/** What the library of a browser of 2021 does not have. */
const WITHOUT_NEWER_LIBRARY = `
  delete Map.groupBy; delete Object.groupBy; delete Object.hasOwn;
  for (const name of ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with']) {
    delete Array.prototype[name];
    delete Object.getPrototypeOf(Uint8Array.prototype)[name];
  }
  for (const name of ['at', 'isWellFormed', 'toWellFormed']) delete String.prototype[name];
  for (const name of ['union', 'intersection', 'difference', 'isSubsetOf']) delete Set.prototype[name];
  if (typeof Iterator !== 'undefined') {
    for (const name of ['map', 'filter', 'toArray', 'some', 'every', 'find']) delete Iterator.prototype[name];
  }
`;

describe.skipIf(CHROMIUM === null)('the validator of the page', () => {
  let browser: Browser;
  let door: Door;
  beforeAll(async () => {
    [browser, door] = await Promise.all([launch(), startDoor()]);
  });
  afterAll(async () => {
    await browser.close();
    await door.close();
  });

  /** The receipt of a file by the code of the cloud. */
  function expected(sent: Sent): Receipt {
    const { bytes, division, fileName, period, receivedOn } = sent;
    const checked = checkFile(bytes, { ...CITY_PACK.at(period), division, fileName, receivedOn });
    const key = `${division}/${period}/${fileName}`;
    const stored = { key, versionId: 'local', acceptedAt: timeOf(sent), sha256: sha256(bytes), bytes: bytes.length };
    const receipt = receiptOf({ ...stored, notUploaded: true }, checked, { pack: CITY_PACK, changes: NO_CHANGES });
    return JSON.parse(JSON.stringify(receipt)) as Receipt;
  }

  async function differing(page: Page, files: readonly Sent[]): Promise<string[]> {
    // The page fetches its validator by itself.
    await page.waitForFunction(
      `performance.getEntriesByType('resource').some(({ name }) => name.includes('/validator.'))`,
    );
    const found: string[] = [];
    for (const sent of files)
      if (JSON.stringify(await ask(page, sent)) !== JSON.stringify(expected(sent))) found.push(sent.fileName);
    return found;
  }

  it('says of every golden file and of the case of every rule what the receipt says, to the byte', async () => {
    // The page lets no script of a test start a worker.
    const { page } = await openDoor(browser, await door.link('371525108'), { bypassCSP: true });
    await page.waitForSelector('.drop');
    expect(RULE_CASES.length).toBeGreaterThan(80);
    expect(await differing(page, [...FILES, ...RULE_CASES])).toEqual([]);
    await page.context().close();
  });

  it('does so with the library of a browser of 2021', async () => {
    const context = await browser.newContext({ bypassCSP: true });
    await context.addInitScript(WITHOUT_NEWER_LIBRARY);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', ({ message }) => complaints.push(message));
    // A worker has a library of its own.
    await context.route('**/validator.*', async (route) => {
      const response = await route.fetch();
      const body = `${WITHOUT_NEWER_LIBRARY};${await response.text()}`;
      await route.fulfill({ contentType: 'text/javascript; charset=utf-8', body });
    });
    await page.goto(await door.link('371525108'));
    await page.waitForSelector('.drop');
    expect(await differing(page, FILES)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
