import { connected, DRY_RUN, required, STACK, type Command } from '../command.ts';
import { Progress } from '../progress.ts';
import { EXIT } from '../told-errors.ts';

/** Brings the table of a stack to what a restored table holds; docs/operations.md says what comes before and after. */
export const restore: Command = {
  name: 'restore',
  usage: '--from TABLE [--dry-run] [--confirm-removals] [--stack NAME]',
  zh: '把恢复出来的表里的数据放回系统自己的表（见 docs/operations.md）',
  en: 'bring the table of the stack to what a restored table holds (docs/operations.md)',
  options: {
    from: { type: 'string', zh: 'DynamoDB 恢复出来的表名', en: 'name of the table that DynamoDB restored' },
    'dry-run': DRY_RUN,
    'confirm-removals': {
      type: 'boolean',
      zh: '恢复出来的表缺少现有数据的五分之一以上时，确认移除',
      en: 'yes, remove more than a fifth of what stands',
    },
    stack: STACK,
  },
  run: async (options, _words, language) => {
    const from = required(options, 'from');
    await connected(options);
    const isTrial = options['dry-run'] === true;
    const { restoreTable } = await import('../restored-table.ts');
    const progress = new Progress({ zh: '放回', en: 'restored' }[language]);
    const { written, removed } = await restoreTable({
      from,
      mayRemoveMuch: options['confirm-removals'] === true,
      isTrial,
      onProgress: (items) => progress.update(items, items),
    });
    progress.end();
    const trial = { zh: '（试算，没有改动）', en: ' (dry run: nothing was changed)' }[language];
    console.log(
      options['json']
        ? JSON.stringify({ written, removed, isTrial })
        : {
            zh: `放回 ${written} 条，移除 ${removed} 条${isTrial ? trial : '；请运行一次 sweep，再恢复读取队列'}`,
            en: `${written} items written, ${removed} removed${isTrial ? trial : '; now run a sweep, then let the queue be read'}`,
          }[language],
    );
    return EXIT.good;
  },
};
