import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { checkFile } from '../../shared/check/check-file.ts';
import { clients } from '../local/fixture.ts';
import { csvOf, rowOf, sealed, type Written } from '../golden/rules/case.ts';
import { CHROMIUM, HANGS_AFTER_MS, launch, seriousViolations } from './chromium.ts';
import { choose, openDoor, sha256, startDoor, type Door, type DoorPage } from './door.ts';

const SHOTS = join('out', 'screenshots');
const TOWNSHIP = '371525108';

/** Sound households of the township, each with numbers of its own. */
const households = (count: number, first = 1): Written[] =>
  Array.from({ length: count }, (_, index) => {
    const number = String(first + index);
    return rowOf('household', {
      household_no: `371525108${number.padStart(7, '0')}`,
      head_id_no: sealed(`371599${1950 + (index % 40)}0101${String(index % 1000).padStart(3, '0')}`),
    });
  });

/** Households of another township, in its first village. */
function householdsOf(division: string, count: number): Written[] {
  const [village] = CITY_PACK.register.villagesOf(division);
  return households(count).map((row, index) => ({
    ...row,
    town_name: CITY_PACK.register.nameOf(division),
    village_name: village?.name ?? null,
    village_code: village?.code ?? null,
    household_no: `${division}${String(index + 1).padStart(7, '0')}`,
  }));
}

const SOUND = csvOf('household', households(3));
const statusOf = (page: Page): Promise<string> => page.locator('.notice[role=status]').innerText();

/** The network tells the page that it is back. */
const goneOnline = (page: Page): Promise<void> => page.evaluate("void dispatchEvent(new Event('online'))");

/** Drops files beside the frame that asks for them, as a clerk does who is in a hurry. */
async function drop(page: Page, files: Readonly<Record<string, string>>): Promise<void> {
  const isTaken = await page.evaluate(`(() => {
    const dataTransfer = new DataTransfer();
    for (const [name, content] of Object.entries(${JSON.stringify(files)})) dataTransfer.items.add(new File([content], name));
    const told = { dataTransfer, bubbles: true, cancelable: true };
    const head = document.querySelector('header');
    return [new DragEvent('dragover', told), new DragEvent('drop', told)].every((event) => !head.dispatchEvent(event));
  })()`);
  // What the page does not take, the browser opens in its place.
  expect(isTaken).toBe(true);
}

describe.skipIf(CHROMIUM === null)('the page of a township', () => {
  let browser: Browser;
  let door: Door;
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    [browser, door] = await Promise.all([launch(), startDoor()]);
  });
  afterAll(async () => {
    await browser.close();
    await door.close();
  });

  /** The page of a township, at 2016Q2. */
  async function openAt(division: string, options = {}): Promise<DoorPage> {
    const opened = await openDoor(browser, await door.link(division), options);
    await opened.page.selectOption('header select', '2016Q2');
    await opened.page.getByText('截止日期 2016-07-15').waitFor();
    return opened;
  }

  it('checks a good file, sends it, and shows the receipt that the system gave', async () => {
    const { page, strangers, complaints } = await openAt(TOWNSHIP);
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() !== 'GET') sent.push(`${request.method()} ${new URL(request.url()).pathname}`);
    });
    await choose(page, '花名册(终版2).csv', SOUND);
    await page.waitForSelector('.counts');
    expect(await statusOf(page)).toBe('花名册(终版2).csv：检查通过，没有发现问题，尚未上报');
    expect(sent).toEqual([]);

    await page.getByRole('button', { name: '上报', exact: true }).click();
    await page.getByText('已收到回执').waitFor();
    expect(await statusOf(page)).toContain('全部接收，没有发现问题');
    const [version] = await door.system.versions('2016Q2', TOWNSHIP);
    expect(version).toMatchObject({ key: `${TOWNSHIP}/2016Q2/花名册(终版2).csv` });
    const { s3 } = clients(door);
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: door.output('uploads'), Key: version?.key ?? '' }));
    expect(sha256((await Body?.transformToByteArray()) ?? '')).toBe(sha256(SOUND));

    // The address of a receipt is signed by the clock of the function, and S3 takes none of another time.
    door.setClock(new Date().toISOString());
    const [receipt] = await Promise.all([
      page.context().waitForEvent('page'),
      page.locator('.wide').getByRole('link', { name: '回执' }).click(),
    ]);
    await receipt.waitForLoadState();
    expect(await receipt.locator('h1').first().innerText()).toBe('扶贫季报接收回执');
    // The same file again says so before it is sent.
    await choose(page, '花名册(终版3).csv', SOUND);
    await page.getByText('上报的“花名册(终版2).csv”完全相同').waitFor();
    expect([strangers, complaints]).toEqual([[], []]);
    await page.context().close();
  });

  it('shows what is wrong in the clerk’s own sheet, lets it be corrected there, and sends what was corrected', async () => {
    const { page, complaints } = await openAt('371525109');
    const [first, second] = householdsOf('371525109', 2);
    const written = [
      { ...first, net_income: '99' },
      { ...second, household_size: '0' },
    ];
    await choose(page, '第二季度.csv', csvOf('household', written));
    await page.waitForSelector('.problems');
    await page.screenshot({ path: join(SHOTS, 'desk-problems.png'), fullPage: true });
    expect(await page.locator('.problems li').allInnerTexts()).toEqual([
      expect.stringContaining('按各项收入减支出应为5500.00元'),
      expect.stringContaining('家庭人口数为“0”'),
    ]);
    expect(await page.getByRole('button', { name: '改正后才能上报' }).isDisabled()).toBe(true);

    // What the other cells of the row say is one press away.
    await page.getByRole('button', { name: 'Z2' }).click();
    await page.getByRole('button', { name: '改为 5500.00' }).click();
    await expect.poll(() => page.locator('.problems li').count(), { timeout: HANGS_AFTER_MS }).toBe(1);
    // By keyboard: the problem leads to the cell, and Enter writes it.
    await page.getByRole('button', { name: 'I3' }).press('Enter');
    await page.getByLabel('内容').fill('3');
    await page.keyboard.press('Enter');
    await expect.poll(() => statusOf(page), { timeout: HANGS_AFTER_MS }).toContain('检查通过');
    await page.screenshot({ path: join(SHOTS, 'desk-corrected.png'), fullPage: true });

    await page.getByRole('button', { name: '上报', exact: true }).click();
    await page.getByText('已收到回执').waitFor();
    expect(await page.locator('.wide tbody tr').first().innerText()).toMatch(/第二季度\.xlsx\s+计入/);
    const [version] = await door.system.versions('2016Q2', '371525109');
    expect((await door.receipt(version?.key ?? '', version?.versionId ?? '')).summary).toMatchObject({
      rows: 2,
      accepted: 2,
      rejected: 0,
    });
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('offers the villages of the township for a cell, whatever stands in it', async () => {
    const { page } = await openAt(TOWNSHIP);
    await choose(page, 'a.csv', csvOf('household', [{ ...households(1)[0], village_name: '张三庄' }]));
    await page.getByRole('button', { name: 'D2' }).click();
    const list = page.getByLabel('从列表中选');
    const villages = CITY_PACK.register.villagesOf(TOWNSHIP).map(({ name }) => name);
    expect(await list.locator('option').allInnerTexts()).toEqual(['从列表中选', ...villages]);
    await list.selectOption('定远寨村委会');
    expect(await page.getByLabel('内容').inputValue()).toBe('定远寨村委会');
    await page.getByRole('button', { name: '写入并重新检查' }).click();
    await expect.poll(() => statusOf(page), { timeout: HANGS_AFTER_MS }).toContain('检查通过');
    await page.context().close();
  });

  it('reaches a cell without a problem by its place, from the keyboard', async () => {
    const { page } = await openAt(TOWNSHIP);
    await choose(page, 'a.csv', SOUND);
    await page.waitForSelector('.counts');
    await page.getByLabel('单元格').fill('i3');
    await page.keyboard.press('Enter');
    await page.locator('#chosen-cell').waitFor();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('0');
    await page.keyboard.press('Enter');
    await page.getByText('第3行家庭人口数为“0”').first().waitFor();
    // A place outside of the table, or none at all, changes nothing.
    for (const place of ['A1', 'ZZ', '9']) {
      await page.getByLabel('单元格').fill(place);
      await page.keyboard.press('Enter');
    }
    expect(await page.locator('.counts li').first().innerText()).toContain('3');
    await page.context().close();
  });

  it('takes a file that is dropped anywhere, one at a time, and never leaves itself for one', async () => {
    const { page, complaints } = await openAt('371525101');
    const own = csvOf('household', householdsOf('371525101', 2));
    await drop(page, { 'a.csv': own, 'b.csv': own });
    await page.getByText('一次只能检查一个文件').waitFor();
    await drop(page, { 'a.csv': own.replace(/,3,2,/, ',0,2,') });
    await page.getByRole('button', { name: 'I2' }).waitFor();
    // It was corrected in Excel, and is dropped again.
    await drop(page, { 'b.csv': own });
    await expect.poll(() => statusOf(page), { timeout: HANGS_AFTER_MS }).toMatch(/^b\.csv：检查通过/);
    await page.getByLabel('单元格').fill('I2');
    await page.keyboard.press('Enter');
    await page.getByLabel('内容').fill('4');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '下载改好的表' }).waitFor();
    // What was corrected here is not given up for a file.
    await drop(page, { 'a.csv': own });
    expect(await statusOf(page)).toMatch(/^b\.xlsx：/);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('says so when a file cannot be read, and when it cannot be checked, which the cloud may do', async () => {
    const { page } = await openAt('371525102');
    const own = csvOf('household', householdsOf('371525102', 2));
    const read = await page.evaluateHandle('File.prototype.arrayBuffer');
    await page.evaluate(`void (File.prototype.arrayBuffer = () => Promise.reject(new Error('open elsewhere')))`);
    await choose(page, 'a.csv', own);
    await page.getByText('这个文件读不了').waitFor();
    await page.evaluate((was) => Reflect.set(File.prototype, 'arrayBuffer', was), read);
    await page.getByRole('button', { name: '下载空白模板' }).waitFor();
    await page.route('**/validator.*', (route) =>
      route.fulfill({ contentType: 'text/javascript', body: `throw new Error('no memory')` }),
    );
    await page.evaluate('location.reload()');
    await page.selectOption('header select', '2016Q2');
    await page.getByText('截止日期 2016-07-15').waitFor();
    await page.getByRole('button', { name: '下载空白模板' }).click();
    await page.getByText('模板没有做出来').waitFor();
    await choose(page, 'a.csv', own);
    await page.getByText('这个文件在本机检查不了').waitFor();
    await page.getByRole('button', { name: '不检查，直接上报' }).click();
    await page.getByText('已收到回执').waitFor();
    expect(await statusOf(page)).toContain('全部接收');
    await page.context().close();
  });

  it('says so when a file was cancelled too late', async () => {
    const { page } = await openAt('371525103');
    let arrived = (): void => undefined;
    const hasArrived = new Promise<void>((resolve) => (arrived = resolve));
    await page.route(`**/${door.output('uploads')}{,/**}`, async (route) => {
      await route.fetch();
      // The answer never comes.
      arrived();
    });
    await choose(page, 'a.csv', csvOf('household', householdsOf('371525103', 2)));
    await page.getByRole('button', { name: '上报', exact: true }).click();
    await hasArrived;
    await page.getByRole('button', { name: '取消' }).click();
    await page.getByText('取消晚了一步，文件已经传到').waitFor();
    await page.getByText('已收到回执').waitFor();
    expect(await page.getByText('没有上报').count()).toBe(0);
    await page.context().close();
  });

  it('asks before another quarter loses what was corrected, or what is on its way', async () => {
    const { page } = await openAt('371525105');
    const period = page.locator('header select');
    await choose(page, 'a.csv', csvOf('household', householdsOf('371525105', 2)));
    await page.getByLabel('单元格').fill('I2');
    await page.keyboard.press('Enter');
    await page.getByLabel('内容').fill('4');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '下载改好的表' }).waitFor();
    page.once('dialog', (dialog) => dialog.dismiss());
    await period.selectOption('2016Q1');
    expect([await period.inputValue(), await page.getByRole('button', { name: '下载改好的表' }).count()]).toEqual([
      '2016Q2',
      1,
    ]);
    await page.evaluate(`(() => {
      const { abort } = XMLHttpRequest.prototype;
      XMLHttpRequest.prototype.abort = function () { window.isStopped = true; abort.call(this); };
    })()`);
    // Nobody answers, so the file stays on its way.
    const underWay = Promise.withResolvers<void>();
    await page.route(`**/${door.output('uploads')}{,/**}`, () => underWay.resolve());
    await page.getByRole('button', { name: /^上报/ }).click();
    await underWay.promise;
    page.once('dialog', (dialog) => dialog.accept());
    await period.selectOption('2016Q1');
    await page.getByText('截止日期 2016-04-15').waitFor();
    expect(await page.evaluate('window.isStopped')).toBe(true);
    expect(await door.system.versions('2016Q2', '371525105')).toEqual([]);
    await page.context().close();
  });

  it('looks again when it comes back into view', async () => {
    const { page } = await openAt('371525104');
    await page.getByText('还没有上报').waitFor();
    await door.submit('371525104/2016Q2/a.csv', csvOf('household', householdsOf('371525104', 2)));
    await page.evaluate(`void document.dispatchEvent(new Event('visibilitychange'))`);
    await page.locator('.wide tbody tr', { hasText: 'a.csv' }).waitFor();
    await page.context().close();
  });

  it('prints light, with every problem and its cell, and nothing to press', async () => {
    const { page } = await openAt(TOWNSHIP, { colorScheme: 'dark' });
    const wrong = households(40).map((row) => ({ ...row, household_size: '0' }));
    await choose(page, 'a.csv', csvOf('household', wrong));
    await page.waitForSelector('.problems');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe(
      'rgb(255, 255, 255)',
    );
    expect(await page.locator('.problems').innerText()).toContain('I41');
    expect(
      await page.evaluate(`(({ clientHeight, scrollHeight }) => scrollHeight - clientHeight)(
      document.querySelector('.problems'))`),
    ).toBe(0);
    expect(await page.getByRole('button').allInnerTexts()).toEqual(wrong.map((_, index) => `I${index + 2}`));
    await page.context().close();
  });

  it('lets neither the name nor a cell of a hostile file become markup', async () => {
    const { page, complaints, strangers } = await openAt('371525110');
    await page.evaluate('window.hit = false');
    const mark = '<img src=x onerror="window.hit=true">';
    const rows = [
      rowOf('household', { head_name: mark, village_name: mark, measures: `=cmd|'/c calc'!A1`, remark: mark }),
    ];
    await choose(page, `${mark}‮.csv`, csvOf('household', rows));
    await page.waitForSelector('.problems');
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.evaluate('window.hit')).toBe(false);
    expect(await page.locator('.grid').innerText()).toContain('<img src=x');
    for (const bytes of [readFileSync('package.json'), Buffer.from('PK\u0003\u0004nothing'), Buffer.alloc(10)]) {
      await page.getByRole('button', { name: '换一个文件' }).click();
      await choose(page, 'x.xlsx', bytes);
      await page.waitForSelector('.problems');
      expect(await page.getByRole('button', { name: '改正后才能上报' }).isDisabled()).toBe(true);
    }
    expect([complaints, strangers]).toEqual([[], []]);
    await page.context().close();
  });

  it('takes 20,000 rows, stays awake meanwhile, and holds only the rows in sight', async () => {
    const { page } = await openAt('371525111');
    await choose(page, '全部.csv', csvOf('household', households(19_999)));
    // The page answers while the worker counts, which may be done at any moment.
    const isDone = page.locator('.counts');
    await page.getByText('正在检查').or(isDone).first().waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('Checking').or(isDone).first().waitFor();
    await page.getByRole('button', { name: '中文' }).click();
    await page.waitForSelector('.counts');
    expect(await page.locator('.counts li').first().innerText()).toContain('19999');
    await page.getByLabel('只看有问题的行').uncheck();
    expect(await page.locator('.grid tbody tr').count()).toBeLessThan(60);
    await page.evaluate(`document.querySelector('.grid').scrollTop = 30 * 19_000`);
    await page.locator('.grid tbody th', { hasText: '19001' }).waitFor();
    await page.context().close();
  });

  it('takes a table that was copied in Excel', async () => {
    const { page } = await openAt('371525200');
    const table = SOUND.trim()
      .split('\n')
      .map((line) => line.replaceAll(',', '\t'))
      .join('\n');
    await page.evaluate(`(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', ${JSON.stringify(table)});
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    })()`);
    await page.waitForSelector('.counts');
    expect(await statusOf(page)).toContain('粘贴的表格.csv');
    expect(await page.locator('.counts li').first().innerText()).toContain('3');
    await page.context().close();
  });

  it('sends again after a cut connection, and not at all when it is cancelled', async () => {
    const { page } = await openAt('371525205');
    const own = householdsOf('371525205', 2);
    let way: 'cut' | 'hang' | 'free' = 'cut';
    await page.route(`**/${door.output('uploads')}{,/**}`, (route) =>
      way === 'cut' ? route.abort('connectionreset') : way === 'hang' ? undefined : route.continue(),
    );
    await choose(page, 'a.csv', csvOf('household', own));
    const button = page.getByRole('button', { name: '上报', exact: true });
    await button.click();
    await page.getByText('网络断了（第1次），恢复后自动再传').waitFor();
    // What is cut a second time waits until it is cancelled, or the network is back.
    await goneOnline(page);
    await page.getByText('网络断了（第2次）').waitFor();
    await page.getByRole('button', { name: '取消' }).click();
    await page.getByText('已取消，没有上报').waitFor();
    way = 'hang';
    await button.click();
    await page.getByRole('button', { name: '取消' }).click();
    await page.getByText('已取消，没有上报').waitFor();
    expect(await door.system.versions('2016Q2', '371525205')).toEqual([]);
    way = 'cut';
    await button.click();
    await page.getByText('网络断了（第1次）').waitFor();
    way = 'free';
    await goneOnline(page);
    await page.getByText('已收到回执').waitFor();
    expect(await door.system.versions('2016Q2', '371525205')).toHaveLength(1);
    await page.context().close();
  });

  it('does not send again what has arrived, when only the answer was lost', async () => {
    const { page } = await openAt('371525106');
    let isLost = true;
    await page.route(`**/${door.output('uploads')}{,/**}`, async (route) => {
      if (!isLost) return route.continue();
      isLost = false;
      await route.fetch();
      return route.abort('connectionreset');
    });
    await choose(page, 'a.csv', csvOf('household', householdsOf('371525106', 2)));
    await page.getByRole('button', { name: '上报', exact: true }).click();
    await page.getByText('已收到回执').waitFor();
    expect(isLost).toBe(false);
    expect(await door.system.versions('2016Q2', '371525106')).toHaveLength(1);
    await page.context().close();
  });

  it('says what a service answers that refuses a file, and tries no more', async () => {
    const { page } = await openAt('371525107');
    let tries = 0;
    await page.route(`**/${door.output('uploads')}{,/**}`, (route) => {
      tries++;
      return route.fulfill({ status: 403, body: '', headers: { 'access-control-allow-origin': '*' } });
    });
    await choose(page, 'a.csv', csvOf('household', householdsOf('371525107', 2)));
    await page.getByRole('button', { name: '上报', exact: true }).click();
    await page.getByText('没有传上去（403），请重试').waitFor();
    expect(tries).toBe(1);
    await page.context().close();
  });

  it('shows a file at a wrong place under the township’s prefix, and the way to its receipt', async () => {
    await door.put('371525206/2016q2/花名册.csv', SOUND);
    await door.idle();
    const { page } = await openAt('371525206');
    const row = await page.locator('.wide tbody tr').innerText();
    expect(row).toContain('位置不对');
    expect(row).toContain('应为 371525206/2016Q2/花名册.csv');
    expect(await page.locator('.wide tbody').getByRole('link', { name: '回执' }).count()).toBe(1);
    await page.context().close();
  });

  it('gives the workbook to fill in, blank or with the names of a file that stays here', async () => {
    const { page } = await openAt(TOWNSHIP);
    const [blank] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '下载空白模板' }).click(),
    ]);
    expect(blank.suggestedFilename()).toBe('定远寨镇2016Q2填报表.xlsx');
    const [filled] = await Promise.all([
      page.waitForEvent('download'),
      page
        .getByLabel('用上季度的文件预填')
        .setInputFiles({ name: 'x.csv', mimeType: 'text/csv', buffer: Buffer.from(SOUND) }),
    ]);
    const slot = { ...CITY_PACK.at('2016Q2'), division: TOWNSHIP, fileName: 'x.xlsx', receivedOn: '2016-07-05' };
    expect(checkFile(readFileSync(await filled.path()), slot).rows).toBe(3);
    await page.context().close();
  });

  it('stays shut for a link that was revoked, and says so in both languages', async () => {
    const address = await door.link('371525209', { revokedAt: '2016-07-01T00:00:00.000Z' });
    const { page } = await openDoor(browser, address);
    expect(await page.locator('body').innerText()).toMatch(/链接无效或已停用[\s\S]*ask your county office/);
    await page.context().close();
  });

  for (const [name, width, height] of [
    ['phone', 390, 844],
    ['office', 1366, 768],
    ['large', 1920, 1080],
  ] as const)
    it(`fits a screen of ${width} x ${height}, light and dark, and has nothing serious that axe finds`, async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const { page } = await openAt(TOWNSHIP, { viewport: { width, height }, colorScheme });
        await page.screenshot({ path: join(SHOTS, `desk-${name}-${colorScheme}.png`), fullPage: true });
        expect(await seriousViolations(page)).toEqual([]);
        const wrong = households(3).map((row) => ({ ...row, household_size: '0', phone: '1' }));
        await choose(page, '花名册.csv', csvOf('household', wrong));
        await page.waitForSelector('.problems');
        await page.locator('.problems button.place').first().click();
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        expect(await seriousViolations(page)).toEqual([]);
        await page.screenshot({ path: join(SHOTS, `desk-${name}-${colorScheme}-problems.png`), fullPage: true });
        await page.getByRole('button', { name: 'English' }).click();
        expect(await seriousViolations(page)).toEqual([]);
        expect(await page.title()).toBe('Quarterly report');
        await page.context().close();
      }
    });
});
