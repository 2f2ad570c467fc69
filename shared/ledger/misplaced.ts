import type { CityPack } from '../city/city.ts';
import { findPeriod, isPeriod, lastEndedPeriod, type Period } from '../time/period.ts';
import { parseUploadKey } from './keys.ts';

/** What is wrong with the place of an upload. */
export type PlaceFault =
  /** It lies under no division that the register has. */
  | 'no division'
  /** The folder of the division is not its code alone: full-width digits, blanks, a name behind it. */
  | 'division spelling'
  /** The register of the period does not have the division. */
  | 'division unknown then'
  | 'no period'
  /** The folder of the period means a quarter, and is not written as `2016Q2`. */
  | 'period spelling'
  /** The folder where the period belongs means no quarter, such as `2016Q5`. */
  | 'not a period'
  /** It lies deeper than in the folder of the period. */
  | 'deeper folder'
  | 'no file name';

/** An upload that lies where no report belongs: what its key says all the same. */
export type Misplaced = {
  /** The division whose clerk looks for the answer; null where the key begins with none. */
  readonly division: string | null;
  readonly period: Period | null;
  /** The clerk's name of the file. */
  readonly fileName: string;
  readonly faults: readonly PlaceFault[];
  /** The key behind the folder of the division. */
  readonly rest: string;
};

/** What is wrong with a key at which no report belongs; null where one does. */
export function misplaced(key: string, pack: CityPack): Misplaced | null {
  if (parseUploadKey(key, pack)) return null;
  const path = key.replace(/^\/+/u, '');
  const [first = '', ...behind] = path.split('/');
  const folders = behind.slice(0, -1);
  const fileName = path.slice(path.lastIndexOf('/') + 1);
  const written = periodOf(folders, fileName);
  const division = behind.length === 0 ? null : divisionOf(first, written.period, pack);
  const faults = [
    ...divisionFaults({ division, first, period: written.period }, pack),
    ...(written.fault === null ? [] : [written.fault]),
    ...(folders.length > 1 ? (['deeper folder'] as const) : []),
    ...(fileName === '' ? (['no file name'] as const) : []),
  ];
  return {
    division,
    period: written.period,
    fileName,
    // The only fault that is left is slashes before the division.
    faults: faults.length > 0 ? faults : ['division spelling'],
    rest: behind.join('/'),
  };
}

/** The quarter whose trail has a misplaced upload: that which its place means, or else the one that had ended last. */
export function trailPeriodOf(place: Misplaced | null, acceptedAt: string, pack: CityPack): Period {
  const told = place?.period ?? null;
  return told !== null && pack.hasProgramme(told) ? told : lastEndedPeriod(new Date(acceptedAt));
}

/** Half-width, without blanks and characters that nobody sees. */
const plain = (text: string): string => text.normalize('NFKC').replace(/[\s\p{Cf}]/gu, '');

/** The division that a folder's name begins with, in the register of the period or of today. */
function divisionOf(folder: string, period: Period | null, pack: CityPack): string | null {
  const code = /^(\d+)/u.exec(plain(folder))?.[1];
  return code !== undefined && pack.nameOf(code, period) !== null ? code : null;
}

function divisionFaults(
  { division, first, period }: { division: string | null; first: string; period: Period | null },
  pack: CityPack,
): PlaceFault[] {
  if (division === null) return ['no division'];
  if (first !== division) return ['division spelling'];
  return period !== null && pack.registerOf(period).nameOf(division) === null ? ['division unknown then'] : [];
}

/** The quarter that the folders behind the division mean, or the name of the file does where no folder is. */
function periodOf(
  folders: readonly string[],
  fileName: string,
): { readonly period: Period | null; readonly fault: PlaceFault | null } {
  if (folders.length === 0) return { period: meantBy(fileName), fault: 'no period' };
  const canonical = folders.find(isPeriod);
  if (canonical !== undefined) return { period: canonical, fault: null };
  // A folder for the year and one for the quarter in it mean a quarter together.
  const meant = folders.map(meantBy).find((period) => period !== null) ?? meantBy(folders.join(''));
  return { period: meant, fault: meant === null ? 'not a period' : 'period spelling' };
}

/** The quarter that the name of a folder or a file means. 2016Q12 means none. */
function meantBy(name: string): Period | null {
  const text = plain(name).replaceAll('_', '-');
  return /Q\d\d/iu.test(text) ? null : findPeriod(text);
}
