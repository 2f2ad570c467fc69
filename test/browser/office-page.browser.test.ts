import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvOf, rowOf, sealed } from '../golden/rules/case.ts';
import { CHROMIUM, launch, seriousViolations } from './chromium.ts';
import { linkToken, lookingLink } from '../../shared/door/link.ts';
import { openDoor, startDoor, type Door, type DoorPage } from './door.ts';

const SHOTS = join('out', 'screenshots');

describe.skipIf(CHROMIUM === null)('the page of an office', () => {
  let browser: Browser;
  let door: Door;
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true });
    [browser, door] = await Promise.all([launch(), startDoor()]);
    const rows = [
      rowOf('household'),
      rowOf('household', {
        household_no: '3715251080000099',
        head_id_no: sealed('37159919610101001'),
        household_size: '0',
      }),
    ];
    await door.submit('371525108/2016Q2/王立冬的花名册.csv', csvOf('household', rows));
  });
  afterAll(async () => {
    await browser.close();
    await door.close();
  });

  async function openAt(division: string, options = {}): Promise<DoorPage> {
    const opened = await openDoor(browser, (await door.link(division)).replace('/t/', '/o/'), options);
    await opened.page.selectOption('header select', '2016Q2');
    await opened.page.getByText('填报窗口 2016-07-01').waitFor();
    return opened;
  }

  it('shows who has reported, and the way down to a township, without a name of a person or a file', async () => {
    const { page, strangers, complaints } = await openAt('3715');
    const county = page.getByRole('row', { name: /^冠县/ });
    expect(await county.innerText()).toMatch(/冠县\s+18\s+1\s+0\s+17\s+50\.0%/);
    await page.getByRole('button', { name: '冠县' }).click();
    expect(await page.getByRole('row', { name: /定远寨镇/ }).innerText()).toMatch(
      /按时，1 个文件要改正\s+.*接收 1，退回 1/,
    );
    expect(await page.locator('main').innerText()).not.toMatch(/王立冬|\.csv/);
    expect([strangers, complaints]).toEqual([[], []]);
    await page.context().close();
  });

  it('shows what a decision changes before it is made, and records who made it and by which link', async () => {
    const { page } = await openAt('3715');
    await page.locator('.decision select').first().selectOption({ label: '关账' });
    await page.getByLabel('决定人（单位）').fill('市扶贫办');
    await page.getByLabel('理由').fill('到期');
    await page.getByRole('button', { name: '先看会改变什么' }).click();
    await page.getByText('关账时还有 134 个单位未报').waitFor();
    expect((await door.system.ledger('2016Q2')).decisions).toEqual([]);
    // Another office decides meanwhile: what was shown is no longer what would happen.
    const other = await openAt('3715');
    await other.page.locator('.decision select').first().selectOption({ label: '登记零报告' });
    await other.page.locator('.decision select').nth(1).selectOption('371525109');
    await other.page.getByLabel('决定人（单位）').fill('李主任');
    await other.page.getByLabel('理由').fill('没有贫困户');
    await other.page.getByRole('button', { name: '先看会改变什么' }).click();
    await other.page.getByRole('button', { name: '确认决定' }).click();
    await other.page.getByText('已决定').waitFor();

    await page.getByRole('button', { name: '确认决定' }).click();
    await page.getByText('刚才另有人作了决定').waitFor();
    await page.getByRole('button', { name: '先看会改变什么' }).click();
    await page.getByText('关账时还有 133 个单位未报').waitFor();
    await page.screenshot({ path: join(SHOTS, 'office-decision.png'), fullPage: true });
    await page.getByRole('button', { name: '确认决定' }).click();
    await page.getByText('已决定').waitFor();
    expect((await door.system.ledger('2016Q2')).decisions).toMatchObject([
      { kind: 'nil', division: '371525109', by: '李主任', via: 'link 3715.1' },
      { kind: 'lock', by: '市扶贫办', reason: '到期', via: 'link 3715.1' },
    ]);
    await page.context().close();
    await other.page.context().close();
  });

  it('summarises, shows the bulletin, and signs it after its effect was shown', async () => {
    const { page, complaints } = await openAt('3715');
    await page.getByText('还没有汇总。').waitFor();
    await page.getByRole('button', { name: '现在汇总' }).click();
    await page.getByText('最新为第1版，初步数。').waitFor();
    await page.getByText('汇总完成').waitFor();
    const choose = (label: string) => page.locator('.decision select').first().selectOption({ label });
    await choose('定稿（署名）');
    await page.getByLabel('决定人（单位）').fill('李主任');
    await page.getByLabel('理由').fill('试点');
    await page.getByRole('button', { name: '先看会改变什么' }).click();
    await page.getByText('不到 90%').waitFor();
    await page.getByLabel('报送不全也定稿').check();
    await page.getByRole('button', { name: '先看会改变什么' }).click();
    await page.getByText('第1版定稿，署名：李主任').waitFor();
    expect((await door.system.ledger('2016Q2')).decisions.filter(({ kind }) => kind === 'sign')).toEqual([]);
    await page.screenshot({ path: join(SHOTS, 'office-signature.png'), fullPage: true });
    await page.getByRole('button', { name: '确认决定' }).click();
    await page.getByText(/最新为第1版，定稿，李主任 .* 署名。/).waitFor();
    await door.idle();
    // An address that the function signs now is good now.
    door.setClock(new Date().toISOString());
    const [bulletin] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: '通报', exact: true }).click(),
    ]);
    await bulletin
      .getByText(/署名：李主任/)
      .first()
      .waitFor();
    expect(await bulletin.locator('.state').innerText()).toBe('定稿');
    await choose('撤销定稿');
    await page.getByRole('button', { name: '先看会改变什么' }).click();
    await page.getByText('第1版不再是定稿').waitFor();
    await page.getByRole('button', { name: '确认决定' }).click();
    await page.getByText('最新为第1版，初步数。').waitFor();
    // The signature that was refused is the only thing that the browser tells.
    expect(complaints).toEqual([expect.stringContaining('422')]);
    await page.context().close();
  });

  it('shows a county its own townships and lets it decide nothing; a township it does not know', async () => {
    const { page } = await openAt('371525');
    expect(await page.locator('#reporting ~ .wide tbody').first().getByRole('row').count()).toBe(1);
    expect(await page.getByText('作决定').count()).toBe(0);
    const township = await openDoor(browser, (await door.link('371525108')).replace('/t/', '/o/'));
    expect(await township.page.locator('body').innerText()).toContain('链接无效或已停用');
    await page.context().close();
    await township.page.context().close();
  });

  it('prints light, with the names of the counties, and without what decides', async () => {
    const { page } = await openAt('3715', { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe(
      'rgb(255, 255, 255)',
    );
    expect(await page.getByRole('row', { name: /^冠县/ }).count()).toBe(1);
    expect(await page.getByText('作决定').isVisible()).toBe(false);
    await page.context().close();
  });

  it('shows by itself that a decision has taken effect', async () => {
    const { page } = await openDoor(browser, (await door.link('3715')).replace('/t/', '/o/'));
    await page.clock.install();
    let pending = 1;
    await page.route('**/quarter?*', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ json: { ...((await response.json()) as object), pending } });
    });
    await page.selectOption('header select', '2016Q1');
    await page.getByText('有 1 个决定还没有生效').waitFor();
    pending = 0;
    await page.clock.runFor(30_000);
    await page.getByText('还没有生效').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('leads an office whose link has the right to a receipt, and keeps that it was opened', async () => {
    const address = (await door.link('371525', { issue: 2, receipts: true })).replace('/t/', '/o/');
    const { page, complaints } = await openDoor(browser, address, { viewport: { width: 1366, height: 768 } });
    await page.selectOption('header select', '2016Q2');
    await page.getByText('打开一次记录一次').waitFor();
    await page.screenshot({ path: join(SHOTS, 'office-receipts.png'), fullPage: true });
    door.setClock(new Date().toISOString());
    const [receipt] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: '回执' }).click(),
    ]);
    await receipt.getByText('定远寨镇').first().waitFor();
    const trail = await door.system.auditTrail('2016Q2');
    expect(trail.filter(({ what }) => what === 'receipt')).toMatchObject([{ who: 'link 371525.2', detail: 'html' }]);
    expect(complaints).toEqual([]);
    await page.context().close();
    // The next link is without the right again.
    const plain = await openDoor(browser, (await door.link('371525', { issue: 3 })).replace('/t/', '/o/'));
    await plain.page.selectOption('header select', '2016Q2');
    await plain.page.getByRole('row', { name: /定远寨镇/ }).waitFor();
    expect(await plain.page.getByRole('link', { name: '回执' }).count()).toBe(0);
    await plain.page.context().close();
  });

  it.each([
    ['light', 1366, 768],
    ['dark', 390, 844],
  ] as const)('opened by a reminder only shows who has reported (%s, %i wide)', async (colorScheme, width, height) => {
    const record = { division: '3715', issue: 1, revokedAt: null };
    await door.system.putLink(record);
    const token = linkToken(lookingLink(record, '2099-12-31'), await door.system.linkSignature());
    const options = { colorScheme, viewport: { width, height } };
    const opened = await openDoor(browser, `${door.output('door')}/o/${token}`, options);
    const { page, complaints } = opened;
    await page.selectOption('header select', '2016Q2');
    await page.getByText('这个链接来自催报通知').waitFor();
    await page.getByRole('button', { name: '冠县' }).click();
    await page.getByRole('row', { name: /定远寨镇/ }).waitFor();
    for (const closed of ['作决定', '汇总与通报', '上报本级的文件', '回执'])
      expect(await page.getByText(closed).count(), closed).toBe(0);
    await page.screenshot({ path: join(SHOTS, `office-reminder-${colorScheme}.png`), fullPage: true });
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('This link came with a reminder').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  for (const [name, width, height] of [
    ['phone', 390, 844],
    ['office', 1366, 768],
    ['wide', 1920, 1080],
  ] as const)
    it(`fits a screen of ${width} x ${height}, light and dark, and has nothing serious that axe finds`, async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const { page } = await openAt('3715', { viewport: { width, height }, colorScheme });
        await page.getByRole('button', { name: '冠县' }).click();
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        expect(await seriousViolations(page)).toEqual([]);
        await page.screenshot({ path: join(SHOTS, `office-${name}-${colorScheme}.png`), fullPage: true });
        await page.getByRole('button', { name: 'English' }).click();
        expect(await seriousViolations(page)).toEqual([]);
        await page.context().close();
      }
    });
});
