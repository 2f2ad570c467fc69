import type { Language } from '../shared/language/language.ts';
import { helpText, parseCommandLine, usageText, type Command } from './command.ts';
import { DecisionRefusedError } from '../shared/office/decision-refused.ts';
import { BadDataError, EXIT, languageAskedFor, SystemError, UsageError } from './told-errors.ts';

/** What an office decides about a period: one module. */
const DECISIONS = ['window', 'lock', 'unlock', 'exception', 'nil', 'withdraw', 'reinstate', 'revert'];

async function decisionNamed(name: string): Promise<Command> {
  const { DECISION_COMMANDS } = await import('./commands/decisions.ts');
  const found = DECISION_COMMANDS.find((command) => command.name === name);
  if (!found) throw new Error(`there is no decision ${name}`);
  return found;
}

/**
 * Commands are loaded when called, and load what is large when they run: help and `validate` wait neither for the CDK
 * nor for an AWS client.
 */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  validate: async () => (await import('./commands/validate.ts')).validate,
  template: async () => (await import('./commands/template.ts')).template,
  run: async () => (await import('./commands/run.ts')).run,
  local: async () => (await import('./commands/local.ts')).local,
  upload: async () => (await import('./commands/upload.ts')).upload,
  status: async () => (await import('./commands/status.ts')).status,
  remind: async () => (await import('./commands/remind.ts')).remind,
  summarize: async () => (await import('./commands/summarize.ts')).summarize,
  ...Object.fromEntries(DECISIONS.map((decision) => [decision, async () => decisionNamed(decision)])),
  audit: async () => (await import('./commands/audit.ts')).audit,
  replay: async () => (await import('./commands/replay.ts')).replay,
  skip: async () => (await import('./commands/skip.ts')).skip,
  erase: async () => (await import('./commands/erase.ts')).erase,
  restore: async () => (await import('./commands/restore.ts')).restore,
  reparse: async () => (await import('./commands/reparse.ts')).reparse,
  explain: async () => (await import('./commands/explain.ts')).explain,
  compare: async () => (await import('./commands/compare.ts')).compare,
  download: async () => (await import('./commands/download.ts')).download,
  publish: async () => (await import('./commands/publish.ts')).publish,
  reproduce: async () => (await import('./commands/reproduce.ts')).reproduce,
  divisions: async () => (await import('./commands/divisions.ts')).divisions,
  city: async () => (await import('./commands/city.ts')).city,
  cost: async () => (await import('./commands/cost.ts')).cost,
  desk: async () => (await import('./commands/desk.ts')).desk,
  generate: async () => (await import('./commands/generate.ts')).generate,
};

/** Runs the command that the words name. @returns its exit code */
export async function uplift([name = '', ...argv]: readonly string[]): Promise<number> {
  const load = COMMANDS[name];
  const language = languageAskedFor([name, ...argv]);
  if (load !== undefined) return execute(await load(), argv, language);
  const usage = {
    zh: '用法: uplift <命令> [选项]，每个命令都有 --help',
    en: 'Usage: uplift <command> [options]; every command has --help',
  }[language];
  if (name !== '' && name !== '--help' && name !== 'help') {
    const all = { zh: '全部命令：uplift --help', en: 'uplift --help lists the commands' }[language];
    console.error(`${{ zh: '没有命令', en: 'unknown command ' }[language]}“${name}”\n\n${usage}\n${all}`);
    return EXIT.usage;
  }
  const lines = await Promise.all(
    Object.values(COMMANDS).map(async (one) =>
      one().then((command) => `  ${command.name.padEnd(12)}${command[language]}`),
    ),
  );
  console.log([usage, '', ...lines].join('\n'));
  return EXIT.good;
}

async function execute(command: Command, argv: readonly string[], language: Language): Promise<number> {
  try {
    const { options, words } = parseCommandLine(command, argv);
    const lang = options['lang'] ?? 'zh';
    if (lang !== 'zh' && lang !== 'en')
      throw new UsageError({
        zh: `--lang 应为 zh 或 en，给出的是“${String(lang)}”`,
        en: `--lang: got “${String(lang)}”, expected zh or en`,
      });
    if (options['help']) {
      console.log(helpText(command, lang));
      return EXIT.good;
    }
    return await command.run(options, words, lang);
  } catch (error) {
    if (error instanceof UsageError || error instanceof DecisionRefusedError) {
      console.error(`${error.text[language]}\n\n${usageText(command, language)}`);
      return EXIT.usage;
    }
    if (error instanceof BadDataError) {
      console.error(error.text[language]);
      return EXIT.badData;
    }
    console.error(`${{ zh: '系统故障：', en: 'fault of the system: ' }[language]}${faultText(error, language)}`);
    if (process.env['UPLIFT_DEBUG']) console.error(error);
    return EXIT.fault;
  }
}

function faultText(error: unknown, language: Language): string {
  if (error instanceof SystemError) return error.text[language];
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
