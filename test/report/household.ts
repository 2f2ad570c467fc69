/** Stored households for tests: a plain one to change, and any one. */
import * as fc from 'fast-check';
import type { StoredHousehold } from '../../shared/fold/fold.ts';
import { netIncome } from '../../shared/rules/money.ts';
import {
  CAUSES,
  CHANNELS,
  EXIT_STATUSES,
  HOUSEHOLD_TYPES,
  MEASURES,
  POVERTY_STANDARDS,
} from '../../shared/schema/codes.ts';
import type { CodeList } from '../../shared/schema/codes.ts';
import { HOUSEHOLD_COLUMNS } from '../../shared/schema/household.ts';

type Blank = { [F in keyof StoredHousehold as null extends StoredHousehold[F] ? F : never]: null };
/** Every column that may be blank, blank; one that is added later, too. */
const BLANK = Object.fromEntries(HOUSEHOLD_COLUMNS.map(({ field }) => [field, null])) as unknown as Blank;

const PLAIN: StoredHousehold = {
  ...BLANK,
  unit_code: '371525',
  town_code: '371525108',
  village_code: '371525108202',
  household_size: 3,
  labour_count: 2,
  household_type: '1',
  poverty_standard: '2',
  main_cause: '01',
  exit_status: '0',
  wage_income: 0,
  business_income: 0,
  business_cost: 0,
  property_income: 0,
  transfer_income: 0,
  dibao_income: 0,
  wubao_income: 0,
  net_income: 0,
  pc_net_income: 0,
  base_pc_net_income: 0,
  uplift_persons: 0,
  uplift_amount: 0,
  edu_ok: true,
  med_ok: true,
  house_ok: true,
  food_cloth_ok: true,
};

/** A household of three in 定远寨村 with nothing to its name but what is given. */
export const household = (change: Partial<StoredHousehold> = {}): StoredHousehold => ({ ...PLAIN, ...change });

const codeOf = <L extends CodeList>(list: L): fc.Arbitrary<L[number]['code']> =>
  fc.constantFrom(...list.map(({ code }) => code));
const some = <L extends CodeList>(list: L, most: number): fc.Arbitrary<L[number]['code'][] | null> =>
  fc.uniqueArray(codeOf(list), { maxLength: most }).map((codes) => (codes.length === 0 ? null : codes.sort()));
/** Whole yuan around the lines, and odd fen. */
const fen = fc.oneof(
  fc.nat({ max: 3_000 }).map((yuan) => yuan * 100),
  fc.nat({ max: 400_000 }),
);

/** Any household that the rules let into the table: an uplifted one has a channel, an exited one its safeguards. */
export const anyHousehold: fc.Arbitrary<StoredHousehold> = fc
  .record({
    household_size: fc.integer({ min: 1, max: 6 }),
    share: fc.nat({ max: 100 }),
    uplifted: fc.boolean(),
    uplift_amount: fc.integer({ min: 1, max: 1_000_000 }),
    channel: codeOf(CHANNELS),
    household_type: codeOf(HOUSEHOLD_TYPES),
    poverty_standard: codeOf(POVERTY_STANDARDS),
    main_cause: codeOf(CAUSES),
    other_causes: some(CAUSES, 2),
    measures: some(MEASURES, 3),
    exit_status: codeOf(EXIT_STATUSES),
    wage_income: fen,
    business_income: fen,
    business_cost: fen,
    property_income: fen,
    transfer_income: fen,
    base_pc_net_income: fen,
    oks: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()),
  })
  .map(({ share, uplifted, uplift_amount, channel, oks, ...rest }) => {
    const persons = uplifted ? Math.max(1, Math.floor((rest.household_size * share) / 100)) : 0;
    const assured = rest.exit_status === '1' || rest.exit_status === '2';
    const row = {
      ...PLAIN,
      ...rest,
      uplift_persons: persons,
      uplift_amount: persons > 0 ? uplift_amount : 0,
      primary_channel: persons > 0 ? channel : null,
      edu_ok: assured || oks[0],
      med_ok: assured || oks[1],
      house_ok: assured || oks[2],
      food_cloth_ok: assured || oks[3],
    };
    return { ...row, net_income: netIncome(row) };
  });
