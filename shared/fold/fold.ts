import type { City } from '../city/city.ts';
import { incomeBands, zoneOf } from '../city/programme.ts';
import { countAmounts } from './amounts.ts';
import { countCauses } from './causes.ts';
import { countExits } from './exits.ts';
import { calendarOf, latestOf, type HouseholdHistory } from './household-history.ts';
import { countIncome } from './income.ts';
import { countMeasures } from './measures.ts';
import { countMovement } from './movement.ts';
import { Counter, type Tally } from './tally.ts';
import { countBands, isAboveLine } from './income-bands.ts';
import { countUplift } from './uplift.ts';

export type { HouseholdHistory, StoredHousehold } from './household-history.ts';

/** What households add to the figures of the city's period (reports: Conventions), concept by concept. */
export function foldHouseholds(households: Iterable<HouseholdHistory>, city: City): Tally {
  const counter = new Counter();
  const count = householdCounter(city);
  for (const history of households) count(counter, history);
  return counter.tally();
}

/** Counts one household after the other; what is the same for all of them is made once. */
export function householdCounter({ period, programme, register }: City) {
  const calendar = calendarOf(period);
  const yardstick = { calendar, programme, bands: incomeBands(programme) };
  return (counter: Counter, history: HouseholdHistory): void => {
    countUplift(counter, history, calendar);
    countAmounts(counter, history, calendar);
    countMovement(counter, history, calendar);
    const row = history.get(period);
    if (row) {
      countIncome(counter, row);
      countBands(counter, history, row, yardstick);
      countExits(counter, row, isAboveLine(history, row, yardstick));
      countCauses(counter, row);
    }
    const latest = latestOf(history, calendar);
    if (latest) {
      countMeasures(counter, history, latest, calendar);
      const zone = zoneOf(programme, register.codeNow(latest.village_code ?? latest.town_code ?? ''));
      countUplift(counter, history, calendar, `zone.${zone ?? ''}.`);
    }
  };
}
