import { foldPlaceName, stemOf } from './place-names.ts';
import type { Register } from './register.ts';

/** A division that a text may mean. */
export type FoundDivision = { readonly code: string; readonly name: string; readonly en: string };

/**
 * Divisions that a text means: by code, by name with or without its kind and its county before it, or by its name in
 * English. More than one where several have that name.
 */
export function divisionsNamed(text: string, register: Register): FoundDivision[] {
  const wanted = foldPlaceName(text).toLowerCase();
  const counted = (division: FoundDivision): string => `${countyOf(division.code, register)}${division.name}`;
  const cityOf = ({ code }: FoundDivision): string => register.cityOf(code)?.name ?? register.rootName;
  return firstFound(divisionsOf(register), [
    ({ code }) => code === wanted,
    ({ name }) => name === wanted,
    (division) => [counted(division), `${cityOf(division)}${counted(division)}`].includes(wanted),
    ({ en }) => latin(text) !== '' && latin(en) === latin(text),
    ({ name }) => stemOf(name) === stemOf(wanted),
  ]);
}

/** The same, and without an exact match the divisions whose code or name begins with the text or contains it. */
export function findDivisions(text: string, register: Register): FoundDivision[] {
  const named = divisionsNamed(text, register);
  if (named.length > 0) return named;
  const wanted = foldPlaceName(text).toLowerCase();
  return divisionsOf(register).filter(
    ({ code, name, en }) =>
      code.startsWith(wanted) || name.includes(wanted) || (latin(text) !== '' && latin(en).startsWith(latin(text))),
  );
}

const firstFound = (
  all: readonly FoundDivision[],
  ways: readonly ((one: FoundDivision) => boolean)[],
): FoundDivision[] => {
  for (const isMeant of ways) {
    const found = all.filter(isMeant);
    if (found.length > 0) return found;
  }
  return [];
};

const divisionsOf = (register: Register): FoundDivision[] =>
  [
    register.root,
    ...[register.cities, register.units, register.townships].flatMap((level) => level.map(({ code }) => code)),
  ].map((code) => {
    const { zh, en } = register.textOf(code);
    return { code, name: register.nameOf(code) ?? zh, en };
  });

const countyOf = (code: string, register: Register): string => register.nameOf(register.unitOf(code) ?? '') ?? '';

/** Letters alone, without the kind that some write in pinyin: dingyuanzhai of Dingyuanzhai Zhen. */
const latin = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z ]/g, '')
    .replace(/ (?:zhen|xiang|jiedao|xian|qu|shi|town|township|county|district|city)$/, '')
    .replace(/ /g, '');
