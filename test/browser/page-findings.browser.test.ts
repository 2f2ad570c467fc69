import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { checkFile } from '../../shared/check/check-file.ts';
import { receiptOf, type Receipt } from '../../shared/receipt/receipt.ts';
import { NO_CHANGES } from '../../shared/rows/merge.ts';
import { bytesOf, expectationOf, goldenFiles } from '../golden/files/golden-file.ts';
import { PERIOD } from '../golden/rules/case.ts';
import { CHROMIUM, launch } from './chromium.ts';
import { openDoor, sha256, startDoor, type Door } from './door.ts';

const NOW = '2016-07-05T02:00:00.000Z';

/** Asks the page's own validator, as the page does: in a worker of its script. */
const ASK = `(content, place, fileName) => new Promise((resolve, reject) => {
  const { name } = performance.getEntriesByType('resource').find(({ name }) => name.includes('/validator.'));
  window.validator ??= new Worker(name);
  window.validator.onmessage = ({ data }) => data.reply ? resolve(data.reply.checked.receipt) : reject(data.failed);
  const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
  window.validator.postMessage({ id: 1, question: { kind: 'check', place, fileName, bytes } });
})`;

const ask = (page: Page, bytes: Uint8Array, division: string, fileName: string): Promise<Receipt> => {
  const place = { division, period: PERIOD, now: NOW, standing: null };
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
  function expected(bytes: Uint8Array, division: string, fileName: string): Receipt {
    const checked = checkFile(bytes, { ...CITY_PACK.at(PERIOD), division, fileName, receivedOn: '2016-07-05' });
    const key = `${division}/${PERIOD}/${fileName}`;
    const stored = { key, versionId: 'local', acceptedAt: NOW, sha256: sha256(bytes), bytes: bytes.length };
    const receipt = receiptOf({ ...stored, notUploaded: true }, checked, { pack: CITY_PACK, changes: NO_CHANGES });
    return JSON.parse(JSON.stringify(receipt)) as Receipt;
  }

  async function differing(page: Page): Promise<string[]> {
    // The page fetches its validator by itself.
    await page.waitForFunction(
      `performance.getEntriesByType('resource').some(({ name }) => name.includes('/validator.'))`,
    );
    const found: string[] = [];
    for (const file of goldenFiles()) {
      const { division } = expectationOf(file);
      const name = file.slice(file.indexOf('/') + 1);
      const bytes = bytesOf(file);
      const said = await ask(page, bytes, division, name);
      if (JSON.stringify(said) !== JSON.stringify(expected(bytes, division, name))) found.push(file);
    }
    return found;
  }

  it('says of every golden file what the receipt says, to the byte', async () => {
    // The page lets no script of a test start a worker.
    const { page } = await openDoor(browser, await door.link('371525108'), { bypassCSP: true });
    await page.waitForSelector('.drop');
    expect(await differing(page)).toEqual([]);
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
    expect(await differing(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
