/** What the file of stages may say of a stage, and how it is told what is wrong. */
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';
import { FUNCTION_NAMES, type FunctionName } from './bundle.ts';

/** A value as the schema describes it; whatever else is there is refused with these words. */
const told = <T>(schema: z.ZodType<T>, expected: string) =>
  z.any().transform((value: unknown, context): T => {
    const { success, data } = schema.safeParse(value);
    if (success) return data;
    context.issues.push({ code: 'custom', message: expected, input: value });
    return z.NEVER;
  });

const wholeNumber = (least: number, most: number, what: string) =>
  told(z.int().min(least).max(most), `${what}, a whole number from ${least} to ${most}`);

const yesOrNo = told(z.boolean(), 'true or false');

/** CloudWatch keeps logs for one of these numbers of days. */
const LOG_DAYS: readonly number[] = Object.values(RetentionDays).filter((days) => typeof days === 'number');

const logDays = told(
  z.custom<RetentionDays>((days) => typeof days === 'number' && days < 9_999 && LOG_DAYS.includes(days)),
  `days that CloudWatch can keep logs for: ${LOG_DAYS.filter((days) => days < 9_999).join(', ')}`,
);

const mailAddress = told(z.string().regex(/^[^@\s]+@[^@\s]+$/), 'an address such as oncall@example.org');

const memoryOf = wholeNumber(128, 10_240, 'MB of memory');

/** The fields of a stage. A field that may be absent says in its comment what happens then. */
export const STAGE_FIELDS = z.strictObject({
  /** Name of the CloudFormation stack; in lower case it also begins the name of the uploads bucket. */
  stackName: told(
    z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,26}$/),
    'a name of at most 27 letters, digits and hyphens that begins with a letter',
  ),
  /** Folder of the city that the stage serves, below the project. Default: the chosen city (cities/pack.ts). */
  city: told(z.string().min(1), 'a folder such as cities/<code>-<name>').optional(),
  /** Account to deploy to. Default: the account of the deploying credentials. */
  account: told(z.string().regex(/^\d{12}$/), 'the twelve digits of an account, in quotes').optional(),
  /** Region to deploy to. Default: the region of the deploying credentials. */
  region: told(z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/), 'a region such as cn-north-1').optional(),
  /** Whether buckets, table and keys stay when they leave the stack. Then they are protected from deletion, too. */
  keepsData: yesOrNo,
  /**
   * ARNs of principals that may delete versions of uploads and reports for good where the stage keeps its data, as a
   * privacy request asks; a pattern may end in `*`. Default: nobody.
   */
  erasers: z
    .array(told(z.string().regex(/^arn:aws(?:-cn)?:(?:iam|sts)::\d{12}:\S+$/), 'the ARN of a user or role'))
    .optional(),
  /**
   * Whether CloudTrail records each read and write of an item of the table and of an object of the buckets, with who did
   * it. AWS charges for each such event. Default: the access logs of the buckets alone.
   */
  dataEvents: yesOrNo.optional(),
  /** Processor of the functions: arm64 costs a fifth less, where the region has it. */
  architecture: told(z.enum(['arm64', 'x86_64']), '"arm64" or "x86_64"'),
  schedules: z.strictObject({
    sweepEveryMinutes: told(z.literal([5, 10, 15]), '5, 10 or 15: a file whose announcement is lost waits as long'),
    /** Then the sweep looks at all that ever came, and not only at the open quarters. */
    fullSweepEveryHours: wholeNumber(1, 168, 'hours between full passes of the sweep'),
    /** Of the month after a quarter, by the clock of Shanghai: when the reporting window has closed. */
    summary: z.strictObject({
      day: wholeNumber(1, 28, 'day of the month'),
      hour: wholeNumber(0, 23, 'hour of the day'),
    }),
    /** By the clock of Shanghai: when offices hear who is late, on the days around a deadline. */
    reminders: z.strictObject({ hour: wholeNumber(0, 23, 'hour of the day') }),
  }),
  /**
   * Who is reminded of late townships, by the code of an office: a county hears of its own, a city of all. Mail and
   * addresses that SNS posts to must be confirmed by who gets them. Default: nobody.
   */
  reminders: z
    .record(
      z.string(),
      z.strictObject({
        email: z.array(mailAddress).optional(),
        webhook: z.array(told(z.url({ protocol: /^https$/ }), 'a web address that begins with https://')).optional(),
      }),
    )
    .optional(),
  retention: z.strictObject({
    /** Of functions and state machine. */
    logDays,
    /** How long replaced receipts stay readable. The versions of uploads are the record, so they never expire. */
    receiptHistoryDays: wholeNumber(1, 36_500, 'days'),
    /** Of the buckets of uploads, receipts and reports. */
    accessLogDays: wholeNumber(1, 36_500, 'days'),
    /**
     * How long S3 itself keeps every version of uploads and reports from being deleted (object lock, governance), where
     * the stage keeps its data. Then S3 takes no upload without a checksum. Default: a policy of the bucket alone does.
     */
    recordLockDays: wholeNumber(1, 36_500, 'days').optional(),
  }),
  concurrency: z.strictObject({
    /** Uploads read at the same time; Lambda takes no fewer than two from a queue. */
    ingest: wholeNumber(2, 1_000, 'uploads at a time'),
    /** Townships folded at the same time. */
    fold: wholeNumber(1, 1_000, 'townships at a time'),
  }),
  /** Memory of each function in MB. A function's share of a processor grows with it. */
  memory: z.strictObject(
    Object.fromEntries(FUNCTION_NAMES.map((name) => [name, memoryOf])) as Record<FunctionName, typeof memoryOf>,
  ),
  alarms: z.strictObject({
    /** Address that alarms are mailed to. Default: nobody; subscribe to the alarm topic by hand. */
    email: mailAddress.optional(),
    /** Whether the stage may be deployed without an address for its alarms. */
    mayBeUnwatched: yesOrNo,
    /** Web address of docs/runbook.md, to which alarms link. Default: they name the file. */
    runbookUrl: told(z.url({ protocol: /^https$/ }), 'a web address that begins with https://').optional(),
  }),
  /** What the account may spend in a month before the alarm topic hears of it. Default: no alarm. */
  budget: z
    .strictObject({
      monthlyAmount: told(z.number().positive(), 'an amount of money above 0'),
      currency: told(z.enum(['USD', 'CNY']), '"USD", or "CNY" in the regions of China'),
    })
    .optional(),
});

/** What of a stage is wrong, one line for each field: its place, what is there, what was expected. */
export function wrongFields(error: z.ZodError, raw: unknown): string[] {
  return error.issues.map((issue) => {
    const place = issue.path.join('.');
    if (issue.code === 'unrecognized_keys') return `${place || 'stage'} has no field ${issue.keys.join(', ')}`;
    const got = issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)?.[key], raw);
    const expected = issue.code === 'custom' ? issue.message : 'a group of fields, as in the stage dev';
    return `${place} is ${got === undefined ? 'missing' : JSON.stringify(got)}; expected ${expected}`;
  });
}
