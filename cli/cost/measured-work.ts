import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** Milliseconds or bytes: what is always there, and what a township adds. */
const Sloped = z.strictObject({ base: z.number(), perTownship: z.number() });

/** What bench/cost.ts measures: bytes, request units, and milliseconds of warm invocations on one machine. */
const MeasuredWork = z.strictObject({
  /** The day of the measurement. */
  on: z.string(),
  householdsPerFile: z.number(),
  /** What starting a function adds to its first invocation. */
  startMs: z.number(),
  upload: z.strictObject({
    fileBytes: z.number(),
    receiptBytes: z.number(),
    tableBytes: z.number(),
    /** Items of the table, and those of them that are pages of rows. */
    items: z.number(),
    rowItems: z.number(),
    ledgerBytes: z.number(),
    rowWrites: z.number(),
    rowReads: z.number(),
    identityReads: z.number(),
    logBytes: z.number(),
    ms: z.number(),
  }),
  plan: Sloped.extend({ logBytes: z.number() }),
  /** Of one township, which has so many files in the quarters that are folded. */
  fold: z.strictObject({ bytes: z.number(), logBytes: z.number(), ms: z.number(), filesRead: z.number() }),
  publish: Sloped.extend({ logBytes: z.number(), bytes: Sloped, runBytes: Sloped }),
  sweep: z.strictObject({ fullMs: z.number(), nextMs: z.number(), logBytes: z.number() }),
  remind: z.strictObject({ ms: z.number(), logBytes: z.number() }),
  /** What a clerk's page gets from the door: itself, so many files, and the state of its quarter. */
  door: z.strictObject({
    pageBytes: z.number(),
    files: z.number(),
    fileBytes: z.number(),
    quarterBytes: z.number(),
    ms: z.number(),
  }),
});

export type MeasuredWork = z.output<typeof MeasuredWork>;

/** The last measurement. */
export const readMeasuredWork = (): MeasuredWork =>
  MeasuredWork.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'measured.json'), 'utf8')));
