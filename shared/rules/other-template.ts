/** What tells the template of a file from the one for this report (rule F16). */
import type { Text } from '../language/language.ts';
import type { Layout } from '../parse/header.ts';
import { TEMPLATE_VERSION, type Stamp } from '../parse/template-stamp.ts';
import { periodTitle } from '../time/period.ts';
import type { FileContext } from './facts.ts';

/**
 * How the template differs: an older version, another quarter's, another place's; null where it does not. A quarter
 * that a title states is rule F07's.
 */
export function otherTemplate(stamp: Stamp | null, layouts: readonly Layout[], context: FileContext): Text | null {
  const { register, period, division } = context;
  // A stamp of a place that nobody knows was not made by this system.
  if (!stamp || register.nameOf(stamp.division) === null) return null;
  const differences: Text[] = [];
  if (stamp.version !== TEMPLATE_VERSION)
    differences.push({
      zh: `模板版本为${stamp.version}，现行版本为${TEMPLATE_VERSION}`,
      en: `its version is ${stamp.version}, the current one ${TEMPLATE_VERSION}`,
    });
  const isTold = layouts.some(({ titlePeriod }) => titlePeriod !== null && titlePeriod !== period);
  if (stamp.period !== period && !isTold)
    differences.push({
      zh: `模板是${periodTitle(stamp.period)}的，本次填报${periodTitle(period)}`,
      en: `it is of ${stamp.period}, the report of ${period}`,
    });
  if (stamp.division !== division) {
    const [its, own] = [stamp.division, division].map((code) => `${register.nameOf(code) ?? ''}（${code}）`);
    differences.push({
      zh: `模板是${its}的，本次填报单位为${own}`,
      en: `it is that of ${stamp.division}, the report of ${division}`,
    });
  }
  if (differences.length === 0) return null;
  return { zh: differences.map(({ zh }) => zh).join('；'), en: differences.map(({ en }) => en).join('; ') };
}
