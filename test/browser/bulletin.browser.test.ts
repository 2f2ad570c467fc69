import { CITY_PACK } from '../../cities/pack.ts';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bulletinHtml } from '../../shared/bulletin/bulletin-page.ts';
import { periodIndex, reportsIndex } from '../../shared/publication/index-page.ts';
import { citySummary } from '../report/city-summary.ts';
import { NEWEST, REVISIONS } from '../report/revisions.ts';
import { CHROMIUM, launch, open, seriousViolations } from './chromium.ts';

const SHOTS = join('out', 'screenshots');

/** Texts that a reader sees, as the browser has laid them out. */
const VISIBLE_TEXTS = `(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent || parent.closest('script, style') || node.textContent.trim() === '') continue;
    if (parent.checkVisibility()) texts.push({ text: node.textContent.trim(), chinese: parent.closest('[lang]').lang === 'zh-CN', cell: parent.closest('tbody, .note') !== null });
  }
  return texts;
})()`;

const visibleTexts = (page: Page): Promise<{ text: string; chinese: boolean; cell: boolean }[]> =>
  page.evaluate(VISIBLE_TEXTS);

const column = (page: Page, table: string, number: number): Promise<string[]> =>
  page.evaluate(
    `Array.from(document.querySelectorAll('#${table} tbody tr'), (row) => row.cells[${number}].innerText.trim())`,
  );

describe.skipIf(CHROMIUM === null)('the bulletin in a browser', () => {
  const city = citySummary(['371525108', '371522101']);
  const html = bulletinHtml(city, CITY_PACK.at('2016Q2'));
  let browser: Browser;
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    browser = await launch();
  });
  afterAll(() => browser.close());

  for (const [name, width] of [
    ['phone', 390],
    ['tablet', 820],
    ['desk', 1440],
  ] as const) {
    it(`fits a ${name} of ${width} px, light and dark, without a request or a complaint`, async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const { page, requests, complaints } = await open(browser, html, {
          viewport: { width, height: 900 },
          colorScheme,
        });
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        // The width of a drawing is chosen by the style sheet: exactly one of the four is shown.
        expect(
          await page.evaluate(
            `Array.from(document.querySelectorAll('figure'), (figure) => Array.from(figure.querySelectorAll('svg')).filter((svg) => svg.checkVisibility()).length)`,
          ),
        ).toEqual([1, 1, 1, 1, 1, 1]);
        await page.screenshot({ path: join(SHOTS, `bulletin-${name}-${colorScheme}.png`), fullPage: true });
        expect([requests, complaints]).toEqual([[], []]);
        await page.close();
      }
    });
  }

  it.each([
    ['light', 1440, 'all'],
    ['dark', 1440, 'contrast'],
    ['light', 390, 'all but contrast'],
  ] as const)('has nothing serious that axe finds, %s at %d px, by %s rules, in both languages', async (...variant) => {
    const [colorScheme, width, rules] = variant;
    const { page } = await open(browser, html, { viewport: { width, height: 900 }, colorScheme });
    expect(await seriousViolations(page, rules)).toEqual([]);
    await page.click('#language');
    expect(await seriousViolations(page, rules)).toEqual([]);
    await page.close();
  });

  it('sorts a table from the keyboard: numbers as numbers, blanks below, the total where it was', async () => {
    const { page } = await open(browser, html);
    const before = await column(page, 'R02', 0);
    const head = page.locator('#R02 th[data-column="4"]');
    await head.getByRole('button').focus();
    await page.keyboard.press('Enter');
    expect(await head.getAttribute('aria-sort')).toBe('descending');
    const numbers = (await column(page, 'R02', 4)).map((text) => Number(text.replaceAll(',', '')));
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
    expect(numbers).toHaveLength(11);
    await page.keyboard.press('Space');
    expect(await head.getAttribute('aria-sort')).toBe('ascending');
    expect(await page.locator('#R02 tfoot tr').count()).toBe(1);
    await page.keyboard.press('Enter');
    expect(await page.locator('[aria-sort]').count()).toBe(0);
    expect(await column(page, 'R02', 0)).toEqual(before);

    // 定远寨镇 is missing and has no share: it stays below, whichever way the shares go.
    const shares = page.locator('#R03 th[data-column="12"]').getByRole('button');
    const blank = (await column(page, 'R03', 12)).filter((text) => text === '').length;
    expect(blank).toBeGreaterThan(0);
    for (let turn = 0; turn < 2; turn++) {
      await shares.click();
      expect((await column(page, 'R03', 12)).slice(-blank).join('')).toBe('');
    }
    await page.close();
  });

  it('speaks one language at a time, all of it; only names of places stay Chinese', async () => {
    const { page } = await open(browser, html);
    const chinese = await visibleTexts(page);
    expect(
      chinese.filter(
        ({ text, chinese: marked, cell }) => !marked && !cell && /[a-z]{4}/.test(text) && text !== 'English',
      ),
    ).toEqual([]);
    expect(await page.title()).toContain('通报');
    await page.click('#language');
    const places = new Set([...CITY_PACK.register.townships, ...CITY_PACK.register.units].map(({ name }) => name));
    const isPlace = (name: string): boolean => places.has(name) || [...places].some((place) => place.startsWith(name));
    const left = (await visibleTexts(page)).filter(({ text }) => /\p{Script=Han}/u.test(text));
    // A cell may hold a name or a text as it was sent, and a note may quote one; it is marked, so that a screen reader
    // speaks it as Chinese.
    const isName = (text: string): boolean => text === '中文' || text.split('、').every(isPlace);
    expect(left.filter(({ text, chinese: marked, cell }) => !marked || (!cell && !isName(text)))).toEqual([]);
    expect(await page.title()).toContain('bulletin');
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
    await page.close();
  });

  it('has a link on every figure that shows the command which explains it, for the mouse and for the keys', async () => {
    const { page, complaints } = await open(browser, html, { viewport: { width: 1366, height: 768 } });
    const figures = `Array.from(document.querySelectorAll('.sheet:not(#R19) td:not(.text)')).filter((cell) => cell.textContent !== '')`;
    expect(await page.evaluate(`${figures}.length`)).toBeGreaterThan(2_000);
    expect(await page.evaluate(`${figures}.filter((cell) => !cell.querySelector('a')).length`)).toBe(0);
    const total = page.locator('#R02 tfoot td a').last();
    const shown = async (): Promise<string> => page.locator('#command').innerText();
    await page.locator('#R03 tbody tr[data-place="R03/371525108"] td a').first().click();
    expect(await shown()).toBe('npm run -s uplift -- explain 2016Q2 R03 R03 households --unit 371525108 --revision 1');
    expect(await page.locator('#explained').innerText()).toMatch(/^R03 定远寨镇 上报户数 [\d,]+$/);
    expect(await seriousViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await page.evaluate('document.activeElement.hash')).toBe('#explain/R03/R03/371525108/households');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    expect(await shown()).toContain(' R03 R03 persons --unit 371525108 ');
    await page.keyboard.press('Escape');
    await total.click();
    expect(await shown()).toMatch(/ R02 R02 \w+ --unit 3715 --revision 1$/);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('changes its theme by a button that says what a press makes of it, over what the system prefers', async () => {
    const { page } = await open(browser, html, { colorScheme: 'dark' });
    const ground = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(await ground()).toBe('rgb(20, 23, 26)');
    await page.getByRole('button', { name: '浅色' }).click();
    expect(await ground()).toBe('rgb(255, 255, 255)');
    await page.getByRole('button', { name: '深色' }).click();
    expect(await ground()).toBe('rgb(20, 23, 26)');
    await page.close();
  });

  it('prints light, on A4, every row of every table', async () => {
    const { page } = await open(browser, html, { colorScheme: 'dark' });
    await page.pdf({ path: join(SHOTS, 'bulletin.pdf'), preferCSSPageSize: true, printBackground: true });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(31, 29, 26)');
    expect(
      await page.evaluate(`Array.from(document.querySelectorAll('.scroll'), (box) => getComputedStyle(box).overflowY)`),
    ).not.toContain('auto');
    expect(await page.locator('#R03 tbody tr').count()).toBe(136);
    await page.close();
  });

  it('has index pages in the same look, without anything that axe finds serious', async () => {
    for (const [name, index] of [
      [
        'period',
        periodIndex(
          { profile: CITY_PACK.profile, audience: 'internal', folder: '', cities: [] },
          '2016Q2',
          REVISIONS,
          2,
        ),
      ],
      ['all', reportsIndex({ profile: CITY_PACK.profile, audience: 'internal', folder: '', cities: [] }, NEWEST)],
    ] as const) {
      for (const colorScheme of ['light', 'dark'] as const) {
        const { page, requests, complaints } = await open(browser, index, {
          viewport: { width: 1100, height: 700 },
          colorScheme,
        });
        expect(await seriousViolations(page)).toEqual([]);
        expect([requests, complaints]).toEqual([[], []]);
        await page.screenshot({ path: join(SHOTS, `index-${name}-${colorScheme}.png`), fullPage: true });
        await page.close();
      }
    }
  });
});
