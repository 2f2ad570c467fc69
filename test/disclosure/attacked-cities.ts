/** Random cities whose editions are published one after the other and then laid side by side by an attacker. */
import type { Figures } from '../../shared/disclosure/figures.ts';
import type { Relations } from '../../shared/disclosure/relations.ts';
import {
  suppress,
  type Published,
  type Suppression,
  type SuppressionRequest,
} from '../../shared/disclosure/suppress.ts';
import { Attacker } from './attacker.ts';
import { randomCity, randomYear, type Year } from './hierarchies.ts';

export const LIMIT = 8;
const SMALL_BELOW = { township: LIMIT, unit: LIMIT, county: LIMIT, city: LIMIT };

export type Result = {
  /** Figures that are not 0, how many of them are hidden, and how many because they are small themselves. */
  figures: number;
  hidden: number;
  small: number;
  editions: number;
  withheld: number;
  /** Editions of a province whose cities' were withheld. */
  alone: number;
  attacked: number;
  recovered: number;
  narrowed: number;
};
/**
 * `history: 'quarter'` forgets the editions of other quarters. `linear` says that the attacker takes all equations at
 * once, which takes longer.
 */
type Weakness = {
  readonly complementary?: boolean;
  readonly history?: boolean | 'quarter';
  readonly linear?: boolean;
  /** Protects the edition of the province apart from those of its cities: a figure that either prints is printed. */
  readonly apart?: boolean;
};

/** Provinces in place of cities. */
type Province = {
  /** So many cities to a province; one is a city. Default: 1 */
  readonly provinceOf?: number;
  /** Every second revision is published of the province alone, as where a total of a city is small. */
  readonly alone?: boolean;
};

function historyOf(quarter: number, published: readonly Published[], { history }: Weakness): readonly Published[] {
  if (history === false) return [];
  return history === 'quarter' ? published.filter((one) => one.quarter === quarter) : published;
}

/** The relations between figures of which some channels may have been added later. */
const knownThen = (relations: Relations, figures: Figures): Relations => {
  const measures = new Set([...figures.keys()].map((name) => name.split('@')[0]));
  const sums = relations.sums.map(({ whole, parts }) => ({ whole, parts: parts.filter((part) => measures.has(part)) }));
  return { ...relations, sums };
};

/** What an edition prints, with what its reader knows of a channel that it does not have: it had nobody. */
function printedBy({ figures, hidden }: Published, { divisions, sums }: Relations): Map<string, number | null> {
  const printed = new Map([...figures].map(([name, count]) => [name, hidden.has(name) ? null : count]));
  const measures = new Set([...figures.keys()].map((name) => name.split('@')[0]));
  for (const part of sums.flatMap(({ parts }) => parts))
    if (!measures.has(part)) for (const { code } of divisions) printed.set(`${part}@${code}`, 0);
  return printed;
}

/** The totals of a province's cities, which their editions print and the province's does not. */
const totalsIn = ({ divisions }: Relations): ReadonlySet<string> =>
  new Set(divisions.find(({ code }) => code === 'province')?.parts);

/** What a province's edition prints where those of its cities are withheld. */
function withoutCities(figures: Figures, relations: Relations): Figures {
  const totals = totalsIn(relations);
  return new Map([...figures].filter(([name]) => !totals.has(name.split('@')[1] ?? '')));
}

/** As if nobody read the province's edition and a city's: the province's without the totals of cities, and a city's alone. */
function suppressApart(request: SuppressionRequest): Suppression {
  const { divisions } = request.relations;
  const totals = totalsIn(request.relations);
  const cityOf = (name: string): string => /@(p\d+)/.exec(name)?.[1] ?? '';
  const only = (keep: (name: string) => boolean): SuppressionRequest => ({
    ...request,
    figures: new Map([...request.figures].filter(([name]) => keep(name))),
    relations: { ...request.relations, divisions: divisions.filter(({ code }) => keep(`@${code}`)) },
  });
  const province = suppress({ ...only((name) => !totals.has(name.split('@')[1] ?? '')), relations: request.relations });
  if (!province.possible) return province;
  let hidden = province.hidden;
  for (const total of totals) {
    const own = suppress(only((name) => cityOf(name) === cityOf(`@${total}`)));
    if (!own.possible) return own;
    hidden = new Set([...hidden].filter((name) => cityOf(name) !== cityOf(`@${total}`) || own.hidden.has(name)));
  }
  return { ...province, hidden };
}

/** A revision as it is published: of a province without its cities where they cannot all be published together. */
function released(
  all: Figures,
  {
    relations,
    weakness,
    isAlone,
    ...given
  }: Omit<SuppressionRequest, 'figures'> & {
    readonly weakness: Weakness;
    readonly isAlone: boolean;
  },
): { readonly figures: Figures; readonly suppression: Suppression; readonly isAlone: boolean } {
  const request = (figures: Figures): SuppressionRequest => ({
    ...given,
    figures,
    relations: knownThen(relations, figures),
  });
  if (weakness.apart) return { figures: all, suppression: suppressApart(request(all)), isAlone };
  const together = isAlone ? null : suppress(request(all));
  if (together && (together.possible || totalsIn(relations).size === 0))
    return { figures: all, suppression: together, isAlone };
  const figures = withoutCities(all, relations);
  return { figures, suppression: suppress(request(figures)), isAlone: true };
}

/** Publishes the revisions of a city one after the other, then attacks all that was published together. */
function attack({ relations, revisions }: Year, weakness: Weakness & Province, result: Result): void {
  const published: Published[] = [];
  const truths: Figures[] = [];
  for (const [number, { figures: all, quarter }] of revisions.entries()) {
    const { figures, suppression, isAlone } = released(all, {
      quarter,
      history: historyOf(quarter, published, weakness),
      relations,
      smallBelow: SMALL_BELOW,
      effort: 1_000,
      complementary: weakness.complementary ?? true,
      weakness,
      isAlone: weakness.alone === true && number % 2 === 1,
    });
    if (!suppression.possible) {
      result.withheld++;
      continue;
    }
    published.push({ figures, hidden: suppression.hidden, quarter });
    truths.push(all);
    if (isAlone) result.alone++;
    result.figures += [...figures.values()].filter((count) => count > 0).length;
    result.hidden += suppression.hidden.size;
    result.small += suppression.small.size;
  }
  result.editions += published.length;
  const value = (edition: number, name: string): number => truths[edition]?.get(name) ?? 0;
  const attacker = new Attacker(
    relations,
    published.map((edition) => ({ printed: printedBy(edition, relations), quarter: edition.quarter ?? 0 })),
    (name, a, b) => value(a, name) === value(b, name),
    value,
  );
  for (const [edition, { figures, hidden }] of published.entries()) {
    for (const name of hidden) {
      const count = figures.get(name) ?? 0;
      if (weakness.linear && count >= LIMIT) continue;
      const { low, high } = weakness.linear ? attacker.linearInterval(edition, name) : attacker.interval(edition, name);
      // An attacker who is wrong proves nothing.
      if (count < low || count > high) throw new RangeError(`${name} is ${count}, not in ${low}..${high}`);
      if (count >= LIMIT) continue;
      result.attacked++;
      if (low === high) result.recovered++;
      if (high - low < LIMIT) result.narrowed++;
    }
  }
}

type Campaign = Weakness & { readonly growing?: boolean };

export function campaign(cities: number, revisions: number, { growing = false, ...weakness }: Campaign = {}): Result {
  const result = emptyResult();
  for (let seed = 1; seed <= cities; seed++) {
    const city = randomCity(seed, revisions, growing);
    attack({ ...city, revisions: city.revisions.map((figures) => ({ figures, quarter: 0 })) }, weakness, result);
  }
  return result;
}

const emptyResult = (): Result => ({
  figures: 0,
  hidden: 0,
  small: 0,
  editions: 0,
  withheld: 0,
  alone: 0,
  attacked: 0,
  recovered: 0,
  narrowed: 0,
});

export function years(cities: number, quarters: number, silent: number, options: Weakness & Province = {}): Result {
  const result = emptyResult();
  for (let seed = 1; seed <= cities; seed++)
    attack(randomYear(seed, quarters, silent, options.provinceOf), options, result);
  return result;
}
