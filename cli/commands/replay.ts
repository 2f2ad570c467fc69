import { setTimeout as wait } from 'node:timers/promises';
import { asDivision, asPeriod, connected, STACK, type Command } from '../command.ts';
import { EXIT, UsageError } from '../told-errors.ts';

/** Uploads that are announced a second, so that a replay does not crowd out what clerks send now. */
const RATE = 20;

/** Announces uploads again: those of the dead letters, or those of a period. What is done already stays as it is. */
export const replay: Command = {
  name: 'replay',
  usage: '--dead-letters | PERIOD [--division CODE] [--failed] [--rate 20] [--dry-run]',
  zh: '重新处理上传：死信队列中的，或一个季度的；已处理的不受影响',
  en: 'announce uploads again: of the dead letter queue, or of a period; what is done stays as it is',
  options: {
    'dead-letters': { type: 'boolean', zh: '死信队列中的消息', en: 'the messages of the dead letter queue' },
    division: { type: 'string', zh: '只限一个单位', en: 'only of one division' },
    failed: { type: 'boolean', zh: '放弃处理的也重来', en: 'those that were given up, too' },
    rate: { type: 'string', zh: '每秒几个', en: 'announcements a second' },
    'dry-run': { type: 'boolean', zh: '只显示数量', en: 'only show how many' },
    stack: STACK,
  },
  run: async (options, words, language) => {
    const dead = options['dead-letters'] === true;
    if (dead ? words.length > 0 : words.length !== 1)
      throw new UsageError({ zh: '请给出 --dead-letters 或一个季度', en: 'expected --dead-letters or one PERIOD' });
    const rate = Number(options['rate'] ?? RATE);
    if (!(rate > 0))
      throw new UsageError({
        zh: `--rate 应为正数，给出的是“${String(options['rate'])}”`,
        en: `--rate: got “${String(options['rate'])}”, expected a positive number`,
      });
    const system = await connected(options);
    const dryRun = options['dry-run'] === true;
    if (dead) {
      const waiting = await system.deadLetterCount();
      let moved = 0;
      if (!dryRun) for (; await system.redriveOne(); moved++) await wait(1_000 / rate);
      console.log(
        options['json']
          ? JSON.stringify({ waiting, moved })
          : {
              zh: `死信约 ${waiting} 条，已重新投递 ${moved} 条`,
              en: `about ${waiting} dead letters, ${moved} sent again`,
            }[language],
      );
      return EXIT.good;
    }
    const period = asPeriod(words[0] ?? '');
    const division = typeof options['division'] === 'string' ? asDivision(options['division'], period) : null;
    const versions = await system.versions(period, division);
    if (!dryRun)
      for (const version of versions) {
        await system.announce(version, options['failed'] === true ? 'failed' : undefined);
        await wait(1_000 / rate);
      }
    console.log(
      options['json']
        ? JSON.stringify({ uploads: versions.length, announced: dryRun ? 0 : versions.length })
        : {
            zh: `${versions.length} 个上传${dryRun ? '（试算，没有改动）' : '已重新排队'}`,
            en: `${versions.length} uploads ${dryRun ? '(dry run: nothing was changed)' : 'announced again'}`,
          }[language],
    );
    return EXIT.good;
  },
};
