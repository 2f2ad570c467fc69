import type { RegisterData } from './pack-schema.ts';

/** The records of a register's data whose code lies in a part of it. */
export function divisionsIn(data: RegisterData, isIn: (code: string) => boolean): RegisterData {
  const { cities: _, counties, units, townships, laterNames, laterVillageNames, villages, vintage } = data;
  const own = <T extends { readonly code: string }>(list: readonly T[]): T[] => list.filter(({ code }) => isIn(code));
  return {
    vintage,
    counties: own(counties),
    units: own(units),
    townships: own(townships),
    laterNames: laterNames.filter(({ code, laterCode }) => isIn(code ?? laterCode ?? '')),
    laterVillageNames: keysIn(laterVillageNames, isIn),
    villages: keysIn(villages, isIn),
  };
}

/** The entries of a record whose key is a code in a part. */
export const keysIn = <T>(record: Readonly<Record<string, T>>, isIn: (code: string) => boolean): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([code]) => isIn(code)));
