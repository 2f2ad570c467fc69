/**
 * How a clerk marks a file as a full replacement (全量), the one word that removes households: it must be a word of its
 * own in the file's name or in a title above the header, and nothing there may deny it.
 */
import { foldText } from '../parse/folding.ts';
import { periodsIn, quarterOf, quartersIn, type Period } from '../time/period.ts';

/** `confirmed` is 全量确认: the clerk was told how much it removes and says it again (rule F22). */
export type ReplacementMark = 'none' | 'full' | 'confirmed';

/**
 * What may stand directly before the word: a unit, a time, a table, the end of another script (2016Q2全量), or no letter
 * at all.
 */
const BEFORE =
  '(?<=^|[^\\p{L}]|[a-zA-Z]|[省市县区镇乡村]|街道|办事处|[年月季]|年度|季度|季度表|花名册|名册|名单|台账|报表|任务表|项目表|金融表|户|数据|是否)';
/** What the word may be compounded with. Anything else behind it makes another word of it: 全量化, 全量表彰. */
const COMPOUND = '(?:上报|上传|报送|填报|替换|覆盖|更新|数据|名单|名册|花名册|台账|清单|文件|版)';
const AFTER = '(?=$|[^\\p{L}]|[a-zA-Z])';

const CONFIRMED = new RegExp(`${BEFORE}全量(?:上报|替换|更新|覆盖)?确认${AFTER}`, 'u');
const FULL = new RegExp(`${BEFORE}全量${COMPOUND}{0,3}${AFTER}`, 'u');

/** 非全量, 不是全量, 勿作全量, 不要当全量, 取消（全量）; an empty box before it is not ticked. */
const DENIED_BEFORE =
  /(?:(?:[非否]|[不勿未无没别莫免][是要作当为做属于按用须需可能有得以成会]{0,4}|取消|撤销|停止|停用|作废|代替|以前|历史|旧|[上去前](?:一?个?(?:季度?|月)|年度?|期|次))[\s\-_("“”'《》<>[\]]*|(?:[□☐○]|\(\s*\)|\[\s*\]|【\s*】)\s*)$/;
/**
 * 全量：否, 全量（不是）, 全量作废, 全量/增量: whoever leaves the choice open has not chosen. 全量（旧）, 全量 - 副本: such a
 * file was kept aside.
 */
const DENIED_AFTER =
  /^[\s\-_:=("“”'》>\]]*(?:[否不非未待拟暂无免旧试样×✗✘?□☐○]|作废|取消|副本|备份|存档|测试|示例|模板|草稿|参考|历史|no?(?![a-z]|\.\s*\d)|(?:old|copy|backup|test|draft)(?![a-z])|0(?!\d)|\(\s*\)|\[\s*\]|【\s*】|[/、或]\s*(?:增量|更新|补报|部分))/i;
/** A question of a form that nobody answered, with the next one behind it or nothing. */
const UNANSWERED = /^\s*[:=]\s*(?:$|[^\s:]{2,10}:)/;
/** 定远寨村全量, 全量（仅两个村）: all of a part is no replacement of a township. */
const PART_BEFORE =
  /(?<!贫困|各|每|所有|全部|个|行政)村[\s\-_("“]*(?:贫困户|花名册|名册|名单|台账|季度表)*[\s\-_("“]*$/;
const PART_AFTER = /^[\s\-_:(,]*(?:仅|只|部分|限|除)/;
/** Where a form offers both, the one that is ticked counts: ☑全量 □增量, 全量（√）增量（ ）. */
const FULL_TICKED = /[☑✓✔√]\s*全量|全量\s*\(\s*[☑✓✔√]/;
const UPDATE_TICKED = /(?<!全量\s*\(\s*)[☑✓✔√]\s*\)?\s*增量|增量\s*\(?\s*[☑✓✔√]/;

/**
 * How a file is marked by its name and by the titles above its headers. One that denies it anywhere, in a note too, or
 * whose name is of another quarter, is not marked: nobody is removed on a doubt.
 * @param titles lines above the headers that are no notes @param above all that stands there
 */
export function replacementMark(
  { fileName, period }: { readonly fileName: string; readonly period: Period },
  titles: readonly string[],
  above: readonly string[],
): ReplacementMark {
  if (isOfOtherQuarter(fileName, period) || [fileName, ...above].map(folded).some(denies)) return 'none';
  const marking = [fileName, ...titles].map(folded);
  if (marking.some((text) => CONFIRMED.test(text))) return 'confirmed';
  return marking.some((text) => FULL.test(text)) ? 'full' : 'none';
}

/** 是否全量：是 and 是否全量（是/否）：是 answer a question of a form. */
const folded = (text: string): string =>
  foldText(text)
    .replaceAll('是否全量', '全量')
    .replace(/\(?是\s*[/、或]?\s*否\)?/g, '');

function denies(text: string): boolean {
  const isTicked = FULL_TICKED.test(text);
  if (text.includes('全量') && text.includes('增量')) return !isTicked || UPDATE_TICKED.test(text);
  return [...text.matchAll(/全量/g)].some(({ index }) => {
    const [before, after] = [text.slice(0, index), text.slice(index + 2)];
    return (
      DENIED_BEFORE.test(before) ||
      PART_BEFORE.test(before) ||
      [DENIED_AFTER, UNANSWERED, PART_AFTER].some((denial) => denial.test(after))
    );
  });
}

/** A name that a clerk kept from another quarter, with the word that was meant for it. */
function isOfOtherQuarter(fileName: string, period: Period): boolean {
  const name = foldText(fileName);
  return (
    periodsIn(name).some((named) => named.period !== period) ||
    quartersIn(name).some((quarter) => quarter !== quarterOf(period))
  );
}
