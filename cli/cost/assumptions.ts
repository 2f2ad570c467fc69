/** What nobody measured: how the system is used, and what the services do beside the functions. */
import type { Text } from '../../shared/language/language.ts';

export const DAYS_OF_MONTH = 30;
/** Runs of the summary of a quarter: the scheduled one, and one after corrections. Each folds every township. */
export const RUNS = 2;
/** How often a page asks for its quarter during a visit in which a file is sent. */
export const QUARTER_VIEWS = 4;
/** Parts of a receipt that are opened: the page and the marked workbook. */
export const RECEIPT_VIEWS = 2;
/** One in so many uploads, and so many requests of pages, starts a function anew; a sweep always does. */
export const WARM_INVOCATIONS = 10;
/** Lambda asks an idle queue by five requests at once, each of which waits for 20 seconds. */
export const QUEUE_POLLS = 5 * 3 * 60 * 24 * DAYS_OF_MONTH;
/** A message is sent, received and deleted. */
export const REQUESTS_PER_MESSAGE = 3;
/** Lambda gives a function a whole processor at so many MB, and less in proportion. */
export const WHOLE_PROCESSOR_MB = 1_769;
/** What Lambda itself logs of an invocation, a state machine of a step, and S3 of a request, in bytes. */
export const LOG_BYTES = { invocation: 700, step: 1_500, request: 600 } as const;
/** What DynamoDB adds to the bytes of an item where it is stored. */
export const ITEM_OVERHEAD_BYTES = 100;
/** Days for which the draft of a receipt is kept (infra/storage.ts). */
export const DRAFT_DAYS = 30;
/** A key that rotates costs as much again for each of its first two rotations, one a year. */
export const ROTATIONS = 2;

/** What the stack of a stage has whether anybody uses it or not; test/infra/stack.thorough.test.ts counts it in the template. */
export const STACK = { alarms: 39, metrics: 13, dashboards: 1, keys: 4, rotatingKeys: 2 } as const;

export const GB = 2 ** 30;

/** The same in words, as a person has to know it who reads a bill. */
export const ASSUMPTIONS: readonly Text[] = [
  {
    zh: `市一级；每份文件是一个乡镇的全部户（平均大小）；每季汇总 ${RUNS} 次，每次重算全部乡镇；文件都从网页报送；省还要为每个市各发布一套`,
    en: `one city (a province publishes a set of reports for each of its cities, too); a file names all households of a township of average size; a quarter is summarized ${RUNS} times, all townships each time; files are sent from the page`,
  },
  {
    zh: `请求数由程序推算，并与本机端到端运行逐项核对；字节数、运行时间在本机测得：内存小于 ${WHOLE_PROCESSOR_MB} MB 的函数按比例放慢，云端网络等待未计，是下限`,
    en: `requests are worked out and compared with an end-to-end run on one machine; bytes and times were measured there: a function with less than ${WHOLE_PROCESSOR_MB} MB is slower in proportion, waiting for the network is left out, so times are a floor`,
  },
  {
    zh: '未计：县市办公室网页与下载、短信邮件、数据分析查询（Athena）、税、支持计划；文件永久保存',
    en: 'left out: pages and downloads of offices, mail, queries of analysts (Athena), taxes, support plans; files are kept for ever',
  },
];
