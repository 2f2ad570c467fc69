import { revisionPrefix } from '../../shared/ledger/keys.ts';
import { asPeriod, connected, STACK, type Command } from '../command.ts';
import { EXIT, UsageError } from '../told-errors.ts';

/**
 * Builds a published revision once more from the stored rows, no cache in between, and compares the hash of every file.
 */
export const reproduce: Command = {
  name: 'reproduce',
  usage: 'reports/PERIOD/rev-N [--stack NAME]',
  zh: '用入库的数据重新生成已发布的一版，逐个文件核对哈希值',
  en: 'build a published revision again from the stored rows and compare every file',
  options: { stack: STACK },
  run: async (options, [path = '', ...rest], language) => {
    const match = /^(?:reports\/)?(20\d\dQ[1-4])\/rev-(\d+)\/?$/.exec(path);
    if (!match || rest.length > 0)
      throw new UsageError({
        zh: `应为 reports/2016Q2/rev-1 一类的路径，给出的是“${path}”`,
        en: `got “${path}”, expected a path such as reports/2016Q2/rev-1`,
      });
    const prefix = revisionPrefix(asPeriod(match[1] ?? ''), Number(match[2]));
    const system = await connected(options);
    const manifest = await system.manifest(prefix);
    if (manifest === null) throw new UsageError({ zh: `没有发布过 ${path}`, en: `${path} has not been published` });
    const restatement = await system.readReport(`${prefix}internal/restatement.json`);
    const before =
      restatement === null ? null : (JSON.parse(restatement) as { revision: { from: number } }).revision.from;
    const rebuilt = await system.rebuild(manifest, before);
    const files = [...new Set([...Object.keys(manifest.outputs), ...rebuilt.keys()])].sort();
    const differing = files.filter((name) => manifest.outputs[name]?.sha256 !== rebuilt.get(name));
    if (options['json']) console.log(JSON.stringify({ path, files: files.length, differing }, null, 1));
    else if (differing.length === 0)
      console.log({ zh: `${files.length} 个文件全部一致`, en: `all ${files.length} files are the same` }[language]);
    else {
      const said = {
        zh: '与发布时不一致（程序或规则的版本可能不同）',
        en: 'differ from what was published (another version of the program or rules?)',
      }[language];
      console.log(
        `${differing.join('\n')}\n${differing.length}/${files.length} ${said}: ${manifest.codeVersion}, ${manifest.ruleSet}`,
      );
    }
    return differing.length === 0 ? EXIT.good : EXIT.badData;
  },
};
