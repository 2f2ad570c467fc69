import { CITY_PACK } from '../../cities/pack.ts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textIn, valuesIn, type ReportRow, type ReportTable, type Tables } from '../../shared/tables/report-table.ts';
import { tablesOf } from '../../shared/summary/summary.ts';
import { factsOfUploads, smallCity, TOWNS, type SmallCity, type Upload } from './small-city.ts';

const tablesFor = async (city: SmallCity): Promise<Tables> => tablesOf(await factsOfUploads(city));

const nameOf = ({ code, line, zone, oldCode, change }: ReportRow): string =>
  [code ?? zone ?? oldCode ?? change, line]
    .filter((part) => part !== undefined)
    .map(textIn)
    .join(' ');

/** Names of the cells that differ, as table|row|column. */
function changedCells(a: Tables, b: Tables): string[] {
  return Object.values(a).flatMap((table) => {
    const other = b[table.id];
    const cells = (one: ReportTable | undefined): Map<string, unknown> =>
      new Map(
        [...(one?.rows ?? []), ...(one?.total ? [one.total] : [])].flatMap((row) =>
          Object.entries(valuesIn(row)).map(([key, value]) => [
            `${table.id}|${row === one?.total ? 'total' : nameOf(row)}|${key}`,
            value,
          ]),
        ),
      );
    const [left, right] = [cells(table), cells(other)];
    return [...left].filter(([name, value]) => right.get(name) !== value).map(([name]) => name);
  });
}

/** New cities in every run. */
const RUNS = { numRuns: 20 };

describe('tables do not change', () => {
  it('when files of different quarters arrive in another order: only the order within a quarter says which is newer', async () => {
    await fc.assert(
      fc.asyncProperty(smallCity, async (city) => {
        const byQuarter = Map.groupBy(city.uploads, (upload) => upload.period);
        const reordered = [...byQuarter.values()].toReversed().flat();
        expect(await tablesFor({ ...city, uploads: reordered })).toEqual(await tablesFor(city));
      }),
      RUNS,
    );
  });

  it('when files that name no household twice arrive in any order', async () => {
    const once = smallCity.map((city) => {
      const named = new Set<string>();
      const uploads = city.uploads.flatMap((upload): Upload[] => {
        const lines = (upload.household ?? []).filter(({ key }) => !named.has(`${upload.period} ${key}`));
        for (const { key } of lines) named.add(`${upload.period} ${key}`);
        return lines.length === 0
          ? []
          : [{ period: upload.period, division: upload.division, replacement: false, household: lines }];
      });
      return { ...city, uploads };
    });
    const shuffled = once.chain((city) =>
      fc
        .shuffledSubarray([...city.uploads], { minLength: city.uploads.length })
        .map((uploads) => [city, { ...city, uploads }] as const),
    );
    await fc.assert(
      fc.asyncProperty(shuffled, async ([city, other]) => {
        expect(await tablesFor(other)).toEqual(await tablesFor(city));
      }),
      RUNS,
    );
  });

  it('when a file is sent again, or comes in two parts', async () => {
    await fc.assert(
      fc.asyncProperty(smallCity, async (city) => {
        const whole = await tablesFor(city);
        const again = city.uploads.flatMap((upload) => [upload, upload]);
        expect(await tablesFor({ ...city, uploads: again })).toEqual(whole);
        const parts = city.uploads.flatMap((upload): Upload[] => {
          const { household = [], replacement } = upload;
          // A replacement in parts is another thing: the second part would remove what the first one named.
          if (replacement || household.length < 2) return [upload];
          const half = household.length >> 1;
          return [
            { ...upload, household: household.slice(0, half) },
            { ...upload, household: household.slice(half) },
          ];
        });
        expect(await tablesFor({ ...city, uploads: parts })).toEqual(whole);
      }),
      RUNS,
    );
  });
});

describe('a township whose households are all moved to another', () => {
  const [FROM, TO] = [TOWNS[2], '371502106'] as const;

  it('of the same unit: changes R03, and nothing else but what is counted by township', async () => {
    expect(CITY_PACK.register.township(FROM)?.unit).toBe(CITY_PACK.register.township(TO)?.unit);
    await fc.assert(
      fc.asyncProperty(smallCity, async (city) => {
        const moved = city.uploads.map((upload): Upload => ({
          ...upload,
          division: upload.division === FROM ? TO : upload.division,
          ...(upload.household
            ? {
                household: upload.household.map(({ key, record }) => ({
                  key,
                  record: record.town_code === FROM ? { ...record, town_code: TO, village_code: null } : record,
                })),
              }
            : {}),
        }));
        // Villages that fell back are listed by name in R07.
        const changed = changedCells(await tablesFor(city), await tablesFor({ ...city, uploads: moved })).filter(
          (cell) => !cell.endsWith('|relapsed'),
        );
        for (const cell of changed)
          expect(cell).toMatch(new RegExp(`^R03\\|(?:${FROM}|${TO})\\||^R03\\|\\d+\\|rank$|^R10\\|R10\\.townships\\|`));
      }),
      RUNS,
    );
  });
});

describe('one more person uplifted', () => {
  it('changes the figures of its township, unit, zone and city, and of no other', async () => {
    const town = TOWNS[3];
    const unit = CITY_PACK.register.township(town)?.unit ?? '';
    await fc.assert(
      fc.asyncProperty(smallCity, async (city) => {
        const last = city.uploads.findLastIndex(
          ({ period, household }) =>
            period === city.period && household?.some(({ record }) => record.town_code === town),
        );
        const upload = city.uploads[last];
        const line = upload?.household?.find(({ record }) => record.town_code === town);
        fc.pre(upload !== undefined && line !== undefined);
        if (!upload || !line) return;
        const more = {
          ...line.record,
          uplift_persons: line.record.uplift_persons + 1,
          uplift_amount: line.record.uplift_amount + 1,
          primary_channel: line.record.primary_channel ?? ('IND' as const),
        };
        const household = (upload.household ?? []).map((one) => (one === line ? { ...one, record: more } : one));
        const uploads = city.uploads.with(last, { ...upload, household });
        const changed = changedCells(await tablesFor(city), await tablesFor({ ...city, uploads }));
        for (const cell of changed) {
          const [, row = '', column = ''] = cell.split('|');
          // A rank is relative: it may move for others.
          if (column === 'rank' || column === 'progress' || cell.startsWith('R01')) continue;
          expect([
            town,
            unit,
            `${unit} R05.all`,
            `${unit} R05.uplifted`,
            '3715 R05.uplifted',
            'total',
            '插花（片区外）',
          ]).toContain(row);
        }
        expect(changed.some((cell) => cell === `R03|${town}|quarter`)).toBe(true);
      }),
      RUNS,
    );
  });
});
