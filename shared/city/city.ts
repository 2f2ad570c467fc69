import type { Text } from '../language/language.ts';
import { isWeekend, periodsFoldedFor, yearOf, type Period } from '../time/period.ts';
import type { Programme } from './programme.ts';
import type { CalendarData, CityProfile, RegisterData } from './pack-schema.ts';
import { Register, type Recoded } from './register.ts';

/**
 * A city in one period: the divisions and the programme of that time. All code that judges, folds or prints a period is
 * handed this value.
 */
export type City = {
  readonly period: Period;
  readonly register: Register;
  readonly programme: Programme;
  readonly profile: CityProfile;
  /** Divisions that had another code in a quarter that the period is compared with. */
  readonly recoded: readonly Recoded[];
};

/** The data of a city, as its folder has it. */
export type CityData = {
  /** Where the folder is, to say which file is missing. */
  readonly folder: string;
  readonly profile: CityProfile;
  /** One register for each vintage of the divisions, in any order. */
  readonly registers: readonly RegisterData[];
  readonly programmes: readonly Programme[];
  /** At most one for each calendar year. */
  readonly calendars: readonly CalendarData[];
};

/**
 * A period has no programme: nobody knows its poverty lines, targets or deadlines, and those of another year are not
 * its own.
 */
export class ProgrammeMissingError extends Error {
  override name = 'ProgrammeMissingError';
  readonly text: Text;

  constructor(period: Period, folder: string) {
    const file = `${folder}/programme/${yearOf(period)}.json`;
    const text = {
      zh: `${yearOf(period)}年没有扶贫工作方案，${period}不能填报、校验或汇总。请先写好 ${file}（贫困线、年度任务、截止天数、片区等，可照已有年度的文件填写）`,
      en: `there is no programme for ${yearOf(period)}, so ${period} cannot be reported, checked or summarised; write ${file} first (poverty lines, target, deadline, zones; take the file of another year as a pattern)`,
    };
    super(text.en);
    this.text = text;
  }
}

/** All that is known of one city, over the years. */
export class CityPack {
  readonly folder: string;
  readonly profile: CityProfile;
  readonly #registers: readonly Register[];
  readonly #programmes: ReadonlyMap<number, Programme>;
  readonly #holidays: ReadonlySet<string>;
  readonly #workdays: ReadonlySet<string>;
  readonly #cities = new Map<Period, City>();

  constructor({ folder, profile, registers, programmes, calendars }: CityData) {
    this.folder = folder;
    this.profile = profile;
    const vintages = registers.toSorted((a, b) => (a.vintage < b.vintage ? -1 : 1));
    this.#registers = vintages.reduce<readonly Register[]>(
      (before, data) => [...before, new Register(data, profile, before.at(-1) ?? null)],
      [],
    );
    this.#programmes = new Map(programmes.map((programme) => [programme.year, programme]));
    this.#holidays = new Set(calendars.flatMap(({ holidays }) => holidays));
    this.#workdays = new Set(calendars.flatMap(({ workdays }) => workdays));
  }

  /** The city in a period. @throws ProgrammeMissingError */
  at(period: Period): City {
    let city = this.#cities.get(period);
    if (!city) {
      city = {
        period,
        register: this.registerOf(period),
        programme: this.programmeOf(period),
        profile: this.profile,
        recoded: this.registerOf(period).recodedSince(this.registerOf(periodsFoldedFor(period)[0] ?? period)),
      };
      this.#cities.set(period, city);
    }
    return city;
  }

  /** Whether offices work on a day (ISO date). In a year without a calendar they do from Monday to Friday. */
  isWorkingDay(date: string): boolean {
    return isWeekend(date) ? this.#workdays.has(date) : !this.#holidays.has(date);
  }

  /** Whether the period's year has a programme. */
  hasProgramme(period: Period): boolean {
    return this.#programmes.has(yearOf(period));
  }

  /** The years that have a programme, in order. */
  get years(): readonly number[] {
    return [...this.#programmes.keys()].sort((a, b) => a - b);
  }

  /** The vintages of the divisions, oldest first. */
  get vintages(): readonly Register[] {
    return this.#registers;
  }

  /** The divisions of a period: the newest vintage that had begun, or the oldest where none had. */
  registerOf(period: Period): Register {
    const known = this.#registers.filter(({ since }) => since <= period).at(-1) ?? this.#registers[0];
    if (!known) throw new RangeError(`${this.folder}/divisions has no register`);
    return known;
  }

  /**
   * The code under which the rows of a division of one period count in a later period.
   * @param code of a division, or of a village in one
   */
  codeIn(later: Period, code: string, then: Period): string {
    const [now, before] = [this.registerOf(later), this.registerOf(then)];
    return now === before ? code : now.codeNow(code);
  }

  /** The codes that a township of one period had in an earlier one; none where it has nothing of that time. */
  codesThen(township: string, period: Period, then: Period): readonly string[] {
    const [now, before] = [this.registerOf(period), this.registerOf(then)];
    return now === before ? [township] : now.codesIn(before, township);
  }

  /** The newest divisions, for what belongs to no period. */
  get register(): Register {
    const newest = this.#registers.at(-1);
    if (!newest) throw new RangeError(`${this.folder}/divisions has no register`);
    return newest;
  }

  /**
   * The name of a division in a period. Where there is no period, or it lacks the division: today's. Null for neither.
   */
  nameOf(division: string, period: Period | null): string | null {
    return (period && this.registerOf(period).nameOf(division)) ?? this.register.nameOf(division);
  }

  /** The programme of a period's year. @throws ProgrammeMissingError */
  programmeOf(period: Period): Programme {
    const programme = this.#programmes.get(yearOf(period));
    if (!programme) throw this.missingProgramme(period);
    return programme;
  }

  /** Why a period cannot be reported, and which file mends it. */
  missingProgramme(period: Period): ProgrammeMissingError {
    return new ProgrammeMissingError(period, this.folder);
  }
}
