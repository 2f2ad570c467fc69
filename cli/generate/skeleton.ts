import type { Channel } from '../../shared/schema/codes.ts';
import { apportion, takeExactly, withCount } from './apportion.ts';
import { Draw, shuffled } from './draw.ts';
import type { TownshipPlan } from './plan.ts';

/** What the plan decides about a household before it has a name or an income. */
export type Skeleton = {
  /** Position in the township, 0.. */
  readonly serial: number;
  readonly size: number;
  /** Uplifted in the quarters 1 to 4 of 2016. */
  readonly uplifted: readonly [boolean, boolean, boolean, boolean];
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
/** The channels of the bulletin of 2016, which the synthetic city has, whatever has been added to the list since. */
const CHANNELS = ['IND', 'EMP', 'EDM', 'SOC'] as const satisfies readonly Channel[];
export type CityChannel = (typeof CHANNELS)[number];
/** Tourism households of a township that do not exit yet. */
const TOURISM_STAYING = 3;

/** The households of a township, in an order that no attribute explains; every total of the plan is met exactly. */
export function skeletonsOf(plan: TownshipPlan): Skeleton[] {
  const code = plan.township.code;
  const sizes = sizesOf(plan.households, plan.persons);
  const order = shuffled(
    sizes.map((size, index) => ({ size, index })),
    ({ index }) => `${code}:${index}`,
  );
  const all = order.map(({ size }, serial) => ({ serial, size }));
  type Item = (typeof all)[number];

  const channelOf = new Map<Item, CityChannel>();
  for (const channel of CHANNELS) {
    const free = all.filter((item) => !channelOf.has(item));
    for (const item of takeExactly(free, plan.channels[channel])) channelOf.set(item, channel);
  }
  const taken = withChannels(all, channelOf, plan.upliftHouseholds);

  const byQuarter = shuffled(taken, ({ serial }) => `${code}:${serial}:quarter`);
  const both = new Set(takeExactly(byQuarter, plan.bothQuarters));
  const once = byQuarter.filter((item) => !both.has(item));
  const onlyFirst = new Set(takeExactly(once, plan.firstQuarter - plan.bothQuarters));

  const fresh = all.filter((item) => !channelOf.has(item));
  const third = new Set(takeExactly(fresh, plan.laterQuarters[0]));
  const fourth = new Set(
    takeExactly(
      fresh.filter((item) => !third.has(item)),
      plan.laterQuarters[1],
    ),
  );

  const industry = taken.filter((item) => channelOf.get(item) === 'IND' && !onlyFirst.has(item));
  const online = new Set(industry.slice(0, plan.onlineHouseholds));
  const touristic = industry.filter((item) => !online.has(item));
  const exiting = new Set(plan.tourismPersons > 0 ? takeExactly(touristic, plan.tourismPersons) : []);
  const staying = new Set(
    plan.tourismPersons > 0 ? touristic.filter((item) => !exiting.has(item)).slice(0, TOURISM_STAYING) : [],
  );

  return all.map((item) => {
    const draw = new Draw(`${code}:${item.serial}:channel`);
    const channel = channelOf.get(item) ?? likelyChannel(draw);
    const early = channelOf.has(item);
    const first = both.has(item) || onlyFirst.has(item);
    // A part of the earlier households goes on earning more in the second half of the year.
    return {
      ...item,
      uplifted: [
        first,
        early && !onlyFirst.has(item),
        third.has(item) || (early && draw.chance(4, 25)),
        fourth.has(item) || ((early || third.has(item)) && draw.chance(6, 25)),
      ],
      channel,
      firstChannel: both.has(item) && channel === 'IND' && draw.chance(8, 6) ? 'EDM' : channel,
      online: online.has(item),
      tourism: exiting.has(item) || staying.has(item),
      tourismExit: exiting.has(item),
    };
  });
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

/** Sizes by the shares, then single persons and pairs exchanged until the persons fit. */
function sizesOf(households: number, persons: number): number[] {
  if (households === 0) return [];
  const counts = apportion(households, SIZE_SHARES);
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
