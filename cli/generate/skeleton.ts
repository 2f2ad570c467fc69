import { apportion, takeExactly, takeUpTo, withCount } from './apportion.ts';
import { CHANNELS, type CityChannel } from './channels.ts';
import { Draw, shuffled } from './draw.ts';
import type { Quotas } from './default-plan.ts';
import type { TownshipPlan } from './plan.ts';

export type FourQuarters = readonly [boolean, boolean, boolean, boolean];

/** What the plan decides about a household before it has a name or an income. */
export type Skeleton = {
  /** Position in the township, 0.. */
  readonly serial: number;
  readonly size: number;
  /** Uplifted in the quarters 1 to 4 of the first planned year. */
  readonly uplifted: FourQuarters;
  /** The channel that counts, or would. */
  readonly channel: CityChannel;
  /** Uplifted through another channel in the first quarter than in the latest. */
  readonly firstChannel: CityChannel;
  readonly online: boolean;
  readonly tourism: boolean;
  /** Counted among those who exit through tourism at mid-year. */
  readonly tourismExit: boolean;
};

/** Share of households with 1, 2, ... 6 persons, per mille. */
const SIZE_SHARES = [450, 320, 130, 70, 25, 5];
/** Tourism households of a township that do not exit yet. */
const TOURISM_STAYING = 3;

type Item = { readonly serial: number; readonly size: number };
type Take = (items: readonly Item[], target: number) => Item[];

/** The households of a township, in an order that no attribute explains; every total of the plan is met. */
export function skeletonsOf(plan: TownshipPlan): Skeleton[] {
  const code = plan.township.code;
  const take: Take = plan.published ? takeExactly : takeUpTo;
  const order = shuffled(
    sizesOf(plan.households, plan.persons).map((size, index) => ({ size, index })),
    ({ index }) => `${code}:${index}`,
  );
  const all = order.map(({ size }, serial): Item => ({ serial, size }));

  const channelOf = new Map<Item, CityChannel>();
  for (const channel of CHANNELS) {
    const free = all.filter((item) => !channelOf.has(item));
    for (const item of take(free, plan.channels[channel])) channelOf.set(item, channel);
  }
  const taken =
    plan.upliftHouseholds === null
      ? all.filter((item) => channelOf.has(item))
      : withChannels(all, channelOf, plan.upliftHouseholds);
  const quarters = quartersOf(plan, taken, { take, label: code });
  const later = laterOf(plan, all, channelOf, take);
  const tags = tagsOf(
    plan,
    taken.filter((item) => channelOf.get(item) === 'IND' && !quarters.onlyFirst.has(item)),
    take,
  );

  return all.map((item) => {
    const draw = new Draw(`${code}:${item.serial}:channel`);
    const channel = channelOf.get(item) ?? likelyChannel(draw);
    const isEarly = channelOf.has(item);
    return {
      ...item,
      uplifted: fourQuarters(item, isEarly, { ...quarters, ...later }, draw),
      channel,
      firstChannel: quarters.both.has(item) && channel === 'IND' && draw.chance(8, 6) ? 'EDM' : channel,
      online: tags.online.has(item),
      tourism: tags.exiting.has(item) || tags.staying.has(item),
      tourismExit: tags.exiting.has(item),
    };
  });
}

/** A household that can be uplifted again in a year after the first: its number, size and lasting channel. */
export type Candidate = Item & { readonly channel: CityChannel };

/** Who of the candidates is uplifted in a later year, by serial number. Each keeps its channel. */
export function upliftedIn(
  quotas: Quotas,
  candidates: readonly Candidate[],
  label: string,
): ReadonlyMap<number, FourQuarters> {
  const order = shuffled(candidates, ({ serial }) => `${label}:${serial}`);
  const early = new Set(
    CHANNELS.flatMap((channel) =>
      takeUpTo(
        order.filter((one) => one.channel === channel),
        quotas.channels[channel],
      ),
    ),
  );
  const quarters = quartersOf(quotas, [...early], { take: takeUpTo, label });
  const later = laterOf(quotas, order, early, takeUpTo);
  return new Map(
    order.map((one) => [
      one.serial,
      fourQuarters(one, early.has(one), { ...quarters, ...later }, new Draw(`${label}:${one.serial}:again`)),
    ]),
  );
}

/** Those uplifted in both quarters of the first half of the year, and those only in the first. */
function quartersOf(
  { bothQuarters, firstQuarter }: Quotas,
  taken: readonly Item[],
  { take, label }: { readonly take: Take; readonly label: string },
) {
  const byQuarter = shuffled(taken, ({ serial }) => `${label}:${serial}:quarter`);
  const both = new Set(take(byQuarter, bothQuarters));
  const once = byQuarter.filter((item) => !both.has(item));
  return { both, onlyFirst: new Set(take(once, firstQuarter - bothQuarters)) };
}

/** Those uplifted for the first time in the third and in the fourth quarter. */
function laterOf({ laterQuarters }: Quotas, all: readonly Item[], early: { has(item: Item): boolean }, take: Take) {
  const fresh = all.filter((item) => !early.has(item));
  const third = new Set(take(fresh, laterQuarters[0]));
  const rest = fresh.filter((item) => !third.has(item));
  return { third, fourth: new Set(take(rest, laterQuarters[1])) };
}

type Chosen = ReturnType<typeof quartersOf> & ReturnType<typeof laterOf>;

/** A part of the earlier households goes on earning more in the second half of the year. */
function fourQuarters(item: Item, isEarly: boolean, chosen: Chosen, draw: Draw): FourQuarters {
  const { both, onlyFirst, third, fourth } = chosen;
  return [
    both.has(item) || onlyFirst.has(item),
    isEarly && !onlyFirst.has(item),
    third.has(item) || (isEarly && draw.chance(4, 25)),
    fourth.has(item) || ((isEarly || third.has(item)) && draw.chance(6, 25)),
  ];
}

function tagsOf(plan: TownshipPlan, industry: readonly Item[], take: Take) {
  const online = new Set(industry.slice(0, plan.onlineHouseholds));
  const touristic = industry.filter((item) => !online.has(item));
  if (plan.tourismPersons === 0) return { online, exiting: new Set<Item>(), staying: new Set<Item>() };
  const exiting = new Set(take(touristic, plan.tourismPersons));
  return {
    online,
    exiting,
    staying: new Set(touristic.filter((item) => !exiting.has(item)).slice(0, TOURISM_STAYING)),
  };
}

/**
 * Brings the uplifted households to the planned number, channel by channel, so that the persons of each channel stay.
 */
function withChannels<T extends { readonly size: number }>(
  all: readonly T[],
  channelOf: Map<T, CityChannel>,
  count: number,
): T[] {
  let missing = count - channelOf.size;
  // First no channel gives or takes more than a fifth of its households, so that none ends up with single persons only.
  for (const channel of [...CHANNELS, ...CHANNELS]) {
    if (missing === 0) break;
    const own = all.filter((item) => channelOf.get(item) === channel);
    const free = all.filter((item) => !channelOf.has(item));
    const share = Math.max(1, Math.ceil(own.length / 5));
    const moved = withCount([...own, ...free], own, own.length + Math.max(-share, Math.min(share, missing)));
    for (const item of own) channelOf.delete(item);
    for (const item of moved) channelOf.set(item, channel);
    missing -= moved.length - own.length;
  }
  if (missing !== 0) throw new RangeError(`${missing} uplifted households are missing`);
  return all.filter((item) => channelOf.has(item));
}

/** How many of so many households have 1, 2, ... persons. */
export const sizeCounts = (households: number): number[] => apportion(households, SIZE_SHARES);

/** Sizes by the shares, then single persons and pairs exchanged until the persons fit. */
function sizesOf(households: number, persons: number): number[] {
  if (households === 0) return [];
  const counts = sizeCounts(households);
  const sum = counts.reduce((total, count, index) => total + count * (index + 1), 0);
  const more = persons - sum;
  const [singles = 0, pairs = 0] = counts;
  if (singles - more < 0 || pairs + more < 0) throw new RangeError('the persons do not fit the household sizes');
  counts[0] = singles - more;
  counts[1] = pairs + more;
  return counts.flatMap((count, index) => Array.from({ length: count }, () => index + 1));
}

function likelyChannel(draw: Draw): CityChannel {
  const mark = draw.below(0, 100);
  if (mark < 35) return 'IND';
  if (mark < 55) return 'EMP';
  return mark < 82 ? 'EDM' : 'SOC';
}
