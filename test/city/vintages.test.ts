/** A year in which a county got another code and two townships were merged: nothing is lost, nothing counts twice. */
import { describe, expect, it } from 'vitest';
import { publish } from '../../functions/publish/publish.ts';
import { checkFile } from '../../shared/check/check-file.ts';
import { uploadKey } from '../../shared/ledger/keys.ts';
import type { Manifest } from '../../shared/ledger/manifest.ts';
import { readSummaryJson } from '../../shared/summary/summary-json.ts';
import { valuesIn, type ReportRow } from '../../shared/tables/report-table.ts';
import type { Period } from '../../shared/time/period.ts';
import { MemoryCity } from '../functions/memory.ts';
import { csvOf, rowOf, sealed, type Written } from '../golden/rules/case.ts';
import { inventedCity } from './invented-city.ts';

const PACK = inventedCity();

type Household = { readonly serial: number; readonly township: string; readonly persons: number };

/** A sound file of a township, with places as the register of its quarter names them. */
function fileOf(township: string, period: Period, households: readonly Household[]): Uint8Array {
  const register = PACK.registerOf(period);
  const village = register.villagesOf(township)[0];
  const rows = households.map(({ serial, persons }): Written =>
    rowOf('household', {
      period,
      county_name: register.nameOf(register.unitOf(township) ?? ''),
      town_name: register.nameOf(township),
      village_name: village?.name ?? null,
      village_code: village?.code ?? null,
      household_no: `3798010000000${String(serial).padStart(3, '0')}`,
      head_id_no: sealed(`371599196001${String(100 + serial)}01`),
      household_size: String(persons),
      labour_count: '1',
      pc_net_income: (5500 / persons).toFixed(2),
      base_pc_net_income: '100',
      uplift_persons: String(persons),
      uplift_amount: String(persons * 10),
      report_date: period === '2016Q4' ? '2017-01-05' : '2017-04-05',
      helper_name: '',
      phone: '',
    }),
  );
  return new TextEncoder().encode(csvOf('household', rows, ['helper_name', 'phone']));
}

/** A city that received the files, by township and quarter, in their order. */
async function cityWith(
  files: readonly (readonly [township: string, period: Period, households: readonly Household[]])[],
): Promise<MemoryCity> {
  const city = new MemoryCity();
  city.pack = PACK;
  for (const [index, [township, period, households]] of files.entries()) {
    const version = `v${index}`;
    const day = period === '2016Q4' ? '2017-01-08' : '2017-04-08';
    const key = uploadKey({ division: township, period, fileName: '户季度表.csv' });
    city.putFile(version, `${day}T0${index}:00:00.000Z`, key, fileOf(township, period, households));
    await city.deliver(version);
  }
  return city;
}

async function summaryOf(city: MemoryCity, period: Period) {
  const manifest: Manifest = await city.plan(period);
  const effects = city.publishEffects();
  const { prefix } = await publish(manifest, 1, effects);
  const summary = readSummaryJson(effects.reports.get(`${prefix}internal/summary.json`)?.text ?? '');
  const rowsOf = (table: string): Readonly<ReportRow>[] => (summary.tables[table]?.rows ?? []).map(valuesIn);
  return { manifest, summary, rowsOf };
}

const inTownship = (township: string, serials: readonly number[]): Household[] =>
  serials.map((serial) => ({ serial, township, persons: 3 }));

describe('the first quarter of a year with new divisions', () => {
  const before: [string, Period, Household[]][] = [
    ['379802101', '2016Q4', inTownship('379802101', [1, 2])],
    ['379802102', '2016Q4', inTownship('379802102', [3, 4])],
    ['379803101', '2016Q4', inTownship('379803101', [5, 6])],
  ];
  const after: [string, Period, Household[]][] = [
    ['379802101', '2017Q1', inTownship('379802101', [1, 2, 3])],
    ['379804101', '2017Q1', inTownship('379804101', [5, 6])],
  ];

  it('takes the files of both years as sound', () => {
    for (const [township, period, households] of [...before, ...after]) {
      const receivedOn = period === '2016Q4' ? '2017-01-08' : '2017-04-08';
      const bytes = fileOf(township, period, households);
      const { findings } = checkFile(bytes, {
        ...PACK.at(period),
        period,
        division: township,
        receivedOn,
        fileName: 'a.csv',
      } as never);
      expect(findings).toEqual([]);
    }
  });

  it('knows every household of last quarter where it is now, though its township has another code', async () => {
    const { manifest, rowsOf } = await summaryOf(await cityWith([...before, ...after]), '2017Q1');
    expect(manifest.moves).toEqual([]);
    const movement = rowsOf('R17').map((row) => [
      row['unit'],
      row['continued.households'],
      row['newlyUplifted.households'],
      row['stopped.households'],
    ]);
    expect(movement).toEqual([
      ['甲河县', 0, 0, 0],
      ['乙山县', 3, 0, 1],
      ['丙湖区', 2, 0, 0],
    ]);
  });

  it('still prints last year by the divisions of last year', async () => {
    const { rowsOf, summary } = await summaryOf(await cityWith([...before, ...after]), '2016Q4');
    expect(Object.fromEntries(rowsOf('R02').map((row) => [row['unit'], row['ytd']]))).toEqual({
      甲河县: 0,
      乙山县: 12,
      丙湖县: 6,
    });
    expect(summary.completeness.due).toBe(10);
  });

  it('says under the tables that compare quarters which divisions had another code', async () => {
    const { summary } = await summaryOf(await cityWith([...before, ...after]), '2017Q1');
    for (const id of ['R02', 'R05', 'R17'])
      expect(summary.tables[id]?.notes.map(({ zh }) => zh).join(''), id).toContain(
        '丙湖县（379803）现为丙湖区（379804）',
      );
    expect(summary.completeness.due).toBe(9);
  });

  it('counts a household that moved from a merged township to another county once, where it is now', async () => {
    const moved: [string, Period, Household[]] = ['379801101', '2017Q1', inTownship('379801101', [4])];
    const { manifest, rowsOf } = await summaryOf(await cityWith([...before, ...after, moved]), '2017Q1');
    expect(manifest.moves.map(({ to, rows }) => [to, rows.map(({ township }) => township)])).toEqual([
      ['379801101', ['379802102']],
    ]);
    const continued = new Map(rowsOf('R17').map((row) => [row['unit'], row['continued.households']]));
    expect(Object.fromEntries(continued)).toEqual({ 甲河县: 1, 乙山县: 3, 丙湖区: 2 });
  });

  it('finds the zone of a household of a recoded county', async () => {
    const { rowsOf } = await summaryOf(await cityWith([...before, ...after]), '2017Q1');
    expect(rowsOf('R14').find((row) => row['zone'] === '湖区片区')).toMatchObject({ households: 2, ytd: 6 });
  });

  it('judges each year by its own line', () => {
    expect([PACK.at('2016Q4'), PACK.at('2017Q1')].map(({ programme }) => programme.lines['2'])).toEqual([
      337_200, 360_000,
    ]);
    expect(() => PACK.at('2018Q1')).toThrow('cities/379800-yunxi/programme/2018.json');
  });

  it('reads a name of last year in a file of this one, and says so', () => {
    const text = new TextDecoder().decode(fileOf('379804101', '2017Q1', inTownship('379804101', [5])));
    const { findings, tables } = checkFile(new TextEncoder().encode(text.replace('丙湖区', '丙湖县')), {
      ...PACK.at('2017Q1'),
      division: '379804101',
      receivedOn: '2017-04-08',
      fileName: 'a.csv',
    } as never);
    expect(findings.map(({ rule }) => rule)).toEqual(['D04']);
    expect(tables[0]?.accepted).toHaveLength(1);
  });
});
