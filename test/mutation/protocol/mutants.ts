/**
 * Mutants of a file, all in one text: each lies behind a question whether it is the one that is tried, so that a
 * process loads the code once and tries them one after the other.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SyntaxKind as Kind } from 'typescript/unstable/ast';
import { API } from 'typescript/unstable/sync';
import { changesOf, type Change, type Part } from './changes.ts';

export type Mutant = {
  readonly id: number;
  readonly file: string;
  readonly line: number;
  /** File, function and change: what docs/mutation.md calls it, whatever lines stand before it. */
  readonly name: string;
};

/** Of a file: its code with all its mutants in it. */
export type Mutated = { readonly mutants: readonly Mutant[]; readonly codeOf: ReadonlyMap<string, string> };

/** The question that mutated code asks; who runs it answers. */
export const QUESTION = '__isTried';

const MOST_LETTERS = 90;

/** The mutants of these files, in order. @param work a folder for what TypeScript must find on a disk */
export function mutantsOf(files: readonly string[], work: string): Mutated {
  mkdirSync(work, { recursive: true });
  const config = join(work, 'tsconfig.json');
  const compilerOptions = { noResolve: true, noLib: true, types: [], allowImportingTsExtensions: true, noEmit: true };
  writeFileSync(config, JSON.stringify({ compilerOptions, files: files.map((file) => resolve(file)) }));
  const api = new API({});
  try {
    const [project] = api.updateSnapshot({ openProject: resolve(config) }).getProjects();
    const mutants: Mutant[] = [];
    const codeOf = new Map<string, string>();
    for (const file of files) {
      const source = project?.program.getSourceFile(resolve(file));
      if (!source) throw new Error(`TypeScript cannot read ${file}`);
      codeOf.set(file, new Rendering(file, readFileSync(file, 'utf8'), mutants).of(source as unknown as Part));
    }
    return { mutants, codeOf };
  } finally {
    api.close();
  }
}

class Rendering {
  readonly #file: string;
  readonly #text: string;
  readonly #mutants: Mutant[];
  readonly #names = new Map<string, number>();
  /** The exchange of a statement with its neighbour changes two nodes. */
  readonly #swaps = new Map<Part, Change & { readonly id: number }>();

  constructor(file: string, text: string, mutants: Mutant[]) {
    [this.#file, this.#text, this.#mutants] = [file, text, mutants];
  }

  of(source: Part): string {
    return this.#render(source, []);
  }

  /** @param path the names of the functions around the node; what is outside of them runs while modules load */
  #render(node: Part, path: readonly string[]): string {
    const inner = [...path, ...nameOf(node)];
    const start = node.kind === Kind.SourceFile ? 0 : node.getStart();
    const isEffective = path.length > 0;
    if (isEffective && node.statements) this.#planSwaps(node.statements, inner);
    const planned = isEffective
      ? changesOf(node).map((change) => ({ ...change, id: this.#add(node, change.what, path) }))
      : [];
    const swaps = [...this.#swaps].filter(([one]) => one === node).map(([, swap]) => swap);
    let [rendered, at] = ['', start];
    for (const child of childrenOf(node)) {
      rendered += this.#text.slice(at, child.getStart()) + this.#render(child, inner);
      at = child.end;
    }
    rendered += this.#text.slice(at, node.end);
    return [...planned, ...swaps].reduce((code, { around, id }) => around(`${QUESTION}(${id})`, code), rendered);
  }

  #planSwaps(statements: readonly Part[], path: readonly string[]): void {
    statements.forEach((statement, index) => {
      const [one, next] = [effectIn(statement), effectIn(statements[index + 1])];
      if (!one || !next || this.#swaps.has(one)) return;
      const id = this.#add(one, 'after the next', path);
      const taking =
        (other: Part): Change['around'] =>
        (changed, rendered) =>
          `(${changed} ? (${other.getText()}) : (${rendered}))`;
      this.#swaps.set(one, { what: '', id, around: taking(next) });
      this.#swaps.set(next, { what: '', id, around: taking(one) });
    });
  }

  #add(node: Part, what: string, path: readonly string[]): number {
    const text = node.getText().replaceAll(/\s+/g, ' ');
    const shown = text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text;
    const plain = `${this.#file} ${path.join('.')}: ${what} ${shown}`;
    const count = (this.#names.get(plain) ?? 0) + 1;
    this.#names.set(plain, count);
    const id = this.#mutants.length;
    const line = this.#text.slice(0, node.getStart()).split('\n').length;
    this.#mutants.push({ id, file: this.#file, line, name: count === 1 ? plain : `${plain} (${count})` });
    return id;
  }
}

/** A statement that waits for an effect and takes nothing from it. */
const effectIn = (statement: Part | undefined): Part | null => {
  const expression = statement?.kind === Kind.ExpressionStatement ? statement.expression : undefined;
  return expression?.kind === Kind.AwaitExpression ? expression : null;
};

const FUNCTIONS = new Set([
  Kind.FunctionDeclaration,
  Kind.MethodDeclaration,
  Kind.ArrowFunction,
  Kind.FunctionExpression,
  Kind.GetAccessor,
]);

/** What a function is called by those who read the code: its own name, or that of the variable or field that holds it. */
function nameOf(node: Part): string[] {
  if (!FUNCTIONS.has(node.kind)) return [];
  const named = node.name ?? node.parent?.name;
  return [named?.getText() ?? '()'];
}

/** In the order of the text, without comments and types. */
function childrenOf(node: Part): Part[] {
  const children: Part[] = [];
  node.forEachChild((child) => {
    const isType = child.kind >= Kind.FirstTypeNode && child.kind <= Kind.LastTypeNode;
    if (!isType) children.push(child as Part);
    return undefined;
  });
  return children.sort((a, b) => a.getStart() - b.getStart());
}
