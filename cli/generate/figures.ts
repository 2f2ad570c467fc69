import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { CityPack } from '../../shared/city/city.ts';
import { MEASURES } from '../../shared/schema/codes.ts';
import { CHANNELS, type CityChannel } from './channels.ts';

/** Persons by the channel through which they were uplifted. */
export type ByChannel = Readonly<Record<CityChannel, number>>;

/** What the households of a township add to in the year that a plan is for. */
export type TownshipFigures = {
  /** Code in the divisions of that year. */
  readonly code: string;
  readonly households: number;
  readonly persons: number;
  readonly planPersons: number;
  /** Persons uplifted in the first half of the year. */
  readonly channels: ByChannel;
  /** Households of these; null where only persons are planned. */
  readonly upliftHouseholds: number | null;
  readonly firstQuarter: number;
  readonly secondQuarter: number;
  readonly bothQuarters: number;
};

const number = z.int().nonnegative();
const township = z.string().regex(/^\d{9}$/, 'expected the 9 digits of a township');
const division = z.string().regex(/^\d{6}(?:\d{3})?$/, 'expected 6 or 9 digits');
const village = { township, village: z.string() };
const spread = z.strictObject({
  townships: number.describe('Over how many townships it is spread'),
  total: number,
  named: z.array(township).describe('Townships that are among them'),
  leastIndustry: number.describe('Persons uplifted by industry that the others have at least'),
});

/** What was built, planned and lent; money in 万元. */
const ProjectSchema = z.strictObject({
  smallestTownship: number.describe('Households of a township that gets a large project'),
  bases: number,
  rooftops: number,
  householdsPlanned: number,
  onlinePilots: z.strictObject({ number, named: z.array(township), goods: z.record(z.string(), z.string()) }),
  tourismPilots: z.strictObject({ number, named: z.array(z.strictObject(village)) }),
  mushrooms: z.strictObject({ ...village, park: number, ofHouseholds: number, entity: z.string() }).nullable(),
  donkeyFarms: z.strictObject({ number, home: division.nullable(), entity: z.string().nullable() }),
  greenhouses: z.strictObject({ number, named: z.array(z.strictObject({ ...village, quantity: number })) }),
  financing: z.strictObject({ township, name: z.string(), wan: number, entity: z.string() }).nullable(),
});
const FinanceSchema = z.strictObject({
  cityFund: number,
  countyFund: number,
  loans: number,
  enterprises: number,
  banks: z.array(z.string()).min(1),
  deposit: z.strictObject({ county: division, wan: number, bank: z.string() }).nullable(),
  grants: z.strictObject({ number, county: division.nullable().describe('null: spread over the counties') }),
});
/** Townships that carry the mistakes of the dirty city. */
const FaultPlacesSchema = z.strictObject({
  texts: township,
  money: township,
  uplift: township,
  laterCounty: township,
  alias: township,
  notYet: township,
});

/** synthetic/published.json of a city's folder: figures that the generated year adds to. */
const PublishedSchema = z.strictObject({
  source: z.string().optional(),
  year: z.int(),
  plan: z.string().describe('CSV beside this file with the figures of each township'),
  personsAfterNineMonths: number,
  personsOfTheYear: number,
  online: spread.describe('Households that trade online'),
  tourism: spread.describe('Persons who are about to exit through tourism'),
  specialities: z.array(
    z.strictObject({
      division,
      percent: number,
      measures: z.array(z.enum(MEASURES.map(({ code }) => code))),
    }),
  ),
  projects: ProjectSchema,
  finance: FinanceSchema,
  faults: FaultPlacesSchema.optional(),
});

export type ProjectFigures = z.infer<typeof ProjectSchema>;
export type FinanceFigures = z.infer<typeof FinanceSchema>;
export type FaultPlaces = z.infer<typeof FaultPlacesSchema>;
export type SpreadFigures = z.infer<typeof spread>;

/** All that the first planned year adds to: published, or made up from the programme (default-plan.ts). */
export type CityFigures = Omit<z.infer<typeof PublishedSchema>, 'source' | 'plan' | 'faults'> & {
  readonly townships: readonly TownshipFigures[];
  /** Whether the sums must be met to the person. */
  readonly published: boolean;
  readonly faults: FaultPlaces | null;
};

/** The published figures of a pack; null where its folder has none. */
export function publishedFigures(pack: CityPack): CityFigures | null {
  const folder = join(pack.folder, 'synthetic');
  const file = join(folder, 'published.json');
  if (!existsSync(file)) return null;
  const { source: _source, plan, faults, ...figures } = PublishedSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return { ...figures, townships: readPlan(join(folder, plan)), published: true, faults: faults ?? null };
}

/** The CSV of a plan: a township a line. */
function readPlan(file: string): TownshipFigures[] {
  const [head = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split(/\r?\n/);
  const names = head.replace(/^\uFEFF/, '').split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    const text = (name: string): string => {
      const value = cells[names.indexOf(name)];
      if (value === undefined) throw new RangeError(`${file} has no column ${name}`);
      return value;
    };
    const figure = (name: string): number => Number(text(name));
    return {
      code: text('town_code'),
      households: figure('households'),
      persons: figure('persons'),
      planPersons: figure('plan_persons'),
      channels: byChannel((channel) => figure(`ytd_${channel.toLowerCase()}`)),
      upliftHouseholds: figure('ytd_uplift_households'),
      firstQuarter: figure('q1_uplift_persons'),
      secondQuarter: figure('q2_uplift_persons'),
      bothQuarters: figure('in_both_quarters'),
    };
  });
}

/** A figure for each channel. */
export const byChannel = (figure: (channel: CityChannel, index: number) => number): ByChannel =>
  Object.fromEntries(CHANNELS.map((channel, index) => [channel, figure(channel, index)])) as ByChannel;
