import * as z from 'zod';
import { Decision } from '../../shared/ledger/decisions.ts';
import { DECISIONS_SORT, FIRST_DECISIONS_SORT, ledgerPartition, placeOf } from '../../shared/ledger/keys.ts';
import type { Period } from '../../shared/time/period.ts';
import { query, SK, type Item } from '../aws/table.ts';

const Decisions = z.array(Decision);

/** Whether an item of a ledger holds decisions. The others hold submissions. */
export const isDecisions = (item: Item): boolean => item[SK]?.S?.startsWith(DECISIONS_SORT) ?? false;

/**
 * The decisions that items of a ledger hold, in the order in which they take effect
 * (docs/decisions/0092-a-decision-is-an-item.md).
 */
export const decisionsIn = (items: readonly Item[]): Decision[] =>
  items.flatMap(decisionsOf).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

const decisionsOf = (item: Item): Decision[] =>
  item[SK]?.S === FIRST_DECISIONS_SORT
    ? Decisions.parse(JSON.parse(item['decisions']?.S ?? '[]'))
    : [Decision.parse(JSON.parse(item['decision']?.S ?? 'null'))];

/** The place of the next decision: behind every item, whatever of them is lost. */
export const placeAfter = (items: readonly Item[]): number =>
  items
    .map((item) => (item[SK]?.S === FIRST_DECISIONS_SORT ? decisionsOf(item).length : placeOf(item[SK]?.S ?? '') + 1))
    .reduce((last, place) => Math.max(last, place), 0);

/** A period's decisions. One consistent query. */
export const readDecisions = async (period: Period): Promise<Decision[]> =>
  decisionsIn(await readDecisionItems(period));

export async function readDecisionItems(period: Period): Promise<Item[]> {
  const found: Item[] = [];
  for await (const items of query(ledgerPartition(period), DECISIONS_SORT)) for (const item of items) found.push(item);
  return found;
}
