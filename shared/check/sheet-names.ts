/** What the name of a sheet says about its being meant for the report. */
import { foldText } from '../parse/folding.ts';

/** Words that say so wherever a name ends in them: 户季度表备份. */
const CLEAR =
  '示例|范例|样表|样例|样式|举例|例表|范本|销户|作废|模板|模版|备份|副本|存档|留存|留底|存底|自留|自用|草稿|初稿|底稿|注销|清退|剔除|整户迁出|非贫困户|待核实?|未核实|已删除?|' +
  '(?:不用|不需要?|不必|不要|无需|无须|请勿|暂不|暂缓|[不勿])(?:上报|填报|填写|统计|汇总|计入|[报填计算])';
/** Words that may be part of a village's name, 旧城村, or of a table's; they count on their own only. */
const ALONE = `${CLEAR}|废|废弃|旧|参考|对照|删除|死亡|迁出|核减|示范|演示|练习|测试|试填|历史|归档|原表|停用|不用|不要|无效|取消|撤销|空|空白|例|老|误|错|错误|待定|格式|讲解|培训|底册|上季度|上期|上年|去年`;
const BEFORE = '填写|填表|填报|已|拟|待|本表|此表|仅供|供|死亡|户';
/** The same in a foreign word. */
const FOREIGN = /^(?:test|demo|sample|example|backup|copy|old|draft|template)s?(?:\s+(?:data|sheet))?\s*\d*$/i;
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
