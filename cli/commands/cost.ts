import type { Text } from '../../shared/language/language.ts';
import type { Stage } from '../../infra/stages.ts';
import { type Command, type Options, required } from '../command.ts';
import { EXIT, UsageError } from '../told-errors.ts';

/** What the options may be, and what is meant where one is not given. */
const NUMBERS = {
  townships: { most: 10_000, fallback: null },
  quarters: { most: 80, fallback: null },
  uploads: { most: 50, fallback: 4 },
} as const;

const YEAR_MS = 365 * 24 * 3_600_000;

/** What running the system costs: a month in which a quarter is reported, a quiet one, a year, and how it grows. */
export const cost: Command = {
  name: 'cost',
  usage: '--townships N --quarters Q --region REGION [--uploads 4] [--stage prod] [--prices FILE]',
  zh: '估算云上运行费用：报送月、平常月、一年，最大的几项，随年头的变化',
  en: 'what running it in the cloud costs: a reporting month, a quiet one, a year, what costs most, growth with age',
  options: {
    townships: { type: 'string', zh: '乡镇数', en: 'number of townships' },
    quarters: {
      type: 'string',
      zh: '系统里已有几个季度（含本季）',
      en: 'quarters on file, with the one that is reported',
    },
    region: { type: 'string', zh: '区域，如 us-east-1', en: 'region, such as us-east-1' },
    uploads: { type: 'string', zh: '每乡镇每季文件数（默认 4）', en: 'files of a township in a quarter (default: 4)' },
    stage: {
      type: 'string',
      zh: 'infra/stages.json 中的环境（默认 prod）',
      en: 'stage of infra/stages.json (default: prod)',
    },
    prices: {
      type: 'string',
      zh: '补充或更新价目的 JSON 文件',
      en: 'file of JSON with prices that are lacking, or newer',
    },
  },
  run: async (options, words, language) => {
    if (words.length > 0)
      throw new UsageError({ zh: `多余的参数“${words[0]}”`, en: `got “${words[0]}”, expected options only` });
    const [townships, quarters, uploads] = (['townships', 'quarters', 'uploads'] as const).map((name) =>
      numberIn(options, name),
    ) as [number, number, number];
    const extent = { townships, quarters, uploads };
    const regionName = required(options, 'region');
    const { pricesOf, readPrices, seenOn } = await import('../cost/prices.ts');
    const prices = readPrices(typeof options['prices'] === 'string' ? options['prices'] : null);
    const { billOf, metersOf } = await import('../cost/bill.ts');
    const { readMeasuredWork } = await import('../cost/measured-work.ts');
    const measured = readMeasuredWork();
    const stage = await stageNamed(typeof options['stage'] === 'string' ? options['stage'] : 'prod');
    const setting = { stage, measured };
    const meters = metersOf(extent, setting);
    const region = pricesOf(regionName, meters, prices);
    const bill = billOf(extent, setting, region);
    const seen = seenOn(region, meters);
    const old = ageWarning(seen.first, new Date());
    if (old !== null) console.error(old[language]);
    if (options['json'] === true) {
      const { currency } = region;
      console.log(
        JSON.stringify(
          {
            ...extent,
            region: regionName,
            stage: stage.name,
            currency,
            pricesSeen: seen,
            measuredOn: measured.on,
            ...bill,
          },
          null,
          1,
        ),
      );
      return EXIT.good;
    }
    const { billText } = await import('../cost/bill-text.ts');
    const { on: measuredOn, householdsPerFile } = measured;
    console.log(billText(bill, { extent, stage, regionName, region, meters, measuredOn, householdsPerFile }, language));
    return EXIT.good;
  },
};

/** @throws UsageError when the option is no whole number of its range */
function numberIn(options: Options, name: keyof typeof NUMBERS): number {
  const { most, fallback } = NUMBERS[name];
  if (options[name] === undefined && fallback !== null) return fallback;
  const text = required(options, name);
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= most) return value;
  throw new UsageError({
    zh: `--${name} 应为 1 至 ${most} 的整数，给出的是“${text}”`,
    en: `--${name}: got “${text}”, expected a whole number from 1 to ${most}`,
  });
}

/** @throws UsageError when the file of stages has none of that name, or it cannot be deployed */
async function stageNamed(name: string): Promise<Stage> {
  const { readStage, StageError } = await import('../../infra/stages.ts');
  try {
    // Who hears an alarm costs nothing, and is often said only when the stage is deployed.
    return readStage(name, { alarmEmail: 'nobody@example.org' });
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    throw new UsageError({ zh: `--stage：${error.message}`, en: `--stage: ${error.message}` }, { cause: error });
  }
}

/** A warning where the oldest price was seen more than a year ago. */
export function ageWarning(first: string, now: Date): Text | null {
  if (now.getTime() - Date.parse(first) <= YEAR_MS) return null;
  return {
    zh: `注意：最旧的一项价目查于 ${first}，已超过一年，请核对价目页`,
    en: `Mind: the oldest price was seen on ${first}, more than a year ago; look at the pages of prices`,
  };
}
