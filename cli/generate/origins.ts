import type { CityPack } from '../../shared/city/city.ts';
import type { Register, Township } from '../../shared/city/register.ts';
import type { Village } from '../../shared/city/villages.ts';
import type { Period } from '../../shared/time/period.ts';

/**
 * A township as it was when its households were registered. Later it may have another code or be a part of another
 * township; its households stay what they are.
 */
export type Origin = {
  readonly township: Township;
  readonly register: Register;
  /** Villages and, where there is none, residents' committees that households lie in. */
  readonly villages: readonly Village[];
  /** In villages; a residents' committee has a fifth of a village's poor households. */
  readonly weight: number;
};

const OF_A_COMMITTEE = 0.2;

/** The townships of the first quarter, and those set up later that continue none. */
export function originsOf(pack: CityPack, first: Period): readonly Origin[] {
  const base = pack.registerOf(first);
  const later = pack.vintages.filter(({ since }) => since > base.since);
  const origins = base.townships.map((township) => originOf(township, base));
  for (const register of later) {
    const continued = new Set(origins.map(({ township }) => register.codeNow(township.code)));
    origins.push(
      ...register.townships.filter(({ code }) => !continued.has(code)).map((township) => originOf(township, register)),
    );
  }
  return origins;
}

function originOf(township: Township, register: Register): Origin {
  const all = register.villagesOf(township.code);
  const rural = all.filter(({ name }) => RURAL.test(name));
  return {
    township,
    register,
    villages: rural.length > 0 ? rural : all,
    weight: rural.length + (all.length - rural.length) * OF_A_COMMITTEE,
  };
}

const RURAL = /村委会$/;
/** The code that an origin has in a quarter, whichever vintage came first. */
export function codeAt(pack: CityPack, code: string, from: Register, period: Period): string {
  const register = pack.registerOf(period);
  if (register === from) return code;
  return register.since > from.since ? register.codeNow(code) : (from.codesIn(register, code)[0] ?? code);
}

/** Where a village of an origin lies now, by its code or its name; another of its township where neither is left. */
export function villageAt(register: Register, township: string, village: Village, serial: number): Village {
  const sameCode = register.village(register.codeNow(village.code));
  if (sameCode && sameCode.code.startsWith(township)) return sameCode;
  const named = register.findVillage(village.name, township);
  if (named?.how === 'exact') return named.found;
  const list = register.villagesOf(township);
  return list[serial % list.length] ?? village;
}
