import type { Register } from '../city/register.ts';
import type { Text } from '../language/language.ts';
import type { QuarterFigures, UnitFigures } from '../summary/quarter-figures.ts';
import { grouped } from '../tables/rounding.ts';
import type { Tables } from '../tables/report-table.ts';
import { shiftPeriod, type Period } from '../time/period.ts';
import { figure } from './figure.ts';

/** A quarter of a drawing: null where no revision of it is published in the edition. */
export type Slot = { readonly period: Period; readonly quarter: QuarterFigures | null };

/** The quarters from the first that is published to the bulletin's own, none left out. */
export function slotsOf(earlier: readonly QuarterFigures[], own: QuarterFigures): Slot[] {
  const known = new Map([...earlier, own].map((quarter) => [quarter.period, quarter]));
  const first = earlier.map(({ period }) => period).sort()[0] ?? own.period;
  const slots: Slot[] = [];
  for (let period = first; period <= own.period; period = shiftPeriod(period, 1))
    slots.push({ period, quarter: known.get(period) ?? null });
  return slots;
}

/** What keeps a figure from being compared with others; null where nothing does. */
export function remarkOf(figures: UnitFigures | undefined): Text | null {
  if (!figures) return null;
  const { absent, isRecut } = figures;
  const parts: Text[] = [
    ...(absent > 0 ? [{ zh: `${absent}个乡镇（街道）未计入`, en: `${absent} townships not in it` }] : []),
    ...(isRecut ? [{ zh: '所辖乡镇与现在不同', en: 'other townships than now' }] : []),
  ];
  return parts.length === 0 ? null : joined(parts, '，', ', ');
}

/** What a reader must know to compare the quarters of the drawings. */
export function comparabilityNotes(slots: readonly Slot[], tables: Tables, register: Register): Text[] {
  const drawn = slots.flatMap(({ quarter }) => (quarter ? [quarter] : []));
  const unpublished = slots.filter(({ quarter }) => !quarter).map(({ period }) => period);
  const revisions = drawn.map(({ period, revision }): Text => ({
    zh: `${period}第${revision}版`,
    en: `${period} revision ${revision}`,
  }));
  return [
    {
      zh: `各季为公布时的数（${joined(revisions, '、', ', ').zh}）；以后公布的更正不改变本页。`,
      en: `Each quarter is as it was published (${joined(revisions, '、', ', ').en}); what is corrected later does not change this page.`,
    },
    {
      zh: '本年累计每年从头算起，每户只计一次，各季之和不等于累计。',
      en: 'The year to date begins anew each year and counts a household once: quarters do not add up to it.',
    },
    ...(unpublished.length === 0
      ? []
      : [
          {
            zh: `${unpublished.join('、')}没有可用的已公布数，图中留空。`,
            en: `Of ${unpublished.join(', ')} nothing is published here; the drawings leave it blank.`,
          },
        ]),
    ...drawn.flatMap((quarter) => [...absenceNote(quarter, register), ...restatedNote(quarter, tables)]),
    ...recutNotes(drawn, register),
    ...(drawn.some(isAnySuppressed)
      ? [
          {
            zh: '为保护个人信息不予公布的数不画、不推算。',
            en: 'Figures that are not published, to protect personal information, are neither drawn nor estimated.',
          },
        ]
      : []),
  ];
}

function absenceNote({ period, whole, units }: QuarterFigures, register: Register): Text[] {
  if (whole.absent === 0) return [];
  const by = [...units]
    .filter(([, { absent }]) => absent > 0)
    .map(([unit, { absent }]): Text => {
      const name = register.textOf(unit);
      return { zh: `${name.zh}${absent}个`, en: `${name.en} ${absent}` };
    });
  const { zh, en } = joined(by, '、', ', ');
  return [
    {
      zh: `${period}有${whole.absent}个乡镇（街道）未计入（${zh}），与其他各季不完全可比；空心的即是。`,
      en: `${period} lacks ${whole.absent} townships (${en}) and is not of the same extent as the others; it is drawn hollow.`,
    },
  ];
}

/** A quarter of this year whose rows on file make another figure by now. */
function restatedNote({ period, whole }: QuarterFigures, tables: Tables): Text[] {
  const now = figure(
    tables['R01']?.rows.find(({ line }) => line === `R01.quarter.${period}`),
    'value',
  );
  if (now === null || typeof whole.quarter !== 'number' || now === whole.quarter) return [];
  const [was, is] = [grouped(whole.quarter), grouped(now)];
  return [
    {
      zh: `${period}当季公布为${was}人，按现在在档的数据为${is}人（R01）；图中是公布的数。`,
      en: `${period} was published with ${was} persons in the quarter; what is on file now makes it ${is} (R01). The drawings have the published figure.`,
    },
  ];
}

function recutNotes(drawn: readonly QuarterFigures[], register: Register): Text[] {
  return drawn.flatMap(({ period, units }) => {
    const recut = [...units].filter(([, { isRecut }]) => isRecut).map(([unit]) => register.textOf(unit));
    if (recut.length === 0) return [];
    const { zh, en } = joined(recut, '、', ', ');
    return [
      {
        zh: `${period}的${zh}与现在的区划不同（乡镇有划入、划出或合并），不完全可比。`,
        en: `In ${period} ${en} had other townships than now: not comparable in full.`,
      },
    ];
  });
}

const isAnySuppressed = ({ whole, units }: QuarterFigures): boolean =>
  [whole, ...units.values()].some(({ quarter, ytd }) => quarter === 'suppressed' || ytd === 'suppressed');

const joined = (parts: readonly Text[], zh: string, en: string): Text => ({
  zh: parts.map((part) => part.zh).join(zh),
  en: parts.map((part) => part.en).join(en),
});
