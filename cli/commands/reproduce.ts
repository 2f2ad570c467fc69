import { revisionPrefix } from '../../shared/ledger/keys.ts';
import { asPeriod, connected, STACK, type Command } from '../command.ts';
import { reproduced } from '../reproduction.ts';
import { EXIT, UsageError } from '../told-errors.ts';

/** Checks a published revision from its uploads to the published bytes, and builds it once more from the stored rows. */
export const reproduce: Command = {
  name: 'reproduce',
  usage: 'reports/PERIOD/rev-N [--stack NAME]',
  zh: '核对已发布的一版：上传、清单、已发布的文件，并用入库的数据重新生成',
  en: 'check a published revision: its uploads, its manifest, its files, and what the stored rows make of it',
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
    const labels = { zh: { uploads: '核对上传', files: '核对文件' }, en: { uploads: 'uploads', files: 'files' } }[
      language
    ];
    const { files, uploads, differences, otherVersions } = await reproduced(system, { prefix, manifest }, labels);
    if (options['json']) {
      const differing = [...new Set(differences.map(({ name }) => name))];
      console.log(JSON.stringify({ path, files, uploads, differing, differences, otherVersions }, null, 1));
    } else if (differences.length === 0)
      console.log(
        {
          zh: `${uploads} 个上传、${files} 个文件全部一致`,
          en: `all ${uploads} uploads and ${files} files are the same`,
        }[language],
      );
    else {
      const [first] = differences;
      console.log(
        {
          zh: `共 ${differences.length} 处不一致，首先是 ${first?.name}：${first?.text.zh}`,
          en: `${differences.length} things differ, first ${first?.name}: ${first?.text.en}`,
        }[language],
      );
      for (const { name, text } of differences.slice(1)) console.log(`${name}\t${text[language]}`);
      for (const text of otherVersions) console.log(text[language]);
    }
    return differences.length === 0 ? EXIT.good : EXIT.badData;
  },
};
