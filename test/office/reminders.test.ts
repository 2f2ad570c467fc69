/** On which days offices hear of late townships, and what they are told. */
import { describe, expect, it } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import type { Decision } from '../../shared/ledger/decisions.ts';
import type { Ledger } from '../../shared/ledger/manifest.ts';
import type { Submission } from '../../shared/ledger/submission.ts';
import { reminderDays } from '../../shared/office/reminder-days.ts';
import { reminderMessage } from '../../shared/office/reminder-text.ts';
import { lateTownships, remindedPeriods, remindersAt } from '../../shared/office/reminders.ts';
import { windowOf } from '../../shared/city/programme.ts';
import type { Period } from '../../shared/time/period.ts';
import { inventedProvince } from '../city/invented-province.ts';
import { submission } from '../ledger/submission-fixture.ts';

const PERIOD = '2016Q2';
const made = { at: '2016-07-01T00:00:00.000Z', by: '市扶贫办', reason: '测试' };
/** At nine in the morning of the city. */
const on = (day: string): Date => new Date(`${day}T01:00:00Z`);
const ledgerOf = (submissions: Submission[] = [], decisions: Decision[] = []): Ledger => ({
  period: PERIOD,
  submissions,
  decisions,
});
const daysOf = (period: Period): string[] => reminderDays(windowOf(CITY_PACK.at(period)), CITY_PACK);

describe('the days of reminders', () => {
  it('are ten, five and one day before the deadline, its day, and the day after it', () => {
    // Friday, 15 July; the day after is a Saturday, and nobody reads a mail before Monday.
    expect(daysOf(PERIOD)).toEqual(['2016-07-05', '2016-07-08', '2016-07-14', '2016-07-15', '2016-07-18']);
  });

  it('give way to the working day before, and behind the deadline to the next', () => {
    // Saturday, 15 October. Ten days before is in the national holidays, which begin with the window: the Saturday
    // after them is worked. Five days before is a Monday. One before is the Friday, which is that of the day itself.
    expect(daysOf('2016Q3')).toEqual(['2016-10-08', '2016-10-10', '2016-10-14', '2016-10-17']);
  });

  it('know no holiday in a year that has no calendar', () => {
    const window = { opens: '2031-10-01', deadline: '2031-10-15' };
    expect(reminderDays(window, CITY_PACK)).toEqual([
      '2031-10-03',
      '2031-10-10',
      '2031-10-14',
      '2031-10-15',
      '2031-10-16',
    ]);
  });

  it('leave out what lies before the window, and are never none', () => {
    expect(reminderDays({ opens: '2016-07-12', deadline: '2016-07-15' }, CITY_PACK)).toEqual([
      '2016-07-14',
      '2016-07-15',
      '2016-07-18',
    ]);
    // A window of nothing but days off.
    expect(reminderDays({ opens: '2016-10-02', deadline: '2016-10-03' }, CITY_PACK)).toEqual([
      '2016-10-02',
      '2016-10-03',
      '2016-10-08',
    ]);
  });
});

describe('the reminders of a day', () => {
  const on14 = (ledger: Ledger) => remindersAt(on('2016-07-14'), ledger, CITY_PACK);

  it('go to the city and to each county that has late townships, with those of its own', () => {
    const { register } = CITY_PACK.at(PERIOD);
    const all = register.due.map(({ code }) => submission({ division: code, accepted: 3 }));
    const late = ['371525108', '371525109', '371502004'];
    const reminders = on14(ledgerOf(all.filter(({ division }) => !late.includes(division))));
    expect(reminders.map((one) => [one.office, lateTownships(one)])).toEqual([
      ['3715', ['371502004', '371525108', '371525109']],
      ['371502', ['371502004']],
      ['371525', ['371525108', '371525109']],
      // It reports through a zone, whose office hears of it as that of its county does.
      ['371542', ['371502004']],
    ]);
    expect(reminders[0]).toMatchObject({ due: register.due.length, received: register.due.length - 3, daysLeft: 1 });
    expect(reminders[2]).toMatchObject({ name: { zh: '冠县' }, deadline: '2016-07-15' });
    expect(on14(ledgerOf(all))).toEqual([]);
  });

  it('are none on any other day', () => {
    const days = Array.from({ length: 31 }, (_, index) => `2016-07-${String(index + 1).padStart(2, '0')}`);
    expect(days.filter((day) => remindersAt(on(day), ledgerOf(), CITY_PACK).length > 0)).toEqual(daysOf(PERIOD));
  });

  it('take a nil return for a report, and what was withdrawn or rejected for none', () => {
    const [nil, withdrawn, rejected] = ['371525108', '371525109', '371525110'] as const;
    const decisions: Decision[] = [
      { ...made, kind: 'nil', division: nil },
      { ...made, kind: 'withdraw', division: withdrawn, versionIds: [`v${withdrawn}`] },
    ];
    const [, ...counties] = on14(
      ledgerOf(
        [
          submission({ division: withdrawn, accepted: 3 }),
          submission({ division: rejected, accepted: 0, rejected: 5, status: 'rejected' }),
        ],
        decisions,
      ),
    );
    const guan = counties.find(({ office }) => office === '371525');
    expect(guan && lateTownships(guan)).toEqual(expect.arrayContaining([withdrawn, rejected]));
    expect(guan && lateTownships(guan)).not.toContain(nil);
  });

  it('follow the deadline that the office has moved, and end when the quarter is closed', () => {
    const later: Decision = { ...made, kind: 'window', opens: '2016-07-01', deadline: '2016-07-20' };
    expect(on14(ledgerOf([], [later]))).toEqual([]);
    expect(remindersAt(on('2016-07-19'), ledgerOf([], [later]), CITY_PACK)[0]).toMatchObject({
      deadline: '2016-07-20',
      daysLeft: 1,
    });
    expect(on14(ledgerOf([], [{ ...made, kind: 'lock' }]))).toEqual([]);
    // Decided, but not yet in effect.
    const soon: Decision = { ...made, kind: 'lock', at: '2016-07-14T01:00:01.000Z' };
    expect(on14(ledgerOf([], [soon])).length).toBeGreaterThan(0);
  });

  it('of a province go to its cities, too', () => {
    const pack = inventedProvince();
    const offices = remindersAt(on('2016-07-14'), ledgerOf(), pack).map(({ office }) => office);
    const { register } = pack.at(PERIOD);
    const all = [register.root, ...register.cities.map(({ code }) => code), ...register.units.map(({ code }) => code)];
    expect(offices).toEqual(all);
  });

  it('look at the quarter before the last, too, whose deadline may have been moved far', () => {
    expect(remindedPeriods(CITY_PACK, on('2016-07-14'))).toEqual(['2016Q2', '2016Q1']);
    expect(remindedPeriods(CITY_PACK, on('2031-07-14'))).toEqual([]);
  });
});

describe('a message', () => {
  const [city, county] = remindersAt(on('2016-07-18'), ledgerOf(), CITY_PACK);

  it('says in Chinese and then in English who is late, how many and since when, and where to look', () => {
    if (!county) throw new Error('there is no reminder');
    const { subject, body } = reminderMessage(county, 'https://door.example.org/o/371502.1.x');
    // SNS takes no other subject.
    expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
    expect(body).toMatch(
      /^【扶贫季报催报】东昌府区 2016年第二季度\n截止 2016-07-15，已逾期 3 天。应报 \d+ 个乡镇（街道），已报 0，/,
    );
    expect(body).toContain('https://door.example.org/o/371502.1.x');
    expect(body).toMatch(/\nQuarterly report 2016Q2, Dongchangfu/);
    expect(body).toMatch(/Due 2016-07-15, 3 days ago\. Of \d+ townships 0 have reported/);
    expect(reminderMessage(county, null).body).not.toContain('http');
  });

  it('lists the townships of the city by county', () => {
    if (!city) throw new Error('there is no reminder');
    const { body } = reminderMessage(city, null);
    expect(body).toMatch(/- 冠县 \d+：\S*、定远寨镇/);
    for (const { code, name } of CITY_PACK.at(PERIOD).register.due) expect(body, code).toContain(name);
  });
});
