import type { City } from '../city/city.ts';
import type { Layout } from '../parse/header.ts';
import { ruleOf } from '../rules/catalogue.ts';
import type { Finding } from '../rules/finding.ts';
import type { Workbook } from '../sheet/grid.ts';
import { findStamp, STAMP_PROPERTY, TEMPLATE_VERSION, type Stamp } from './template-stamp.ts';
import { periodTitle } from '../time/period.ts';

/** The stamp of the template that a file was filled in on; null for a sheet of the clerk's own. What the sheet shows outlives every format. */
function stampOf(workbook: Workbook, layouts: readonly Layout[]): Stamp | null {
  for (const { title } of layouts) {
    const stamp = findStamp(title);
    if (stamp) return stamp;
  }
  return findStamp(workbook.properties?.get(STAMP_PROPERTY) ?? '');
}

/**
 * Rule F16: a file filled in on an older template, or on that of another quarter or place, is read all the same; the clerk is told, since
 * its drop-downs and limits may be others. A quarter that the title states is rule F07's.
 */
export function checkTemplate(
  workbook: Workbook,
  located: readonly { readonly layout: Layout }[],
  slot: City & { readonly division: string },
): Finding[] {
  const layouts = located.map(({ layout }) => layout);
  const stamp = stampOf(workbook, layouts);
  // A stamp of a place that nobody knows was not made by this system.
  if (!stamp || slot.register.nameOf(stamp.division) === null) return [];
  const differences: { zh: string; en: string }[] = [];
  if (stamp.version !== TEMPLATE_VERSION)
    differences.push({
      zh: `模板版本为${stamp.version}，现行版本为${TEMPLATE_VERSION}`,
      en: `its version is ${stamp.version}, the current one ${TEMPLATE_VERSION}`,
    });
  const isTold = layouts.some(({ titlePeriod }) => titlePeriod !== null && titlePeriod !== slot.period);
  if (stamp.period !== slot.period && !isTold)
    differences.push({
      zh: `模板是${periodTitle(stamp.period)}的，本次填报${periodTitle(slot.period)}`,
      en: `it is of ${stamp.period}, the report of ${slot.period}`,
    });
  if (stamp.division !== slot.division) {
    const [its, own] = [stamp.division, slot.division].map((code) => `${slot.register.nameOf(code) ?? ''}（${code}）`);
    differences.push({
      zh: `模板是${its}的，本次填报单位为${own}`,
      en: `it is that of ${stamp.division}, the report of ${slot.division}`,
    });
  }
  if (differences.length === 0) return [];
  const params = {
    detail: differences.map(({ zh }) => zh).join('；'),
    detailEn: differences.map(({ en }) => en).join('; '),
  };
  const place = { sheet: null, row: null, index: null, column: null, header: null, value: null };
  return [{ rule: 'F16', severity: ruleOf('F16').severity, ...place, params }];
}
