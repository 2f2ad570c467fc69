/** The summary of a quarter on the page of an office: it is started, looked at, and signed. */
import * as z from 'zod';
import type { CityPack } from '../../shared/city/city.ts';
import type { Link } from '../../shared/door/link.ts';
import type { Text } from '../../shared/language/language.ts';
import { latestKey } from '../../shared/ledger/keys.ts';
import type { Ledger } from '../../shared/ledger/manifest.ts';
import { mayDecide } from '../../shared/office/office-view.ts';
import { publicStanding, withheldText } from '../../shared/publication/public-standing.ts';
import {
  isNothingReported,
  nameOf,
  summaryView,
  type SummaryRun,
  type SummaryView,
} from '../../shared/office/summary-view.ts';
import { Latest, PublishedManifest } from '../../shared/publication/published-manifest.ts';
import type { Period } from '../../shared/time/period.ts';
import { json, redirect, refusal, type Answer, type DoorRequest } from '../http/answer.ts';
import { jsonOf } from '../http/envelope.ts';
import { NO_PERIOD, periodOf } from '../http/period-of.ts';

export type SummaryEffects = {
  readonly pack: CityPack;
  readonly now: () => string;
  readonly ledger: (period: Period) => Promise<Ledger>;
  /** Text of a published file; null where there is none. */
  readonly readReport: (key: string) => Promise<string | null>;
  /** An address of a published file that ends after so many seconds. */
  readonly signReport: (read: { readonly key: string; readonly seconds: number }) => Promise<string>;
  /** Starts a run of the summary; one of the same name is not started twice. */
  readonly startSummary: (period: Period, name: string) => Promise<void>;
  readonly summaryRun: (name: string) => Promise<SummaryRun>;
};

/** A browser follows the address at once. */
const READ_SECONDS = 60;

const onlyHighest = ({ profile: { office } }: CityPack): Text => ({
  zh: `只有${office.zh}可以汇总`,
  en: `only the ${office.en} summarises`,
});
const NOBODY: Text = {
  zh: '还没有单位上报：没有计入的上传，也没有零报告。请核对季度',
  en: 'nobody has reported anything: no upload counts and there is no nil return. Check the period',
};
const NO_FILE: Text = { zh: '没有这份文件', en: 'there is no such file' };

/** The newest revision of a period with its manifest; null while there is none. */
export async function newestManifest(
  period: Period,
  { readReport }: Pick<SummaryEffects, 'readReport'>,
): Promise<{ readonly latest: Latest; readonly manifest: PublishedManifest } | null> {
  const text = await readReport(latestKey(period));
  if (text === null) return null;
  const latest = Latest.parse(JSON.parse(text));
  const manifest = await readReport(`${latest.prefix}internal/manifest.json`);
  return manifest === null ? null : { latest, manifest: PublishedManifest.parse(JSON.parse(manifest)) };
}

/** The newest revision as a link may see it, and the folder that it lies in. */
async function viewOf(
  { division }: Link,
  period: Period,
  effects: SummaryEffects,
): Promise<{ readonly prefix: string; readonly view: SummaryView } | null> {
  const [newest, ledger] = await Promise.all([newestManifest(period, effects), effects.ledger(period)]);
  if (newest === null) return null;
  const { latest, manifest } = newest;
  const register = effects.pack.registerOf(period);
  const published = { revision: manifest.revision, outputs: Object.keys(manifest.outputs), register };
  const withheld = withheldText(manifest.revision, publicStanding(manifest, latest));
  return { prefix: latest.prefix, view: { ...summaryView(division, published, ledger), withheld } };
}

/** What is published of a quarter, and where the run stands that the page has started. */
export async function summary(link: Link, request: DoorRequest, effects: SummaryEffects): Promise<Answer> {
  const period = periodOf(request, effects.pack, effects.now());
  if (period === null) return refusal(404, NO_PERIOD);
  const name = request.query['run'] ?? '';
  const [newest, run] = await Promise.all([
    viewOf(link, period, effects),
    isRunOf(period, name) ? effects.summaryRun(name) : null,
  ]);
  return json(200, { newest: newest?.view ?? null, run });
}

const Wanted = z.strictObject({ period: z.string() });

/** Starts the summary. Within a minute all who ask get the same run. */
export async function startSummary(link: Link, request: DoorRequest, effects: SummaryEffects): Promise<Answer> {
  if (!mayDecide(link.division, effects.pack.register)) return refusal(403, onlyHighest(effects.pack));
  const wanted = Wanted.safeParse(jsonOf(request.body));
  const period = wanted.success ? periodOf({ query: wanted.data }, effects.pack, effects.now()) : null;
  if (period === null) return refusal(404, NO_PERIOD);
  if (isNothingReported(await effects.ledger(period), effects.pack)) return refusal(422, NOBODY);
  const run = `${period}-page-${effects.now().slice(0, 16).replaceAll(/\D/g, '')}`;
  await effects.startSummary(period, run);
  return json(200, { run });
}

/** The name of a run that this page may have started. */
const isRunOf = (period: Period, name: string): boolean => name.startsWith(`${period}-`) && /^[\w-]{1,60}$/.test(name);

/** Leads to a file of the newest revision: one of those that the link is told of. */
export async function report(link: Link, request: DoorRequest, effects: SummaryEffects): Promise<Answer> {
  const period = periodOf(request, effects.pack, effects.now());
  const newest = period && (await viewOf(link, period, effects));
  const found = newest?.view.files.find(({ name }) => name === request.query['file']);
  if (!newest || !found) return refusal(404, NO_FILE);
  const { edition, folder, name } = found;
  const unsigned = nameOf(found, false);
  // A signature is written some seconds after it is given; until then there is the bulletin as it was made.
  const isUnwritten =
    name !== unsigned &&
    (await effects.readReport(`${newest.prefix}${edition}/${folder}signed/signature.json`)) === null;
  const key = `${newest.prefix}${isUnwritten ? unsigned : name}`;
  return redirect(await effects.signReport({ key, seconds: READ_SECONDS }));
}
