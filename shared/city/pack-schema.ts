import * as z from 'zod';
import { isDate, isPeriod, type Period } from '../time/period.ts';
import { expected } from './pack-issues.ts';

/**
 * What the files of a city's folder must hold. It is published as JSON Schema (docs/schemas/city-pack.json), so that an
 * editor helps whoever writes one.
 */

const code = (digits: number) =>
  z.string().regex(new RegExp(`^\\d{${digits}}$`), expected({ zh: ` ${digits} 位数字`, en: `${digits} digits` }));
const text = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const name = z.string().min(1).describe('Name in Chinese');
const english = z.string().min(1).describe('Name as an English page prints it');
const fen = z.int().nonnegative().describe('In fen');
const source = z.string().optional().describe('Where the figures come from, and what of them was assumed');
const division = z.string().regex(
  /^(?:\d{4}|\d{6}|\d{9}|\d{12})$/,
  expected({
    zh: ' 4 位（市）、6 位（县）、9 位（乡镇）或 12 位（村）的区划代码',
    en: 'a code of 4 (city), 6 (county), 9 (township) or 12 digits (village)',
  }),
);

const areaCode = z
  .string()
  .regex(/^0\d{2,3}$/, expected({ zh: '电话区号，如 "0530"', en: 'an area code such as "0530"' }));
const tiles = z
  .array(z.array(code(6)))
  .describe('Columns of the tile map from west to east, each a list of reporting units from north to south');

const signatory = text.describe(
  'Title of whoever signs, printed before the name on signed bulletins; of a city of a province by default the province’s',
);

/** city.json: what belongs to no year. */
export const CitySchema = z.strictObject({
  $schema: z.string().optional(),
  code: z
    .string()
    .regex(
      /^(?:\d{2}|\d{4})$/,
      expected({ zh: '市的 4 位或省的 2 位区划代码', en: '4 digits of a city, or 2 of a province' }),
    )
    .describe('Code of the city or the province; divisions lie below it'),
  name: text,
  province: text.optional().describe('That the city lies in; of a province left out'),
  office: text.describe('The office that publishes, as titles and pages name it'),
  signatory: signatory.optional(),
  areaCode: areaCode.describe('Of fixed telephones'),
  timeZone: z.literal('Asia/Shanghai').describe('The one time zone that quarters, deadlines and schedules know'),
  publication: z
    .strictObject({
      smallBelow: z.int().min(3).optional().describe('Counts from 1 up to below this are not public; default 8'),
      fewHouseholds: z
        .int()
        .min(1)
        .optional()
        .describe('Counts of persons of fewer households than this are not public; default 3'),
      dominance: z
        .int()
        .min(1)
        .max(100)
        .optional()
        .describe(
          'An amount of money is not public where its second largest contributor could work out the largest part to within less than so many percent; default 10',
        ),
      completeness: z
        .number()
        .min(0)
        .max(100)
        .optional()
        .describe(
          'Percent of the due townships that must have reported before a quarter is signed without --incomplete; default 90',
        ),
    })
    .optional(),
  licence: z
    .strictObject({ name: z.string().min(1), path: z.url().optional(), title: z.string().min(1).optional() })
    .optional()
    .describe('Under which the public edition is published, by its id such as CC-BY-4.0; said in datapackage.json'),
  contact: z
    .strictObject({ email: z.email().optional(), path: z.url().optional() })
    .optional()
    .describe('Where readers of the public edition write to'),
  tiles: tiles.optional(),
  cities: z
    .record(
      code(4),
      z.strictObject({
        office: text
          .optional()
          .describe(
            'The office of the city; default: the province’s title with the city’s name. Needed where that has no name of the province',
          ),
        signatory: signatory.optional(),
        areaCode: areaCode.optional(),
        tiles: tiles.optional(),
      }),
    )
    .optional()
    .describe('Of a province: what a city of it has of its own'),
});

const change = z.strictObject({
  level: z.enum(['county', 'township']),
  code: z.string().nullable().describe('In this vintage; null for a division that was set up later'),
  laterCode: z.string().nullable(),
  name: name.describe('The later name'),
  change: z.string().min(1).describe('What happened, in Chinese: 更名, 撤县设区'),
  since: z.int().describe('The year'),
});

/** divisions/<vintage>.json: the divisions from one quarter on, until the next vintage. */
export const DivisionsSchema = z.strictObject({
  $schema: z.string().optional(),
  source,
  vintage: z
    .string()
    .regex(
      /^20\d\d(?:Q[1-4])?$/,
      expected({ zh: '年度或季度，如 "2019" 或 "2019Q3"', en: 'a year or a quarter such as "2019" or "2019Q3"' }),
    )
    .describe('The first quarter in which these divisions hold; a year means its first quarter'),
  cities: z
    .array(z.strictObject({ code: code(4), name, en: english }))
    .min(1)
    .optional()
    .describe('Of a province; a city has none'),
  counties: z.array(z.strictObject({ code: code(6), name, en: english })).min(1),
  units: z
    .array(
      z.strictObject({
        code: code(6),
        name,
        en: english,
        kind: z.enum(['county', 'zone']),
        aliases: z.array(z.string()).optional().describe('What else clerks call it'),
      }),
    )
    .min(1)
    .describe('Reporting units: the counties, and zones that report for themselves'),
  townships: z
    .array(
      z.strictObject({
        code: code(9),
        name,
        en: english,
        county: code(6),
        unit: code(6),
        villages: z.int().nonnegative().describe('Number of village committees'),
        aliases: z.array(z.string()).optional(),
      }),
    )
    .min(1),
  continues: z
    .record(z.string(), z.array(z.string()))
    .optional()
    .describe(
      'By a code of this vintage: the codes of the vintage before that it continues. A merged township continues several. Rows of earlier quarters count with it.',
    ),
  laterNames: z
    .array(change)
    .describe('What became of divisions after this vintage, so that files that use a later name are read'),
  laterVillageNames: z.record(code(12), z.string()),
  villages: z
    .record(
      code(9),
      z.array(z.tuple([z.string().regex(/^\d{3}$/, expected({ zh: ' 3 位数字', en: '3 digits' })), name])),
    )
    .describe('By township: the last three digits of each code, and the name'),
});

const day = z.string().refine(isDate, expected({ zh: '日期，如 "2017-04-20"', en: 'a date such as "2017-04-20"' }));

/** programme/<year>.json: what the programme decided for a year. */
export const ProgrammeSchema = z.strictObject({
  $schema: z.string().optional(),
  source,
  draft: z
    .string()
    .optional()
    .describe('Set while figures are copied from another year; says what must be decided still'),
  year: z.int().min(2010).max(2099),
  lines: z
    .strictObject(
      { '1': fen, '2': fen, '3': fen },
      expected({
        zh: '国家、省、市三条线，以分为单位，如 {"1": 295200, "2": 337200, "3": 337200}',
        en: 'the national, provincial and municipal line in fen, such as {"1": 295200, "2": 337200, "3": 337200}',
      }),
    )
    .describe('Per-capita net income of a year by poverty standard: national, provincial, municipal'),
  bands: z
    .array(fen)
    .optional()
    .describe('Further lower bounds of income bands (R06) beside the lines; default 2,000 and 5,000 yuan'),
  cityTarget: z
    .int(
      expected({
        zh: '不加引号的整数，没有任务的写 null',
        en: 'a whole number without quotes, or null without a target',
      }),
    )
    .positive()
    .nullable()
    .describe('Persons to be uplifted in the year'),
  cityTargets: z
    .record(code(4), z.int().nonnegative())
    .optional()
    .describe('Of a province: the same by city; of a city that is not named it is the sum of its units’'),
  unitTargets: z.record(code(6), z.int().nonnegative()).optional().describe('The same by reporting unit'),
  deadlineDays: z.int().min(1).max(90).describe('Days after the quarter’s last day'),
  deadlines: z
    .record(z.string().refine(isPeriod, expected({ zh: '季度，如 "2017Q1"', en: 'a quarter such as "2017Q1"' })), day)
    .optional()
    .describe('Last day on time of a quarter that has one of its own, for example because of holidays'),
  zones: z.array(z.strictObject({ name, en: english, divisions: z.array(division) })),
  zoneCount: z.int().nonnegative().describe('How many zones there are; not all need be named'),
  maximumLeverage: z.number().positive(),
  grantPerHousehold: fen,
  loanPerPerson: fen,
  smallestDonkeyFarm: z.int().nonnegative().describe('Head of stock'),
  replacementShare: z
    .number()
    .min(0)
    .max(100)
    .optional()
    .describe(
      'Percent of what stands, in all and in each township, that a full replacement may remove without being confirmed; default 20',
    ),
});

/** calendar/<year>.json: where the working days of a year are others than Monday to Friday. */
export const CalendarSchema = z.strictObject({
  $schema: z.string().optional(),
  source,
  year: z.int().min(2010).max(2099),
  holidays: z.array(day).describe('Days off from Monday to Friday'),
  workdays: z.array(day).describe('Saturdays and Sundays that are worked in exchange'),
});

/**
 * The fields of a pack's file that are no facts: the address of its schema, the source of its figures, what is still to
 * be decided.
 */
export const REMARKS = ['$schema', 'source', 'draft'] as const;
export type Remark = (typeof REMARKS)[number];

export type CityProfile = Omit<z.infer<typeof CitySchema>, Remark>;

export type RegisterData = Omit<z.infer<typeof DivisionsSchema>, Remark>;
export type ProgrammeData = Omit<z.infer<typeof ProgrammeSchema>, Remark | 'deadlines'> & {
  readonly deadlines?: Readonly<Partial<Record<Period, string>>> | undefined;
};

export type CalendarData = Omit<z.infer<typeof CalendarSchema>, Remark>;

/** JSON Schema of a pack's files, a definition for each kind; a file names its own as `$schema`. */
export function packJsonSchema(): string {
  const of = (schema: z.ZodType) => {
    const { $schema: _, ...own } = z.toJSONSchema(schema);
    return own;
  };
  const $defs = {
    city: of(CitySchema),
    divisions: of(DivisionsSchema),
    programme: of(ProgrammeSchema),
    calendar: of(CalendarSchema),
  };
  const title = 'Files of a city: city.json, divisions/<vintage>.json, programme/<year>.json, calendar/<year>.json';
  return `${JSON.stringify({ $schema: 'https://json-schema.org/draft/2020-12/schema', title, $defs }, null, 1)}\n`;
}
