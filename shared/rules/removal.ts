/** What a full replacement removes, in numbers and words. */
import { joinClauses, type Text } from '../language/language.ts';
import type { TableKind } from '../schema/tables.ts';
import type { Removal, UnitRemoval } from './facts.ts';

type Part = { readonly standing: number; readonly removed: number };

const exceeds = ({ standing, removed }: Part, share: number): boolean => removed * 100 > standing * share;

/**
 * Whether more than a share is removed of what stands, all of it or that of one unit: a township that a county's file
 * forgot is a small part of the county.
 * @param share in percent
 */
export const exceedsShare = (removal: Removal, share: number): boolean =>
  exceeds(removal, share) || removal.units.some((unit) => exceeds(unit, share));

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

/** The same, and of which units it is more than the share, where the file replaces several. @param share in percent */
export const excessText = (removal: readonly Removal[], share: number): Text =>
  joinClauses([
    removalText(removal),
    ...removal.flatMap(({ kind, standing, units }) => {
      const most = units.filter((unit) => unit.standing < standing && exceeds(unit, share));
      return most.length > 0 ? [unitsText(kind, most)] : [];
    }),
  ]);

function unitsText(kind: TableKind, units: readonly UnitRemoval[]): Text {
  const unit = COUNTED[kind];
  const named = units.slice(0, NAMED_PLACES);
  const zh = named.map(({ name, standing, removed }) => `${name}${standing}${unit.zh}中的${removed}${unit.zh}`);
  const en = named.map(({ name, standing, removed }) => `${removed} of the ${standing} of ${name}`);
  return units.length > named.length
    ? {
        zh: `其中${zh.join('、')}等${units.length}个单位`,
        en: `among them ${en.join(', ')} and others, ${units.length} units in all`,
      }
    : { zh: `其中${zh.join('、')}`, en: `among them ${en.join(', ')}` };
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
