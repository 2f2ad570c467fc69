/**
 * Code lists of the register 建档立卡. An entry that is added here is read, judged, counted and printed; what versions
 * follow is in CONTRIBUTING.md ("a channel or measure").
 */

export type CodeEntry = {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly aliases?: readonly string[];
};
export type CodeList = readonly CodeEntry[];

/** The entry of a stored code. One that newer code added to the list is named by itself. */
export const codeEntry = (list: CodeList, code: string): CodeEntry =>
  list.find((one) => one.code === code) ?? { code, zh: code, en: code };

export const HOUSEHOLD_TYPES = [
  { code: '1', zh: '一般贫困户', en: 'poor household', aliases: ['一般户', '一般农户'] },
  { code: '2', zh: '低保贫困户', en: 'household on subsistence allowance', aliases: ['低保户'] },
  { code: '3', zh: '五保贫困户', en: 'household in the five guarantees', aliases: ['五保户', '特困供养户'] },
] as const satisfies CodeList;

export const POVERTY_STANDARDS = [
  { code: '1', zh: '国家标准', en: 'national line', aliases: ['国标'] },
  { code: '2', zh: '省定标准', en: 'provincial line', aliases: ['省标'] },
  { code: '3', zh: '市定标准', en: 'municipal line', aliases: ['市标'] },
] as const satisfies CodeList;

export const CAUSES = [
  { code: '01', zh: '因病', en: 'illness' },
  { code: '02', zh: '因残', en: 'disability' },
  { code: '03', zh: '因学', en: 'schooling' },
  { code: '04', zh: '因灾', en: 'disaster' },
  { code: '05', zh: '缺土地', en: 'lack of land' },
  { code: '06', zh: '缺水', en: 'lack of water' },
  { code: '07', zh: '缺技术', en: 'lack of skills' },
  { code: '08', zh: '缺劳力', en: 'lack of labour', aliases: ['缺劳动力'] },
  { code: '09', zh: '缺资金', en: 'lack of capital' },
  { code: '10', zh: '交通条件落后', en: 'poor transport' },
  { code: '11', zh: '自身发展动力不足', en: 'lack of own drive', aliases: ['自身发展力不足'] },
  { code: '12', zh: '因婚', en: 'marriage' },
  { code: '99', zh: '其他', en: 'other', aliases: ['其它'] },
] as const satisfies CodeList;

export const EXIT_STATUSES = [
  { code: '0', zh: '未脱贫', en: 'not exited' },
  { code: '1', zh: '脱贫', en: 'exited', aliases: ['已脱贫'] },
  { code: '2', zh: '预脱贫', en: 'exit pending' },
  { code: '3', zh: '返贫', en: 'fallen back' },
] as const satisfies CodeList;

/** A channel, with how sentences and narrow drawings call it where that is not its name. */
export type ChannelEntry = CodeEntry & {
  /** Stands before the number in the bulletin's sentence: 产业项目带动4.02万人. */
  readonly sentence?: string;
  /** The English name where there is no room for the whole one. */
  readonly shortEn?: string;
};

/** Exclusive: every uplifted person counts in exactly one channel. */
export const CHANNELS = [
  {
    code: 'IND',
    zh: '产业项目',
    en: 'industry projects',
    aliases: ['产业', '产业项目带动', '产业扶贫'],
    sentence: '产业项目带动',
    shortEn: 'industry',
  },
  {
    code: 'EMP',
    zh: '转移就业',
    en: 'transfer employment',
    aliases: ['就业', '转移就业带动'],
    shortEn: 'employment',
  },
  {
    code: 'EDM',
    zh: '教育医疗扶持',
    en: 'education and medical support',
    aliases: ['教育医疗', '教育医疗帮扶'],
    shortEn: 'education, medical',
  },
  {
    code: 'SOC',
    zh: '社会帮扶',
    en: 'social assistance',
    aliases: ['社会扶贫', '社会救助'],
    shortEn: 'social',
  },
] as const satisfies readonly ChannelEntry[];

export type Channel = (typeof CHANNELS)[number]['code'];

/** Not exclusive: a household may have several. `industry` marks those that rule C05 accepts for channel IND. */
export const MEASURES = [
  { code: 'PV', zh: '光伏', en: 'photovoltaics', aliases: ['光伏扶贫'], industry: true },
  { code: 'ECM', zh: '电商', en: 'e-commerce', aliases: ['电商扶贫', '电子商务'], industry: true },
  { code: 'TRM', zh: '旅游', en: 'tourism', aliases: ['旅游扶贫', '乡村旅游'], industry: true },
  { code: 'DNK', zh: '养驴', en: 'donkey raising', industry: true },
  { code: 'GHS', zh: '大棚种植', en: 'greenhouse growing', aliases: ['大棚'], industry: true },
  { code: 'MSH', zh: '食用菌', en: 'mushrooms', aliases: ['蘑菇', '扶贫菇'], industry: true },
  { code: 'LIV', zh: '其他养殖', en: 'other livestock', aliases: ['养殖'], industry: true },
  { code: 'ENT', zh: '企业下乡', en: 'enterprise in the village', aliases: ['企业带动'], industry: true },
  { code: 'JOB', zh: '务工', en: 'wage work', aliases: ['外出务工'], industry: false },
  { code: 'WSH', zh: '扶贫车间', en: 'village workshop', industry: false },
  { code: 'TRN', zh: '培训', en: 'training', aliases: ['技能培训'], industry: false },
  { code: 'EDU', zh: '教育资助', en: 'education grant', aliases: ['助学'], industry: false },
  { code: 'MED', zh: '医疗救助', en: 'medical aid', industry: false },
  { code: 'LOAN', zh: '贷款', en: 'loan', aliases: ['小额贷款', '小额信贷'], industry: true },
  { code: 'INS', zh: '保险', en: 'insurance', industry: false },
  { code: 'GRANT', zh: '专项资金', en: 'earmarked grant', industry: true },
  { code: 'DON', zh: '捐助', en: 'donation', aliases: ['捐赠'], industry: false },
] as const satisfies readonly (CodeEntry & { readonly industry: boolean })[];

export const PROJECT_TYPES = [
  {
    code: 'PV_BASE',
    zh: '大型集中式光伏基地',
    en: 'large photovoltaic base',
    aliases: ['大型集中式光伏扶贫基地', '光伏基地'],
  },
  { code: 'PV_ROOF', zh: '分散式屋顶光伏', en: 'rooftop photovoltaics', aliases: ['屋顶光伏'] },
  { code: 'ECOM_TOWN', zh: '电商乡镇', en: 'e-commerce township' },
  { code: 'ECOM_VILLAGE', zh: '电商试点村', en: 'e-commerce pilot village' },
  { code: 'TOUR_TOWN', zh: '旅游乡镇', en: 'tourism township' },
  { code: 'TOUR_VILLAGE', zh: '旅游试点村', en: 'tourism pilot village' },
  { code: 'DONKEY', zh: '养驴场', en: 'donkey farm' },
  { code: 'GREENHOUSE', zh: '智能大棚', en: 'smart greenhouse', aliases: ['双层智能大棚'] },
  { code: 'MUSHROOM', zh: '光伏食用菌', en: 'mushrooms under photovoltaics' },
  { code: 'COOP', zh: '合作社', en: 'cooperative' },
  { code: 'OTHER', zh: '其他', en: 'other', aliases: ['其它'] },
] as const satisfies CodeList;

export const PROJECT_STATUSES = [
  { code: 'PLANNED', zh: '规划', en: 'planned', aliases: ['计划'] },
  { code: 'BUILDING', zh: '在建', en: 'under construction', aliases: ['建设中'] },
  { code: 'BUILT', zh: '建成', en: 'built', aliases: ['已建成'] },
] as const satisfies CodeList;

export const FINANCE_TYPES = [
  { code: 'FUND', zh: '担保贴息资金', en: 'guarantee and interest-subsidy fund' },
  { code: 'DEPOSIT', zh: '保证金', en: 'deposit' },
  { code: 'LOAN_ENT', zh: '企业贷款', en: 'enterprise loan' },
  { code: 'LOAN_HH', zh: '农户贷款', en: 'household loan' },
  { code: 'GRANT', zh: '专项资金', en: 'earmarked grant' },
  { code: 'INS', zh: '保险', en: 'insurance' },
] as const satisfies CodeList;

export const FUND_LEVELS = [
  { code: 'CITY', zh: '市级', en: 'municipal' },
  { code: 'COUNTY', zh: '县级', en: 'county' },
] as const satisfies CodeList;
