/** The door on this machine, and its pages in a browser. */
import { createHash } from 'node:crypto';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { System } from '../../cli/system.ts';
import { linkToken, type LinkRecord } from '../../shared/door/link.ts';
import { startCity } from '../e2e/city-stack.ts';
import { HANGS_AFTER_MS } from './chromium.ts';

export type Door = Awaited<ReturnType<typeof startDoor>>;

/** The city's system, and the links to it. */
export async function startDoor() {
  const city = await startCity();
  System.useEndpoint(city.endpoint);
  const system = System.of(city.outputs);
  const sign = await system.linkSignature();
  return {
    ...city,
    system,
    /** Puts a link into the list, and gives its address. */
    async link(division: string, change: Partial<LinkRecord> = {}): Promise<string> {
      const record = { division, issue: 1, revokedAt: null, ...change };
      await system.putLink(record);
      return `${city.output('door')}/t/${linkToken(record, sign)}`;
    },
  };
}

export type DoorPage = {
  readonly page: Page;
  /** Requests to anywhere but the door's own origin. */
  readonly strangers: readonly string[];
  readonly complaints: readonly string[];
};

/** Opens an address in a page of its own. */
export async function openDoor(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<DoorPage> {
  const page = await browser.newPage({ acceptDownloads: true, ...options });
  page.setDefaultTimeout(HANGS_AFTER_MS);
  const strangers: string[] = [];
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== new URL(address).origin) strangers.push(request.url());
  });
  await page.goto(address);
  return { page, strangers, complaints };
}

/** Chooses a file, as a clerk does by the button. */
export const choose = (page: Page, name: string, content: string | Uint8Array): Promise<void> =>
  page.locator('.drop input[type=file]').setInputFiles({
    name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(content),
  });

export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
