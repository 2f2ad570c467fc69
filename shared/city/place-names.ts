import type { CityProfile } from './pack-schema.ts';

/** Spaces and full-width brackets do not distinguish places. */
export const foldPlaceName = (name: string): string =>
  name
    .replace(/[\s\u3000]+/g, '')
    .replace(/（/g, '(')
    .replace(/）/g, ')')
    .replace(/\((?:镇|乡|街道)\)$/, '');

/** A name without its kind, which a county or township may change: 茌平 of 茌平县 and 茌平区. */
export const stemOf = (name: string): string => name.replace(/(?<=.{2})(?:街道办事处|街道|办事处|[县区市镇乡])$/, '');

/** The names of a city and its province before a county's, or any part of them; of a province's city the stem is a group. */
export function prefixBefore(
  { name, province }: Pick<CityProfile, 'name' | 'province'>,
  cities: readonly { readonly name: string }[],
): RegExp {
  const stem = (of: string): string => of.replace(/[省市]$/, '');
  if (cities.length > 0)
    return new RegExp(`^(?:${stem(name.zh)}省?(?!市))?(?:(${cities.map((city) => stemOf(city.name)).join('|')})市?)?`);
  return new RegExp(`^(?:${stem(province?.zh ?? '')}省?)?${stem(name.zh)}市?`);
}

/** 沙镇 for 沙镇镇, 梁水镇镇 for 梁水镇, 古楼街道 or 古楼办事处 for 古楼街道办事处, 于集乡 for 于集镇 is not one: it could be another place. */
export function townshipAliases(name: string): string[] {
  const street = /^(.+?)(?:街道办事处|街道|办事处|街道办)$/.exec(name)?.[1];
  if (street) return [`${street}街道办事处`, `${street}街道`, `${street}办事处`, `${street}街道办`, street];
  const stem = name.replace(/[镇乡]$/, '');
  return [`${name}${name.slice(-1)}`, `${name}人民政府`, `${name}政府`, ...(stem.length > 1 ? [stem] : [])];
}
