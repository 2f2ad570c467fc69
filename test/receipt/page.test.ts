import { describe, expect, test } from 'vitest';
import { receiptPage } from '../../shared/receipt/page.ts';
import { outcomeOf } from '../../shared/receipt/receipt.ts';
import { writeWorkbook } from '../../shared/sheet/write.ts';
import { check, household, receiptFor, sheetOf } from './fixture.ts';

const clean = check(writeWorkbook([sheetOf([household(1), household(2)])]));
const dirty = check(
  writeWorkbook([sheetOf([household(1, { county_name: '<b>平原省</b>' }), household(2, { household_size: '三口' }), household(3)])]),
);

describe('the receipt as a page', () => {
  test('says all of it, in Chinese first and in English', () => {
    const page = receiptPage(receiptFor(clean), clean.findings);
    for (const text of ['花名册.xlsx', 'a'.repeat(64), '2016-07-05 09:02:03', '全部接收', '没有发现问题', '2016年第二季度', '定远寨镇'])
      expect(page).toContain(text);
    expect(page).toContain('No problems found');
    expect(page.indexOf('接下来怎么办')).toBeLessThan(page.indexOf('What happens next'));
    expect(page).not.toContain('id="english" checked');
    expect(receiptPage(receiptFor(clean), clean.findings, 'en')).toContain('id="english" checked');
  });

  test('names the main problems, how often, and the way on', () => {
    const page = receiptPage(receiptFor(dirty), dirty.findings);
    for (const { message } of outcomeOf(dirty, 'zh').findings)
      expect(page).toContain(message.replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
    expect(page).toContain('1 处');
    expect(page).toContain('marked.xlsx');
    expect(page).not.toContain('没有发现问题');
  });

  test('fetches nothing and runs nothing', () => {
    const page = receiptPage(receiptFor(dirty), dirty.findings);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\bon\w+=|url\(|https?:|@import/i);
    expect(page).toContain("default-src 'none'");
  });

  test.each(['<script>alert(1)</script>.xlsx', '"onload="x" \'.xlsx', '</title><img src=x>.xlsx', '&lt;b&gt;.xlsx'])(
    'is not fooled by the file name %s',
    (name) => {
      const page = receiptPage(receiptFor(dirty, name), dirty.findings);
      expect(page).not.toContain(name);
      expect(page).not.toContain('<b>平原省');
      expect(page).toContain(
        name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
      );
    },
  );

  test('shows a name that turns the direction of text around as what it is', () => {
    expect(receiptPage(receiptFor(clean, '花名册\u{202e}xslx.exe'), clean.findings)).toContain('花名册\u{fffd}xslx.exe');
  });

  test('a receipt for a path that belongs nowhere has a page too', () => {
    const receipt = receiptFor(dirty);
    const page = receiptPage(
      { ...receipt, submission: { ...receipt.submission, division: null, divisionName: null, period: null, deadline: null } },
      dirty.findings,
    );
    expect(page).toContain('无法识别');
  });
});
