import { spawnSync } from 'node:child_process';
import axe from 'axe-core';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

/** Longer than a page takes on the busiest machine: a limit for what hangs, not for what is slow. */
export const HANGS_AFTER_MS = 5 * 60_000;

/** The browser of the machine, or null where it has none. */
export const CHROMIUM: string | null = spawnSync('which', ['chromium'], { encoding: 'utf8' }).stdout.trim() || null;

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'], timeout: 0 });

/** A page and what it asked for and complained of. */
export type Opened = {
  readonly page: Page;
  readonly requests: readonly string[];
  readonly complaints: readonly string[];
};

/** Shows a page from memory; anything else that it asks for is noted and refused. */
export async function open(browser: Browser, html: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const address = 'http://bulletin.invalid/';
  const page = await browser.newPage(options);
  // A busy machine takes as long as it takes.
  page.setDefaultTimeout(HANGS_AFTER_MS);
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.route('**/*', async (route) => {
    const url = route.request().url();
    if (url === address) return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html });
    requests.push(url);
    return route.abort();
  });
  await page.goto(address);
  return { page, requests, complaints };
}

/**
 * Rules of axe: contrast hangs on the colour scheme, all others on the layout. Contrast takes as long as the others
 * together.
 */
export type AxeRules = 'all' | 'contrast' | 'all but contrast';
const AXE_OPTIONS: Readonly<Record<AxeRules, object>> = {
  all: {},
  contrast: { runOnly: ['color-contrast'] },
  'all but contrast': { rules: { 'color-contrast': { enabled: false } } },
};

/** What axe finds serious or critical, each with the places. */
export async function seriousViolations(page: Page, rules: AxeRules = 'all'): Promise<string[]> {
  await page.evaluate(axe.source);
  const options = JSON.stringify({ resultTypes: ['violations'], ...AXE_OPTIONS[rules] });
  return page.evaluate(`axe.run(document, ${options}).then(({ violations }) => violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => id + ': ' + nodes.slice(0, 5).map(({ target, failureSummary }) => target + ' ' + failureSummary).join('; ')))`);
}
