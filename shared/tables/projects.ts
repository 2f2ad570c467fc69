import type { Register } from '../city/register.ts';
import type { StoredRecord } from '../rows/codec.ts';

export type Project = StoredRecord['project'];

/** Sum of a number of projects; blanks count as nothing. */
export const sumOf = <T>(rows: readonly T[], of: (row: T) => number | null): number =>
  rows.reduce((sum, row) => sum + (of(row) ?? 0), 0);

export const builtOf = (projects: readonly Project[], type: Project['project_type']): Project[] =>
  projects.filter((project) => project.project_type === type && project.status === 'BUILT');

export const plannedOf = (projects: readonly Project[], type: Project['project_type']): Project[] =>
  projects.filter((project) => project.project_type === type && project.status === 'PLANNED');

/** Townships that have at least one of the projects. */
export const townshipsOf = (projects: readonly Project[]): ReadonlySet<string> =>
  new Set(projects.map((project) => project.town_code).filter((code) => code !== null));

/** 定远寨镇定远寨村: the villages of projects in the order of their codes; null when there is none. */
export function villageNames(projects: readonly Project[], register: Register): string | null {
  const names = projects
    .map((project) => ({ code: project.village_code ?? project.town_code ?? '', name: project.project_name }))
    .sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : a.name < b.name ? -1 : 1))
    .map(({ code, name }) => villageName(code, register) ?? name);
  return names.length === 0 ? null : [...new Set(names)].join('、');
}

/** The name of a village with its township, or of a township; null for a code that the register does not have. */
export function villageName(code: string, register: Register): string | null {
  const township = register.township(code.slice(0, 9))?.name;
  const village = register.village(code)?.name.replace(/(?:村民|居民)?委会$|居委会$/, '');
  return township === undefined ? null : `${township}${village ?? ''}`;
}
