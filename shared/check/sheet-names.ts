/** What the name of a sheet says about its being meant for the report. */
import { foldText } from '../parse/folding.ts';

/** Words that say so wherever a name ends in them: 户季度表备份. */
const CLEAR =
  '示例|范例|样表|样例|例表|范本|销户|不报|不上报|不用上报|无需上报|勿报|作废|模板|备份|副本|存档|草稿|底稿|注销|清退|已删除?';
/** Words that may be part of a village's name, 旧城村, or of a table's; they count on their own only. */
const ALONE = `${CLEAR}|废|废弃|旧|参考|对照|删除|死亡|迁出|核减|示范|演示|练习|测试|试填|历史|归档|原表|停用|不用|不要|无效|取消|撤销|空|空白`;
const BEFORE = '填写|填表|填报|已|拟|待|本表|此表|仅供|供|死亡|户';
/** The same in a foreign word. */
const FOREIGN = /^(?:test|demo|sample|example|backup|copy|old|draft|template)s?\s*\d*$/i;
const BEHIND = '表|户|用|版|名单|数据';
const WHOLE = new RegExp(`^(?:${BEFORE})*(${ALONE})(?:${BEHIND})*$`);
const AT_END = new RegExp(`(${CLEAR})$`);

/** The word in a sheet's name that says it is none to be reported, 示例 in 填写示例; null where none does. */
export function wordAgainstReading(name: string): string | null {
  const folded = foldText(name);
  const foreign = FOREIGN.exec(folded.trim());
  if (foreign) return foreign[0];
  const words = folded.replace(/\s+/g, '').split(/[^\p{Script=Han}]+/u);
  for (const word of words) {
    const found = WHOLE.exec(word)?.[1] ?? AT_END.exec(word)?.[1];
    if (found !== undefined) return found;
  }
  return null;
}
