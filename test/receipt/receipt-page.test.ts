import { describe, expect, test } from 'vitest';
import { admit, refuseUpload } from '../../shared/check/reception.ts';
import { receiptPage } from '../../shared/receipt/receipt-page.ts';
import { FINDINGS_PER_RULE } from '../../shared/check/finding-log.ts';
import { outcomeOf } from '../../shared/receipt/receipt.ts';
import { checkText, receiptText } from '../../shared/receipt/receipt-text.ts';
import { writeWorkbook } from '../../shared/sheet/write.ts';
import { check, household, receiptFor, sheetOf } from './fixture.ts';

const clean = check(writeWorkbook([sheetOf([household(1), household(2)])]));
const dirty = check(
  writeWorkbook([
    sheetOf([household(1, { county_name: '<b>平原省</b>' }), household(2, { household_size: '三口' }), household(3)]),
  ]),
);

describe('the receipt, as a page and as text,', () => {
  test('has all facts and the result, in Chinese first and in English', () => {
    const page = receiptPage(receiptFor(clean), clean.findings);
    for (const text of [
      '花名册.xlsx',
      'a'.repeat(64),
      '2016-07-05 09:02:03',
      '全部接收',
      '没有发现问题',
      '2016年第二季度',
      '定远寨镇',
    ])
      expect(page).toContain(text);
    expect(page).toContain('accepted: no problems found');
    expect(page.indexOf('接下来怎么办')).toBeLessThan(page.indexOf('What happens next'));
    expect(page).not.toContain('id="english" checked');
    expect(receiptPage(receiptFor(clean), clean.findings, 'en')).toContain('id="english" checked');
  });

  test('tells the main problems, how often they occur, and the marked workbook', () => {
    const page = receiptPage(receiptFor(dirty), dirty.findings);
    for (const { message } of outcomeOf(dirty, 'zh').findings)
      expect(page).toContain(message.replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
    expect(page).toContain('1 处');
    expect(page).toContain('marked.xlsx');
    expect(page).not.toContain('没有发现问题');
  });

  test('tells every kind of problem: five at once, the others folded away', () => {
    const wrong = {
      household_size: '三口',
      labour_count: '九',
      main_cause: '不详',
      exit_status: '不详',
      phone: '1',
      report_date: '昨天',
      primary_channel: '不详',
      poverty_standard: '不详',
    };
    const checked = check(writeWorkbook([sheetOf([household(1, wrong), household(2)])]));
    const receipt = receiptFor(checked);
    expect(receipt.byRule.length).toBeGreaterThan(6);
    const page = receiptPage(receipt, checked.findings);
    for (const { rule } of receipt.byRule) expect(page).toContain(`<small>${rule}</small>`);
    const [first = '', folded = ''] = page.split('<ol class="problems" start="6">');
    expect(first.match(/<p class="where">/g)).toHaveLength(5);
    expect(folded.slice(0, folded.indexOf('</ol>')).match(/<p class="where">/g)).toHaveLength(
      receipt.byRule.length - 5,
    );
    expect(page).toContain(`<summary>另有 ${receipt.byRule.length - 5} 类问题</summary>`);
  });

  test.each([
    ['failed', ['系统的故障', '没有进入系统', '补发回执'], ['没有发现问题', '已进入系统', '新增']],
    ['superseded', ['更新的全量文件', '没有计入', '再上传一次'], ['没有发现问题', '已进入系统', '新增']],
  ] as const)('says what %s means, and nothing that holds for an accepted file only', (status, said, unsaid) => {
    const receipt = { ...receiptFor(clean), status };
    for (const shown of [receiptPage(receipt, []), receiptText(receipt)]) {
      for (const text of said) expect(shown).toContain(text);
      for (const text of unsaid) expect(shown).not.toContain(text);
    }
  });

  test('says loudly what a full replacement removed, or will remove', () => {
    const receipt = {
      ...receiptFor(clean),
      replacement: true,
      changes: { created: 0, updated: 0, unchanged: 2, removed: 57 },
    };
    for (const shown of [receiptPage(receipt, []), receiptText(receipt)]) {
      expect(shown).toContain('已替换定远寨镇2016年第二季度的全部数据，移除了原有的 57 行');
    }
    const local = { ...receipt, submission: { ...receipt.submission, notUploaded: true as const } };
    for (const shown of [receiptPage(local, []), receiptText(local), checkText(local, 'zh')])
      expect(shown).toContain('上报后将替换定远寨镇2016年第二季度的全部数据，原有而本文件没有列出的户都会被移除');
    for (const other of [receiptFor(clean), { ...receipt, status: 'superseded' as const }])
      expect(receiptText(other)).not.toContain('★');
  });

  test('says whether the file counts, and until when to correct it', () => {
    expect(receiptText(receiptFor(clean))).toContain('数据已全部进入系统，计入2016年第二季度汇总');
    expect(receiptText(receiptFor(dirty))).toContain(
      '接收的 1 行已进入系统，计入2016年第二季度汇总；退回的 2 行没有计入',
    );
    expect(receiptText(receiptFor(dirty))).toContain('请在截止日期 2016-07-15 之前改正上传');
  });

  test('says loudly that a file is late, and by how many days of the city’s calendar', () => {
    const { submission, ...rest } = receiptFor(dirty);
    // By UTC it is still the 18th when it is half past midnight of the 19th in the city.
    const late = { ...rest, submission: { ...submission, acceptedAt: '2016-07-18T16:30:00.000Z', late: true } };
    expect(receiptPage(late, dirty.findings)).toContain(
      '<p class="late">逾期：截止日期 2016-07-15（本次逾期 4 天）</p>',
    );
    expect(receiptText(late)).toContain('截止日期：2016-07-15（本次逾期 4 天）');
    expect(receiptPage(receiptFor(dirty), dirty.findings)).not.toContain('class="late"');
  });

  test('does not say that the system received a file which was checked on the clerk’s own machine', () => {
    const { submission, ...rest } = receiptFor(clean);
    const local = { ...rest, submission: { ...submission, notUploaded: true as const } };
    for (const shown of [receiptPage(local, []), receiptText(local)]) {
      expect(shown).toContain('没有上报');
      expect(shown).toContain('没有发现问题');
      expect(shown).not.toMatch(/已全部进入系统|接收时间|新增|编号：/);
    }
  });

  test('groups the main problems by rule: how many, in which rows first, and how to correct them', () => {
    const many = check(
      writeWorkbook([
        sheetOf(
          Array.from({ length: 9 }, (_, at) =>
            household(at, at % 2 === 0 ? { household_size: '三口' } : { edu_ok: '?' }),
          ),
        ),
      ]),
    );
    const text = receiptText(receiptFor(many));
    expect(text).toContain(
      '1. 【须改正】家庭人口数：5 处，第 3、5、7、9、11 行\n     例如：第3行家庭人口数为“三口”，应为1至15的整数',
    );
    const page = receiptPage(receiptFor(many), many.findings);
    expect(page).toContain('家庭人口数：5 处，第 3、5、7、9、11 行');
    expect(page).toContain('家庭人口数: 5 ×, row 3, 5, 7, 9, 11');
  });

  test('tells the true number of problems everywhere, however few of them it lists', () => {
    const fields = ['household_size', 'labour_count'] as const;
    const count = FINDINGS_PER_RULE + 234;
    const many = check(
      writeWorkbook([
        sheetOf(
          Array.from({ length: count }, (_, at) =>
            household(at, Object.fromEntries(fields.map((field) => [field, '三口']))),
          ),
        ),
      ]),
    );
    const receipt = receiptFor(many);
    expect(receipt.findings.filter(({ rule }) => rule === 'N01')).toHaveLength(FINDINGS_PER_RULE);
    const text = receiptText(receipt);
    expect(text).toContain(`家庭人口数：${count} 处，`);
    expect(text).toContain(`须改正（${fields.length * count} 处）：`);
    expect(text).toContain(`另有 ${fields.length * count - 30} 处`);
    expect(receiptPage(receipt, many.findings)).toContain(`劳动力人数：${count} 处，`);
  });

  test('names three columns of a problem and counts them all', () => {
    const many = check(
      writeWorkbook([
        sheetOf([
          household(1, { wage_income: '无', transfer_income: '无', property_income: '约3', dibao_income: '无' }),
        ]),
      ]),
    );
    expect(receiptText(receiptFor(many))).toContain(
      '1. 【须改正】工资性收入、财产性收入、转移性收入等 4 列：4 处，第 3 行',
    );
  });

  test.each([
    ['Q04', 'locked', '已经关账，现在改正后再上传也不会接收', '申请开通补报'],
    ['Q05', 'not yet open', '还没有开放填报', '开放以后再上传'],
  ] as const)('asks for no upload while the office does not take the file (%s)', (_rule, state, why, what) => {
    for (const checked of [clean, dirty]) {
      const refused = admit(checked, {
        period: '2016Q2',
        state,
        opens: '2016-07-20',
        lockedAt: '2016-07-20T00:00:00.000Z',
      });
      const text = receiptText(receiptFor(refused));
      for (const part of [why, what]) expect(text).toContain(part);
      expect(text).not.toMatch(/之前改正上传|请尽快改正上传|保存后把整个文件重新上传|请改正后重新上传/);
      expect(text.includes('可以先改好：打开批注表')).toBe(checked === dirty);
    }
  });

  test('sends the clerk to the city office while the year has no programme (Q06)', () => {
    const refused = refuseUpload({ period: '2031Q1', hasProgramme: false, bytes: 1, mostBytes: 2 });
    const text = refused === null ? '' : receiptText(receiptFor(refused));
    expect(text).toContain('本系统还没有该年度的工作方案，请联系市扶贫办，方案下达后再上传');
    expect(text).not.toMatch(/之前改正上传|请尽快改正上传|保存后把整个文件重新上传|请改正后重新上传/);
  });

  test('speaks of red or yellow cells only where there are any', () => {
    const [header = [], ...rows] = sheetOf([household(1)]).rows;
    const missing = check(writeWorkbook([{ name: '表', rows: [header, ...rows].map((cells) => cells.slice(0, -6)) }]));
    expect(missing.findings.every(({ row }) => row === null)).toBe(true);
    expect(receiptText(receiptFor(missing))).not.toContain('红色');
    expect(receiptText(receiptFor(missing))).toContain('按上面写的办法处理原文件');
    const warned = check(writeWorkbook([sheetOf([household(1, { remark: '迁出' })])]));
    expect(receiptText(receiptFor(warned))).toContain('：黄色单元格请核对，批注');
    expect(receiptText(receiptFor(dirty))).toContain('：红色单元格须改正，批注');
  });

  test('asks for the right file when the rows are those of another township', () => {
    const foreign = check(writeWorkbook([sheetOf([household(1), household(2)])]), '花名册.xlsx', '371525109');
    const text = receiptText(receiptFor(foreign, '花名册.xlsx', '371525109'));
    expect(text).toContain('请找到辛集镇自己的文件，上传到 371525109/2016Q2/');
    expect(text).not.toContain('重新上传到原位置');
  });

  test('tells the repairs, sorted by kind', () => {
    const repaired = check(
      writeWorkbook([
        sheetOf([household(1, { edu_ok: '√' }), household(2, { edu_ok: '有', household_type: '一般户' })]),
      ]),
    );
    const receipt = receiptFor(repaired);
    expect(receipt.repairs.byKind).toEqual([
      { kind: 'alias', count: 1, text: '别名改为标准名称' },
      { kind: 'mark', count: 2, text: '√、有、1等改为“是”，×、无、0等改为“否”' },
    ]);
    expect(receiptText(receipt)).toContain('自动规范（3 处，不需要改正）：');
    const page = receiptPage(receipt, repaired.findings);
    expect(page).toContain('3 处，2 类');
    expect(page).toContain('3 places of 2 kinds');
    expect(page).toContain('“一般户”→“一般贫困户”');
    expect(receiptPage(receiptFor(clean), [])).not.toContain('自动规范');
  });

  test('loads nothing and runs no script', () => {
    const page = receiptPage(receiptFor(dirty), dirty.findings);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\bon\w+=|url\(|https?:|@import/i);
    expect(page).toContain("default-src 'none'");
  });

  test.each(['<script>alert(1)</script>.xlsx', '"onload="x" \'.xlsx', '</title><img src=x>.xlsx', '&lt;b&gt;.xlsx'])(
    'shows the file name %s as text',
    (name) => {
      const page = receiptPage(receiptFor(dirty, name), dirty.findings);
      expect(page).not.toContain(name);
      expect(page).not.toContain('<b>平原省');
      expect(page).toContain(
        name
          .replaceAll('&', '&amp;')
          .replaceAll('<', '&lt;')
          .replaceAll('>', '&gt;')
          .replaceAll('"', '&quot;')
          .replaceAll("'", '&#39;'),
      );
    },
  );

  test('shows a mark that turns the direction of text around as a replacement character', () => {
    expect(receiptPage(receiptFor(clean, '花名册\u{202e}xslx.exe'), clean.findings)).toContain(
      '花名册\u{fffd}xslx.exe',
    );
  });

  test('exists for a path that belongs to no division and no quarter', () => {
    const receipt = receiptFor(dirty);
    const page = receiptPage(
      {
        ...receipt,
        submission: { ...receipt.submission, division: null, divisionName: null, period: null, deadline: null },
      },
      dirty.findings,
    );
    expect(page).toContain('无法识别');
  });
});
