import type { Text } from '../language/language.ts';
import { indexKey, newestKey, revisionPrefix, seriesPrefix } from '../ledger/keys.ts';
import type { QuarterFigures } from '../summary/quarter-figures.ts';
import type { Summary } from '../summary/summary.ts';
import { isPeriod, type Period } from '../time/period.ts';

/** What a bulletin is made of beside its summary. */
export type Issue = {
  /** Where its report set lies in the edition; of a province's city its own folder, otherwise empty. */
  readonly folder: string;
  /** The quarters before that are published in the same edition, oldest first. */
  readonly earlier: readonly QuarterFigures[];
  /** The revision that a restatement beside the bulletin compares it with; null where there is none. */
  readonly restates: number | null;
};

/** A bulletin that knows of no other quarter or revision. */
export const ALONE: Issue = { folder: '', earlier: [], restates: null };

/** A file or page that the bulletin leads to. */
export type Outlet = { readonly href: string; readonly words: Text };

/**
 * An address as a page in a folder writes it. It begins with `./`, so that a copy of the page in a folder below can be
 * given the addresses that it has there (signed-bulletin.ts).
 * @param from folder of the page, ending in a slash
 */
export function hrefFrom(from: string, to: string): string {
  const [own, other] = [from.split('/').slice(0, -1), to.split('/')];
  const shared = own.findIndex((part, at) => part !== other[at]);
  const common = shared < 0 ? own.length : shared;
  return `./${'../'.repeat(own.length - common)}${other.slice(common).join('/')}`;
}

/** Where the files around a bulletin are, as its page writes them. */
export function outletsOf({ period, revision, edition }: Summary, { folder, restates }: Issue) {
  const quarter: Period | null = isPeriod(period) ? period : null;
  const root = quarter === null ? '' : `${revisionPrefix(quarter, revision)}${edition}/`;
  const here = `${root}${folder}`;
  const to = (key: string): string => hrefFrom(here, key);
  const beside = (name: string, words: Text): Outlet => ({ href: `./${name}`, words });
  return {
    newest: quarter === null ? null : to(newestKey(edition, quarter, folder)),
    newestQuarter: to(newestKey(edition, null, folder)),
    revisions: quarter === null ? null : to(indexKey(edition, quarter, folder)),
    restatement:
      restates === null
        ? null
        : beside('restatement.html', {
            zh: `与第${restates}版相比的更正`,
            en: `what changed against revision ${restates}`,
          }),
    files: [
      beside('workbook.xlsx', { zh: '汇总工作簿（XLSX）', en: 'workbook (XLSX)' }),
      beside('data/observations.csv', { zh: '全部数据，一值一行（CSV）', en: 'all figures, one row each (CSV)' }),
      beside('data/observations.parquet', { zh: '同上（Parquet）', en: 'the same (Parquet)' }),
      beside('data/measures.csv', { zh: '指标（CSV）', en: 'measures (CSV)' }),
      beside('datapackage.json', { zh: '数据包说明', en: 'description of the data' }),
      beside('summary.json', { zh: '汇总数据（JSON）', en: 'summary (JSON)' }),
      {
        href: to(`${root}manifest.json`),
        words: { zh: '清单：出处与哈希值', en: 'manifest: where it is from, and hashes' },
      },
      {
        href: to(`${seriesPrefix(edition, folder)}series.csv`),
        words: { zh: '各季数据（CSV）', en: 'all quarters (CSV)' },
      },
    ] satisfies Outlet[],
  };
}
