import type { City } from '../city/city.ts';
import { bulletinOf } from '../narrative/bulletin-text.ts';
import type { AbsentTownship } from '../tables/completeness.ts';
import type { Headline } from '../tables/headline.ts';
import { UPLIFT_AMOUNT } from '../tables/r01-headline.ts';
import type { ReportTable } from '../tables/report-table.ts';
import type { Summary } from '../summary/summary.ts';
import { measure, rollUp, type Tally } from '../fold/tally.ts';
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
import { quarterOf, yearOf, type Period } from '../time/period.ts';
import { relationsOf } from './relations.ts';
import { suppress } from './suppress.ts';
import { dominatedLines, type MoneyFacts } from './dominance.ts';
import { footnoteOf, publicTable, type Hiding, type IsHidden } from './public-table.ts';
import type { Treatments } from '../tables/treatment.ts';
import { limitsOf, TREATMENTS, type Limits } from './treatments.ts';
import { WITHHELD } from './withheld.ts';

/** A city in a period, its tallies by township, and its money. */
export type CityFacts = City & MoneyFacts;

/** A public edition that is there already, of whatever quarter of the year. */
export type EarlierEdition = { readonly period: Period; readonly disclosure: Disclosure };

/** The public edition, with what later revisions must know of it; or why there is none. */
export type PublicEdition =
  | { readonly withheld: false; readonly summary: Summary; readonly disclosure: Disclosure }
  | { readonly withheld: true; readonly notice: string };

const NOTICE = `本版暂不公布公开版：${WITHHELD.zh}。\nThis revision has no public edition, ${WITHHELD.en}.\n`;

/** A summary, and the city or province that it is of. */
export type Report = { readonly summary: Summary; readonly city: CityFacts };

/**
 * Makes the public edition of a summary. Totals are those of the internal edition: figures are hidden, never changed.
 * @param city of the summary's period, with what its households add up to, township by township
 * @param history what the editions of the year that are there already gave away, of one quarter the oldest first
 * @throws FigureError when a table's treatment does not fit the table
 */
export const publicEdition = (
  summary: Summary,
  city: CityFacts,
  history: readonly EarlierEdition[],
  treatments: Treatments = TREATMENTS,
): PublicEdition => publicRelease({ whole: { summary, city }, parts: [] }, history, treatments).whole;

/** A province's report and those of its cities, all published at once; of a city there are no parts. */
export type Release<T> = { readonly whole: T; readonly parts: readonly T[] };

/**
 * The public editions of a province and of its cities, as one release: who reads one has read them all, so what is
 * hidden in one is hidden in all, and the search knows every figure that any of them prints. Where they cannot all be
 * published together, those of the cities are withheld.
 * @throws FigureError
 */
export function publicRelease(
  release: Release<Report>,
  history: readonly EarlierEdition[],
  treatments: Treatments = TREATMENTS,
): Release<PublicEdition> {
  const together = editionsOf(release, history, treatments);
  if (together) return together;
  const { whole, parts } = release;
  const alone = parts.length > 0 ? editionsOf({ whole, parts: [] }, history, treatments) : null;
  const withheld: PublicEdition = { withheld: true, notice: NOTICE };
  return { whole: alone?.whole ?? withheld, parts: parts.map(() => withheld) };
}

/** Null where the reports cannot be published together. */
function editionsOf(
  { whole, parts }: Release<Report>,
  history: readonly EarlierEdition[],
  treatments: Treatments,
): Release<PublicEdition> | null {
  const { period, register, profile } = whole.city;
  const limits = limitsOf(profile);
  const draft = (report: Report): Draft => draftOf(report, treatments, limits);
  const drafts = { whole: draft(whole), parts: parts.map((part) => withoutWhole(draft(part), treatments)) };
  const book = new FigureBook();
  for (const { report, tables, nameOf } of [drafts.whole, ...drafts.parts]) {
    noteHeadline(book, report.summary.headline, report.city);
    noteTables(book, tables, treatments, nameOf);
  }
  noteFewHouseholds(book, whole.city, limits);
  const suppression = suppress({
    figures: book.figures,
    quarter: quarterOf(period) - 1,
    history: history.map((earlier) => publishedOf(earlier.disclosure, earlier.period)),
    relations: relationsOf(register, yearOf(period)),
    smallBelow: limits.smallBelow,
    stricter: book.smallBelow,
  });
  if (!suppression.possible) return null;
  const disclosure = disclosureOf(whole.summary.revision, book, suppression.hidden);
  const edition = (of: Draft, dominated: ReadonlySet<string>): PublicEdition => ({
    withheld: false,
    summary: publicSummary(of, hidingOf(of, suppression.hidden, dominated, limits), treatments),
    disclosure,
  });
  const dominatedIn = ({ city }: Report): ReadonlySet<string> => dominatedLines(treatments, city, limits.dominance);
  // A province's amount less those of all cities but one is that one's, so none of theirs is given where one must not be.
  const dominatedInParts = new Set(parts.flatMap((part) => [...dominatedIn(part)]));
  return {
    whole: edition(drafts.whole, dominatedIn(whole)),
    parts: drafts.parts.map((part) => edition(part, dominatedInParts)),
  };
}

function hidingOf(
  { nameOf }: Draft,
  hidden: ReadonlySet<string>,
  dominated: ReadonlySet<string>,
  limits: Limits,
): Hiding {
  const isHidden: IsHidden = (table, row, column) => {
    const name = nameOf(table, row, column);
    return name !== null && hidden.has(name);
  };
  return { isHidden, dominated, footnote: footnoteOf(limits) };
}

/** A report, and what of it is to be published. */
type Draft = { readonly report: Report; readonly tables: readonly ReportTable[]; readonly nameOf: CellNames };

function draftOf(report: Report, treatments: Treatments, { smallBelow }: Limits): Draft {
  const { register, period } = report.city;
  const nameOf = cellNames(treatments, register.root, period);
  const tables = Object.values(report.summary.tables).filter((table) =>
    isPublished(table, treatments, nameOf, smallBelow.city),
  );
  return { report, tables, nameOf };
}

/**
 * A city's tables that are published whole or not at all stay with the offices. Their figures are in no book, so the
 * search would not see that the province's less one city's are the other's, in this revision or over two.
 */
const withoutWhole = (draft: Draft, treatments: Treatments): Draft => ({
  ...draft,
  tables: draft.tables.filter(({ id }) => !treatments[id]?.whole),
});

function publicSummary({ report: { summary, city }, tables }: Draft, hiding: Hiding, treatments: Treatments): Summary {
  const { footnote } = hiding;
  const published = Object.fromEntries(
    tables.map((table) => [
      table.id,
      publicTable(table, treatments[table.id] ?? { columns: {}, rows: 'code' }, hiding),
    ]),
  );
  const { due, received, onTime, late, missing, notCounted } = summary.completeness;
  // Last quarter's persons of a township are a count of that quarter's edition, which may hide them.
  const unweighed = (townships: readonly AbsentTownship[]) =>
    townships.map((township) => ({ ...township, registeredPersons: null }));
  const completeness = { due, received, onTime, late, missing: unweighed(missing), notCounted: unweighed(notCounted) };
  // The text is made from public figures alone, because the internal text says more.
  const bulletin = bulletinOf(city, published, completeness, []);
  return {
    edition: 'public',
    period: summary.period,
    revision: summary.revision,
    state: summary.state,
    asOf: summary.asOf,
    headline: publicHeadline(summary.headline, hiding.dominated),
    completeness,
    checks: [],
    tables: { ...published, [bulletin.table.id]: bulletin.table },
    narrative: `${bulletin.zh}${footnote.zh}\n`,
    narrativeEn: `${bulletin.en}${footnote.en}\n`,
  };
}

function isPublished(table: ReportTable, treatments: Treatments, nameOf: CellNames, limit: number): boolean {
  const treatment = treatments[table.id];
  return treatment !== undefined && !(treatment.whole && hasSmallCount(table, treatments, nameOf, limit));
}

/**
 * Counts of persons of very few households are as small as a small count, however many persons they are: whoever knows
 * one of the households knows the rest.
 */
function noteFewHouseholds(book: FigureBook, { register, tallies, period }: CityFacts, limits: Limits): void {
  const { smallBelow, fewHouseholds } = limits;
  const divisions = new Map([
    ...(tallies ?? []),
    ...rollUp(tallies ?? new Map<string, Tally>(), (township) => register.unitOf(township)),
    // Of a city's there is a figure where its edition is published.
    ...rollUp(tallies ?? new Map<string, Tally>(), (township) => register.cityOf(township)?.code ?? null),
  ]);
  for (const [division, tally] of divisions)
    for (const [persons, households] of HOUSEHOLDS_OF) {
      const name = figureName(sameMeasure(persons, period), division);
      const [value, behind] = [book.figures.get(name), measure(tally, households)];
      // A small count is hidden whoever stands behind it.
      if (value !== undefined && value >= smallBelow.township && behind > 0 && behind < fewHouseholds)
        book.limit(name, value + 1);
    }
}

/** By a measure of persons: the measure of the households behind it. */
const HOUSEHOLDS_OF: readonly (readonly [persons: string, households: string])[] = [
  ['persons', 'households'],
  ['quarter.persons', 'quarter.households'],
  ['ytd.persons', 'ytd.households'],
  ...CHANNELS.map(({ code }) => [`ytd.persons.${code}`, `ytd.households.${code}`] as const),
];

/** The headline's counts are the whole's, which are never hidden: one of them too small withholds the edition. */
function noteHeadline(book: FigureBook, headline: Headline, { period, register }: City): void {
  const note = (measure: string, value: number): void =>
    book.note(figureName(sameMeasure(measure, period), register.root), value);
  note('quarter.persons', headline.personsUplifted.quarter);
  note('ytd.persons', headline.personsUplifted.yearToDate);
  note('quarter.households', headline.householdsUplifted.quarter);
  note('ytd.households', headline.householdsUplifted.yearToDate);
  for (const { code } of CHANNELS) note(`ytd.persons.${code}`, headline.byChannel[code]);
}

/** Field by field: a new one is public when somebody has decided that it is. */
function publicHeadline(headline: Headline, dominated: ReadonlySet<string>): Headline {
  return {
    personsUplifted: headline.personsUplifted,
    byChannel: headline.byChannel,
    householdsUplifted: headline.householdsUplifted,
    upliftAmountFen: dominated.has(UPLIFT_AMOUNT) ? null : headline.upliftAmountFen,
    registeredHouseholds: headline.registeredHouseholds,
    registeredPersons: headline.registeredPersons,
    shareOfRegistered: headline.shareOfRegistered,
    annualTarget: headline.annualTarget,
    achievementRate: headline.achievementRate,
  };
}
