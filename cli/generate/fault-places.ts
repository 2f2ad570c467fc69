import type { Register } from '../../shared/city/register.ts';
import type { Period } from '../../shared/time/period.ts';
import type { Spoiling } from './dirty.ts';
import type { FaultSheet } from './faults.ts';
import type { FaultPlaces } from './figures.ts';
import type { SyntheticCity } from './synthetic-city.ts';
import type { TownshipAt } from './township-at.ts';

const SHEETS = ['texts', 'money', 'uplift'] as const;

/** By township code, what its sheet carries in a dirty city. Where the register lacks a name, its fault is left out. */
export function faultPlaces(
  city: SyntheticCity,
  period: Period,
  chosen: readonly TownshipAt[],
): ReadonlyMap<string, Spoiling> {
  const named = city.figures.faults;
  const register = city.pack.registerOf(period);
  const places = new Map<string, { sheets: Set<FaultSheet>; name: string }>();
  const put = (code: string, sheet: FaultSheet, name = ''): void => {
    const place = places.get(code) ?? { sheets: new Set(), name };
    place.sheets.add(sheet);
    places.set(code, { ...place, name });
  };
  const own = named && SHEETS.every((sheet) => find(chosen, city.codeAt(period, named[sheet])));
  const suitable = own ? [] : mostSuitable(chosen);
  for (const [index, sheet] of SHEETS.entries()) {
    const code = own ? city.codeAt(period, named[sheet]) : suitable[index % suitable.length]?.township.code;
    if (code !== undefined) put(code, sheet);
  }
  const wrongNames = { laterCounty: laterCounty(register), alias: aliasOf(register), notYet: notYet(register) };
  for (const kind of ['laterCounty', 'alias', 'notYet'] as const) {
    const first = named && find(chosen, city.codeAt(period, named[kind as keyof FaultPlaces]));
    // One name a sheet: a township that has one already leaves the next to another.
    for (const at of first ? [first] : chosen) {
      const name = wrongNames[kind](at);
      if (name === null || places.has(at.township.code)) continue;
      put(at.township.code, kind, name);
      break;
    }
  }
  return new Map([...places].map(([code, { sheets, name }]) => [code, { sheets, words: { period, name } }]));
}

const find = (chosen: readonly TownshipAt[], code: string): TownshipAt | undefined =>
  chosen.find(({ township }) => township.code === code);

/** Those whose sheets have every column, amounts in 元 and no total row, so that one mistake makes one finding. */
function mostSuitable(chosen: readonly TownshipAt[]): readonly TownshipAt[] {
  const households = ({ plans }: TownshipAt): number => plans.reduce((sum, plan) => sum + plan.households, 0);
  return chosen
    .filter((at) => households(at) > 0)
    .toSorted((a, b) => households(b) - households(a))
    .slice(0, SHEETS.length);
}

/** A sheet as {@link mostSuitable} wants it, whatever its clerk is used to. */
export const plainly = (at: TownshipAt): TownshipAt => ({
  ...at,
  habits: { ...at.habits, unit: '元', periodColumn: true, omitted: new Set(), totals: false, fullWidth: false },
});

type WrongName = (at: TownshipAt) => string | null;

const laterCounty =
  (register: Register): WrongName =>
  ({ township }) =>
    register.codeChanges.find(
      ({ level, oldCode, newName }) =>
        level === 'county' && oldCode === township.county && register.findUnit(newName)?.how === 'other vintage',
    )?.newName ?? null;

const aliasOf =
  (register: Register): WrongName =>
  ({ township }) => {
    const { name, county } = township;
    const candidates = [name.replace(/办事处$/, ''), name.replace(/[镇乡]$/, ''), `${name}政府`];
    const alias = candidates.find((candidate) => {
      const match = register.findTownship(candidate, county);
      return match && 'how' in match && match.how === 'alias' && match.found.code === township.code;
    });
    return alias ?? null;
  };

const notYet =
  (register: Register): WrongName =>
  ({ township }) =>
    register.codeChanges.find(({ level, oldCode, newName }) => {
      const match = level === 'township' && oldCode === null ? register.findTownship(newName, township.county) : null;
      return match !== null && 'notYet' in match;
    })?.newName ?? null;
