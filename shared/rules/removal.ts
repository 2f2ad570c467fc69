/** What a full replacement removes, in numbers and words. */
import { joinClauses, type Text } from '../language/language.ts';
import type { TableKind } from '../schema/tables.ts';
import type { Removal } from './facts.ts';

/** Whether more than a share of what stands is removed. @param share in percent */
export const exceedsShare = ({ standing, removed }: Removal, share: number): boolean =>
  removed * 100 > standing * share;

/** Places that a text names. */
const NAMED_PLACES = 8;

const COUNTED: Readonly<Record<TableKind, Text>> = {
  household: { zh: '户', en: 'households' },
  project: { zh: '个项目', en: 'projects' },
  finance: { zh: '笔资金', en: 'finance rows' },
  target: { zh: '行任务', en: 'targets' },
};

/** 原有815户中的803户（闫营村300户、双庙村290户等12处）. */
export function removalText(removal: readonly Removal[]): Text {
  return joinClauses(removal.filter(({ removed }) => removed > 0).map(oneText));
}

function oneText({ kind, standing, removed, places }: Removal): Text {
  const unit = COUNTED[kind];
  const named = places.slice(0, NAMED_PLACES);
  const more = places.length > named.length;
  const zh = named.map(({ name, rows }) => `${name}${rows}${unit.zh}`).join('、');
  const en = named.map(({ name, rows }) => `${name} ${rows}`).join(', ');
  return {
    zh: `原有${standing}${unit.zh}中的${removed}${unit.zh}（${zh}${more ? `等${places.length}处` : ''}）`,
    en: `${removed} of the ${standing} ${unit.en} on file (${en}${more ? ` and others, ${places.length} places in all` : ''})`,
  };
}
