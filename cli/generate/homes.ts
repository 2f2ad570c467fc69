import type { HouseholdRow } from '../../shared/schema/household.ts';
import type { Village } from '../../shared/city/villages.ts';
import { Draw } from './draw.ts';
import type { CityFigures } from './figures.ts';
import type { Livelihood } from './income.ts';
import { helperOf, IdentityNumbers, nameOf, phoneOf } from './person.ts';
import type { TownshipPlan } from './plan.ts';
import { skeletonsOf, type Skeleton } from './skeleton.ts';
import { habitsOf } from './style.ts';

type Cause = HouseholdRow['main_cause'];
export type Measure = NonNullable<HouseholdRow['measures']>[number];

/** A household as it is in every quarter. */
export type Home = Livelihood & {
  readonly skeleton: Skeleton;
  readonly number: string;
  /** As it was when the household was registered. */
  readonly village: Village;
  readonly headName: string;
  readonly headId: string;
  readonly cause: Cause;
  readonly otherCauses: readonly Cause[];
  readonly standard: '1' | '2';
  readonly safeguards: {
    readonly edu: boolean;
    readonly med: boolean;
    readonly house: boolean;
    readonly foodCloth: boolean;
  };
  readonly water: boolean;
  readonly helper: string;
  readonly phone: string;
  readonly industry: readonly Measure[];
};

/** Cumulative per cent; illness leads by far, as everywhere. */
const CAUSES: readonly (readonly [number, Cause])[] = [
  [42, '01'],
  [58, '02'],
  [63, '03'],
  [66, '04'],
  [67, '05'],
  [75, '07'],
  [89, '08'],
  [96, '09'],
  [97, '10'],
  [98, '11'],
  [99, '12'],
  [100, '99'],
];
/** The line that the drawn incomes lie about, in fen: that of 2016. */
const DRAWN_FOR = 337_200;

/** What of the city bears on a household. */
export type Surroundings = {
  readonly specialities: CityFigures['specialities'];
  /** Townships of the city. */
  readonly townships: number;
  /** The provincial poverty line of the first planned year, in fen. */
  readonly line: number;
};

/** The households of a township, village by village. */
export function homesOf(plan: TownshipPlan, around: Surroundings): readonly Home[] {
  const numbers = new IdentityNumbers(plan.index, around.townships);
  const count = plan.villages.length;
  // Round robin, so that every village has its share; then listed village by village, as a clerk keeps the roll.
  const ordered = skeletonsOf(plan).sort((a, b) => (a.serial % count) - (b.serial % count) || a.serial - b.serial);
  return ordered.map((skeleton, rank) => homeOf({ plan, around, numbers }, skeleton, rank));
}

type Township = {
  readonly plan: TownshipPlan;
  readonly around: Surroundings;
  readonly numbers: IdentityNumbers;
};

function homeOf({ plan, around, numbers }: Township, skeleton: Skeleton, rank: number): Home {
  const { code, county } = plan.township;
  const village = plan.villages[skeleton.serial % plan.villages.length];
  if (!village) throw new RangeError(`township ${code} has no village`);
  const label = `${code}:${skeleton.serial}`;
  const person = new Draw(`${label}:person`);
  const state = new Draw(`${label}:state`);
  const type = typeOf(skeleton, state);
  const elderly = type === '3' || state.chance(2, 35);
  const headName = nameOf(person);
  const cause = CAUSES.find(([upTo]) => state.below(4, 100) < upTo)?.[1] ?? '99';
  const industry = industryOf(skeleton, code, around.specialities, state);
  return {
    skeleton,
    size: skeleton.size,
    labour: labourOf(skeleton, type, state),
    type,
    channel: skeleton.channel,
    firstChannel: skeleton.firstChannel,
    dividends: industry[0] === 'PV',
    annual: Math.round((annualOf(skeleton, type, state) * around.line) / DRAWN_FOR),
    uplifted: skeleton.uplifted,
    exitsByTourism: skeleton.tourismExit,
    wholeYuan: habitsOf(code).unit === '万元',
    elderly,
    draw: new Draw(`${label}:money`),
    number: county + String(plan.offset + rank + 1).padStart(10, '0'),
    village,
    headName,
    headId: elderly ? numbers.next(person, 1936, 1954) : numbers.next(person, 1955, 1992),
    cause,
    otherCauses: otherCausesOf(cause, state),
    standard: state.chance(8, 3) ? '1' : '2',
    safeguards: safeguardsOf(skeleton, state),
    water: !state.chance(13, 4),
    helper: helperOf(person, headName),
    phone: phoneOf(person),
    industry,
  };
}

/** Who is about to exit has them all. */
const safeguardsOf = ({ tourismExit }: Skeleton, draw: Draw): Home['safeguards'] => ({
  edu: tourismExit || !draw.chance(9, 2),
  med: tourismExit || !draw.chance(10, 3),
  house: tourismExit || !draw.chance(11, 6),
  foodCloth: tourismExit || !draw.chance(12, 1),
});

/** Who earns wages can work; who is looked after by the state (五保) mostly lives alone. */
function typeOf({ channel, size }: Skeleton, draw: Draw): '1' | '2' | '3' {
  const mark = draw.below(0, 100);
  if (channel === 'EMP') return mark < 80 ? '1' : '2';
  if (channel === 'IND') return mark < 75 ? '1' : '2';
  const single = size <= 2;
  if (channel === 'SOC') return single && mark < 45 ? '3' : mark < 80 ? '2' : '1';
  return single && mark < 8 ? '3' : mark < 45 ? '2' : '1';
}

function labourOf({ channel, size }: Skeleton, type: string, draw: Draw): number {
  if (type === '3') return 0;
  if (channel === 'EMP') return 1 + draw.below(14, Math.min(size, 3));
  if (channel === 'IND') return Math.min(size, draw.below(14, 3) + (size > 1 ? 1 : 0));
  return draw.below(14, Math.min(size, 2) + 1);
}

function annualOf({ tourismExit }: Skeleton, type: string, draw: Draw): number {
  if (tourismExit) return draw.between(16, 2_850, 3_250);
  if (type === '3') return draw.between(16, 2_200, 3_200);
  const mark = draw.below(18, 100);
  if (mark < 8) return draw.between(16, 3_300, 4_400);
  return mark < 45 ? draw.between(16, 1_500, 2_400) : draw.between(16, 2_300, 3_250);
}

function otherCausesOf(main: Cause, draw: Draw): Cause[] {
  const mark = draw.below(6, 100);
  const drawn: Cause[] = mark < 55 ? [] : mark < 88 ? ['09'] : ['02', '07'];
  return drawn.filter((cause) => cause !== main);
}

function industryOf(
  { online, tourism }: Skeleton,
  township: string,
  specialities: Surroundings['specialities'],
  draw: Draw,
): readonly Measure[] {
  if (online) return draw.chance(15, 30) ? ['ECM', 'LOAN'] : ['ECM'];
  if (tourism) return ['TRM'];
  const special = specialities.find(
    ({ division, percent }) => township.startsWith(division) && draw.chance(15, percent),
  );
  if (special) return special.measures;
  const mark = draw.below(17, 100);
  if (mark < 30) return ['PV'];
  if (mark < 40) return ['DNK', 'ENT'];
  if (mark < 62) return ['GHS'];
  if (mark < 80) return ['LIV'];
  return mark < 92 ? ['ENT'] : ['GHS', 'LOAN'];
}
