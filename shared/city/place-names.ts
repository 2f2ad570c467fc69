/** Spaces and full-width brackets do not distinguish places. */
export const foldPlaceName = (name: string): string =>
  name
    .replace(/[\s\u3000]+/g, '')
    .replace(/（/g, '(')
    .replace(/）/g, ')')
    .replace(/\((?:镇|乡|街道)\)$/, '');

/** A name without its kind, which a county or township may change: 茌平 of 茌平县 and 茌平区. */
export const stemOf = (name: string): string => name.replace(/(?<=.{2})(?:街道办事处|街道|办事处|[县区市镇乡])$/, '');
