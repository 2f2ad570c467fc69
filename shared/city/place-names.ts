/** Spaces and full-width brackets do not distinguish places. */
export const foldPlaceName = (name: string): string =>
  name
    .replace(/[\s\u3000]+/g, '')
    .replace(/（/g, '(')
    .replace(/）/g, ')')
    .replace(/\((?:镇|乡|街道)\)$/, '');
