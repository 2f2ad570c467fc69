import type { City } from '../city/city.ts';
import { bulletinOf } from '../narrative/bulletin-text.ts';
import type { AbsentTownship } from '../tables/completeness.ts';
import type { Headline } from '../tables/headline.ts';
import type { ReportTable } from '../tables/report-table.ts';
import type { Summary } from '../summary/summary.ts';
import { CHANNELS } from '../schema/codes.ts';
import {
  cellNames,
  FigureBook,
  figureName,
  hasSmallCount,
  noteTables,
  sameMeasure,
  type CellNames,
} from './figures.ts';
import { disclosureOf, publishedOf, type Disclosure } from './disclosure-record.ts';
import { relationsOf } from './relations.ts';
import { suppress } from './suppress.ts';
import { FOOTNOTE, publicTable, type IsHidden } from './public-table.ts';
import type { Treatments } from '../tables/treatment.ts';
import { SMALL_BELOW, TREATMENTS } from './treatments.ts';

/** The public edition, with what later revisions must know of it; or why there is none. */
export type PublicEdition =
  | { readonly withheld: false; readonly summary: Summary; readonly disclosure: Disclosure }
  | { readonly withheld: true; readonly notice: string };

/** Why a revision has no public edition. */
export const WITHHELD = {
  zh: '为保护个人信息，已报数据过少，或与已公布的版次相比变动过小，两相对照即可推知个人情况',
  en: 'to protect personal information: too little is on file, or too little has changed since a published one, so that the two together would tell of persons',
};

const NOTICE = `本版暂不公布公开版：${WITHHELD.zh}。\nThis revision has no public edition, ${WITHHELD.en}.\n`;

/**
 * Makes the public edition of a summary. Totals are those of the internal edition: figures are hidden, never changed.
 * @param city of the summary's period
 * @param history what earlier revisions of the quarter published, oldest first
 * @throws FigureError when a table's treatment does not fit the table
 */
export function publicEdition(
  summary: Summary,
  city: City,
  history: readonly Disclosure[],
  treatments: Treatments = TREATMENTS,
): PublicEdition {
  const { period, register } = city;
  const nameOf = cellNames(treatments, register.cityCode, period);
  const tables = Object.values(summary.tables).filter((table) => isPublished(table, treatments, nameOf));
  const book = new FigureBook();
  noteHeadline(book, summary.headline, city);
  noteTables(book, tables, treatments, nameOf);
  const suppression = suppress({
    figures: book.figures,
    history: history.map(publishedOf),
    relations: relationsOf(register),
    smallBelow: SMALL_BELOW,
    stricter: book.smallBelow,
  });
  if (!suppression.possible) return { withheld: true, notice: NOTICE };
  const isHidden: IsHidden = (table, row, column) => {
    const name = nameOf(table, row, column);
    return name !== null && suppression.hidden.has(name);
  };
  const published = Object.fromEntries(
    tables.map((table) => [
      table.id,
      publicTable(table, treatments[table.id] ?? { columns: {}, rows: 'code' }, isHidden),
    ]),
  );
  const { due, received, onTime, late, missing, notCounted } = summary.completeness;
  // Last quarter's persons of a township are a count of that quarter's edition, which may hide them.
  const unweighed = (townships: readonly AbsentTownship[]) =>
    townships.map((township) => ({ ...township, registeredPersons: null }));
  const completeness = { due, received, onTime, late, missing: unweighed(missing), notCounted: unweighed(notCounted) };
  // From public figures alone: what the internal text says beyond them is not public.
  const bulletin = bulletinOf(city, published, completeness, []);
  return {
    withheld: false,
    summary: {
      edition: 'public',
      period,
      revision: summary.revision,
      state: summary.state,
      asOf: summary.asOf,
      headline: publicHeadline(summary.headline),
      completeness,
      checks: [],
      tables: { ...published, [bulletin.table.id]: bulletin.table },
      narrative: `${bulletin.zh}${FOOTNOTE.zh}\n`,
      narrativeEn: `${bulletin.en}${FOOTNOTE.en}\n`,
    },
    disclosure: disclosureOf(summary.revision, book.figures, suppression.hidden),
  };
}

function isPublished(table: ReportTable, treatments: Treatments, nameOf: CellNames): boolean {
  const treatment = treatments[table.id];
  return treatment !== undefined && !(treatment.whole && hasSmallCount(table, treatments, nameOf, SMALL_BELOW.city));
}

/** The headline's counts are the city's, which are never hidden: one of them too small withholds the edition. */
function noteHeadline(book: FigureBook, headline: Headline, { period, register }: City): void {
  const note = (measure: string, value: number): void =>
    book.note(figureName(sameMeasure(measure, period), register.cityCode), value);
  note('quarter.persons', headline.personsUplifted.quarter);
  note('ytd.persons', headline.personsUplifted.yearToDate);
  note('quarter.households', headline.householdsUplifted.quarter);
  note('ytd.households', headline.householdsUplifted.yearToDate);
  for (const { code } of CHANNELS) note(`ytd.persons.${code}`, headline.byChannel[code]);
}

/** Field by field: a new one is public when somebody has decided that it is. */
function publicHeadline(headline: Headline): Headline {
  return {
    personsUplifted: headline.personsUplifted,
    byChannel: headline.byChannel,
    householdsUplifted: headline.householdsUplifted,
    upliftAmountFen: headline.upliftAmountFen,
    registeredHouseholds: headline.registeredHouseholds,
    registeredPersons: headline.registeredPersons,
    shareOfRegistered: headline.shareOfRegistered,
    annualTarget: headline.annualTarget,
    achievementRate: headline.achievementRate,
  };
}
