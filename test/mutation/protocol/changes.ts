/**
 * The small changes of code that break a protocol: a condition that is not asked, an effect that does not happen, is not
 * waited for or happens after the next one, a page that is not read, an error that nobody hears of.
 */
import { SyntaxKind as Kind, type Node } from 'typescript/unstable/ast';

/** A change of one node. */
export type Change = {
  /** What is changed, for people; with the text of the node it names the mutant. */
  readonly what: string;
  /** The code around the node: `changed` says whether the mutant is the one that is tried. */
  readonly around: (changed: string, rendered: string) => string;
};

/** A syntax node with the parts that the changes look at; TypeScript's API has no type for "any node". */
export type Part = Node & {
  readonly parent?: Part;
  readonly expression?: Part;
  readonly condition?: Part;
  readonly left?: Part;
  readonly right?: Part;
  readonly name?: Part;
  readonly statement?: Part;
  readonly operatorToken?: Part;
  readonly operator?: Kind;
  readonly operand?: Part;
  readonly arguments?: readonly Part[];
  readonly statements?: readonly Part[];
};

const instead =
  (other: string): Change['around'] =>
  (changed, rendered) =>
    `(${changed} ? (${other}) : (${rendered}))`;
const unless: Change['around'] = (changed, rendered) => `{ if (!${changed}) ${rendered} }`;

const LOOPS = new Set([Kind.ForStatement, Kind.ForOfStatement, Kind.ForInStatement, Kind.WhileStatement]);
const COMPARED: Partial<Record<Kind, string>> = {
  [Kind.EqualsEqualsEqualsToken]: '!==',
  [Kind.ExclamationEqualsEqualsToken]: '===',
  [Kind.LessThanToken]: '<=',
  [Kind.LessThanEqualsToken]: '<',
  [Kind.GreaterThanToken]: '>=',
  [Kind.GreaterThanEqualsToken]: '>',
};
const JOINED = new Set([Kind.AmpersandAmpersandToken, Kind.BarBarToken]);

/** Methods without which their array is what it was. */
const PASSING = new Set(['filter', 'sort', 'toSorted', 'reverse', 'toReversed', 'slice', 'catch']);
const OTHER_METHOD = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['min', 'max'],
  ['max', 'min'],
]);

/** All changes of a node. */
export function changesOf(node: Part): Change[] {
  return [...asCondition(node), ...asStatement(node), ...asExpression(node), ...asProperty(node), ...asCall(node)];
}

const isConditionOf = (node: Part, parent: Part): boolean =>
  (parent.kind === Kind.IfStatement || parent.kind === Kind.WhileStatement) && parent.expression === node
    ? true
    : (parent.kind === Kind.ConditionalExpression || parent.kind === Kind.ForStatement) && parent.condition === node;

function asCondition(node: Part): Change[] {
  const { parent } = node;
  if (!parent || !isConditionOf(node, parent)) return [];
  const never = { what: 'never true', around: instead('false') };
  return LOOPS.has(parent.kind) ? [never] : [{ what: 'always true', around: instead('true') }, never];
}

function asStatement(node: Part): Change[] {
  switch (node.kind) {
    case Kind.ThrowStatement:
      return [{ what: 'not thrown', around: unless }];
    case Kind.BreakStatement:
    case Kind.ContinueStatement:
      return [{ what: 'left out', around: unless }];
    case Kind.ReturnStatement:
      return node.expression ? [] : [{ what: 'left out', around: unless }];
    default:
      return node.parent && LOOPS.has(node.parent.kind) && node.parent.statement === node
        ? [{ what: 'only once', around: (changed, rendered) => `{ ${rendered} if (${changed}) break; }` }]
        : [];
  }
}

function asExpression(node: Part): Change[] {
  const { parent } = node;
  const changes: Change[] = [];
  if (parent?.kind === Kind.ExpressionStatement) changes.push({ what: 'left out', around: instead('undefined') });
  if (node.kind === Kind.AwaitExpression && node.expression)
    changes.push({ what: 'not awaited', around: instead(node.expression.getText()) });
  if (parent?.kind === Kind.ReturnStatement && node.kind === Kind.TrueKeyword)
    changes.push({ what: 'false', around: instead('false') });
  if (parent?.kind === Kind.ReturnStatement && node.kind === Kind.FalseKeyword)
    changes.push({ what: 'true', around: instead('true') });
  if (node.kind === Kind.PrefixUnaryExpression && node.operator === Kind.ExclamationToken && node.operand)
    changes.push({ what: 'not negated', around: instead(node.operand.getText()) });
  if (node.kind === Kind.StringLiteral)
    for (const half of node
      .getText()
      .slice(1, -1)
      .split(/ AND | OR /))
      if (half.length + 2 < node.getText().length)
        changes.push({ what: `only “${half}” of`, around: instead(JSON.stringify(half)) });
  return [...changes, ...asBinary(node)];
}

function asBinary(node: Part): Change[] {
  const { left, right, operatorToken } = node;
  if (node.kind !== Kind.BinaryExpression || !left || !right || !operatorToken) return [];
  const { kind } = operatorToken;
  const only = (part: Part, which: string): Change => ({
    what: `only the ${which} of`,
    around: instead(part.getText()),
  });
  if (JOINED.has(kind)) return [only(left, 'left'), only(right, 'right')];
  if (kind === Kind.QuestionQuestionToken) return [only(right, 'right')];
  const compared = COMPARED[kind];
  if (compared === undefined) return [];
  const other: Change = {
    what: `${compared} in`,
    around: instead(`${left.getText()} ${compared} ${right.getText()}`),
  };
  return [other];
}

/** The fields of requests have capital initials; other objects are made of what a caller needs, and compared by it. */
const isField = (node: Part): boolean => /^[A-Z]/.test(node.name?.getText() ?? '');

function asProperty(node: Part): Change[] {
  const { kind, parent } = node;
  const isSpread = kind === Kind.SpreadAssignment;
  const isNamed = kind === Kind.PropertyAssignment || kind === Kind.ShorthandPropertyAssignment;
  if (parent?.kind !== Kind.ObjectLiteralExpression || !(isSpread || (isNamed && isField(node)))) return [];
  return [
    {
      what: 'without',
      around: (changed, rendered) => `...(${changed} ? {} : { ${rendered} })`,
    },
  ];
}

function asCall(node: Part): Change[] {
  const callee = node.expression;
  if (node.kind !== Kind.CallExpression || callee?.kind !== Kind.PropertyAccessExpression) return [];
  const [receiver, name] = [callee.expression?.getText() ?? '', callee.name?.getText() ?? ''];
  if (PASSING.has(name)) return [{ what: `without ${name} in`, around: instead(receiver) }];
  const other = OTHER_METHOD.get(name);
  const given = (node.arguments ?? []).map((one) => one.getText()).join(', ');
  return other === undefined ? [] : [{ what: `${other} in`, around: instead(`${receiver}.${other}(${given})`) }];
}
