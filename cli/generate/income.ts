import type { CityChannel } from './channels.ts';
import type { Draw } from './draw.ts';

/** The lasting facts from which every quarter's money of a household follows. */
export type Livelihood = {
  readonly size: number;
  readonly labour: number;
  readonly type: '1' | '2' | '3';
  readonly channel: CityChannel;
  readonly firstChannel: CityChannel;
  /** Industry that pays dividends instead of sales. */
  readonly dividends: boolean;
  /** Per-capita net income in yuan of the year before the first planned one, before any uplift. */
  readonly annual: number;
  /** By quarter, from the first of the first planned year on. */
  readonly uplifted: readonly boolean[];
  readonly exitsByTourism: boolean;
  /** Per-capita income in whole yuan, for sheets that are written in 万元. */
  readonly wholeYuan: boolean;
  readonly elderly: boolean;
  readonly draw: Draw;
};

/** Money of one household and quarter, in whole yuan. */
export type Income = {
  readonly wage: number;
  readonly business: number;
  readonly cost: number;
  readonly property: number;
  readonly transfer: number;
  readonly dibao: number;
  readonly wubao: number;
  readonly pension: number;
  readonly familyPlanning: number;
  readonly eco: number;
  readonly net: number;
  readonly uplift: number;
};

/** Seasons of farm life, per mille of the year. */
const SEASONS = [230, 250, 240, 280];
/** An amount below this looks like a mistaken unit (rule N06), so smaller shares go to the transfers. */
const LEAST = 100;

/** Income of the quarter `at`, counted from the first of the first planned year; the quarter before it is -1. */
export function incomeOf(home: Livelihood, at: number): Income {
  const quarter = quarterIn(at);
  const { draw, size } = home;
  const drawn = drawnPerCapita(home, at) + keptPerCapita(home, at);
  // Odd and even in turn: no quarter repeats the one before (rule Q03).
  const perCapita = drawn + ((drawn + quarter) & 1);
  const extra = home.wholeYuan ? 0 : draw.byte(4) % size;
  const base = perCapita * size + extra;
  const uplift = isUplifted(home, at) ? upliftPerCapita(home, at, perCapita) * size : 0;

  const parts = split(home, base);
  const channel = channelAt(home, at);
  const wage = parts.wage + (channel === 'EMP' ? uplift : 0);
  const property = parts.property + (channel === 'IND' && home.dividends ? uplift : 0);
  const farm = parts.farm + (channel === 'IND' && !home.dividends ? uplift : 0);
  const transfer = parts.transfer + (channel === 'EDM' || channel === 'SOC' ? uplift : 0);
  // Costs are 40% of what is sold.
  const cost = Math.round((farm * 2) / 3);
  return {
    wage,
    business: farm + cost,
    cost,
    property,
    transfer,
    ...floor(home, parts.transfer),
    net: base + uplift,
    uplift,
  };
}

const quarterIn = (at: number): number => ((at % 4) + 4) % 4;

/**
 * Yuan for each member without any uplift. Each year a little more than the one before, so that an uplift is never
 * swallowed by a bad year.
 */
function drawnPerCapita({ annual, draw }: Livelihood, at: number): number {
  const quarter = quarterIn(at);
  const year = Math.floor(at / 4);
  const growth = year < -1 ? 950 : year === -1 ? 1_000 : 1_030 + (draw.byte(17) % 30) + year * 30;
  return Math.floor((annual * (SEASONS[quarter] ?? 0) * growth) / 1_000_000) + (draw.byte(quarter) % 40);
}

/** What a household earned more in this quarter of earlier planned years: it lasts. */
function keptPerCapita(home: Livelihood, at: number): number {
  let kept = 0;
  for (let before = at - 4; before >= 0; before -= 4) {
    if (isUplifted(home, before)) kept += upliftPerCapita(home, before, drawnPerCapita(home, before));
  }
  return kept;
}

/** Per-capita net income in fen, half up. */
export const perCapitaFen = (net: number, size: number): number => Math.floor((net * 200 + size) / (size * 2));

/**
 * Whether the household earned more through a programme in the quarter `at` (0: the first of the first planned year).
 * The year before is a thinner one, and nothing is known of those before that.
 */
export function isUplifted(home: Livelihood, at: number): boolean {
  if (at >= 0) return home.uplifted[at] ?? false;
  return at >= -4 && (home.draw.byte(-at + 8) & 7) < 2;
}

/** The channel of the quarter; only the first planned quarter may differ. */
export const channelAt = (home: Livelihood, at: number): CityChannel => (at === 0 ? home.firstChannel : home.channel);

/**
 * Yuan for each member. The year before the first planned one stays below it, so that the uplifted are above the same
 * quarter of last year, and no one triples.
 */
function upliftPerCapita(home: Livelihood, at: number, perCapita: number): number {
  const mark = home.draw.byte(13 + quarterIn(at));
  if (at < 0) return 100 + (mark % 120);
  if (home.exitsByTourism && at === 1) return 800 + (mark % 200);
  return Math.min(300 + Math.floor(mark * 2.4), Math.floor(perCapita * 1.3));
}

type Shares = { readonly wage: number; readonly farm: number; readonly property: number; readonly transfer: number };

function split(home: Livelihood, base: number): Shares {
  const [wageShare, farmShare, propertyShare] = sharesOf(home);
  const wage = home.labour > 0 ? amount(base, wageShare) : 0;
  const farm = amount(base, farmShare);
  const property = amount(base, propertyShare);
  return { wage, farm, property, transfer: base - wage - farm - property };
}

function amount(base: number, percent: number): number {
  const value = Math.floor((base * percent) / 100);
  return value < LEAST ? 0 : value;
}

/** Percent of wage, farm and property; the rest, at least a third, is transfers. */
function sharesOf({ type, channel, draw }: Livelihood): readonly [number, number, number] {
  const shift = draw.byte(12) % 8;
  if (type === '3') return [0, 5 + shift, draw.byte(11) % 4 === 0 ? 12 : 0];
  if (channel === 'EMP') return [48 + shift, 8, 0];
  if (channel === 'IND') return [8 + shift, 36, 12];
  return [12, 20 - shift, draw.byte(11) % 3 === 0 ? 14 : 0];
}

/** The parts of the transfers that the state pays by title, out of the transfers before any uplift. */
function floor(home: Livelihood, transfer: number) {
  const dibao = home.type === '2' ? Math.max(LEAST, Math.floor(transfer * 0.55)) : 0;
  const wubao = home.type === '3' ? Math.max(LEAST, Math.floor(transfer * 0.7)) : 0;
  let rest = transfer - dibao - wubao;
  const take = (wanted: number, when: boolean): number => {
    if (!when || rest < wanted) return 0;
    rest -= wanted;
    return wanted;
  };
  // The basic old-age pension of the time is 100 yuan a month and person.
  const pension = take(300, home.elderly) || take(150, home.elderly);
  const familyPlanning = take(240, home.draw.byte(14) % 25 === 0);
  const eco = take(125, home.draw.byte(15) % 8 === 0);
  return { dibao, wubao, pension, familyPlanning, eco };
}
