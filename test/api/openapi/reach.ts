import { type Node, SyntaxKind } from "typescript/unstable/ast";
import {
  isArrowFunction,
  isAsExpression,
  isBinaryExpression,
  isBindingElement,
  isCallExpression,
  isIdentifier,
  isIfStatement,
  isMethodDeclaration,
  isNewExpression,
  isObjectLiteralExpression,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isReturnStatement,
  isSatisfiesExpression,
  isShorthandPropertyAssignment,
  isSpreadAssignment,
  isStringLiteral,
  isVariableDeclaration,
} from "typescript/unstable/ast/is";
import type { Project } from "typescript/unstable/sync";
import { PERMISSIONS } from "../../../shared/access/index.ts";

/** What a call comes across before it answers. */
export interface Reached {
  /** Actions that it asks `allow` for. */
  needs: Set<string>;
  /** Codes of the errors it throws by itself. */
  errors: Set<string>;
  /** It is for the person alone, not for a machine's key. */
  person: boolean;
}

/** Whose errors are told of a route: the desks' and the rooms' next to them; those of readers of files are told of as a whole. */
const TOLD =
  /\/shared\/(office|access|records|exchange|reports|documents|copies|dossiers|amendments|tasks|key-holders|calendar)\//;

/** Follows calls through the source code. */
export class Reach {
  readonly #project: Project;
  readonly #known = new Map<Node, Reached>();
  readonly #objects = new Map<Node, Map<string, Node>>();

  constructor(project: Project) {
    this.#project = project;
  }

  /** What one method of a desk reaches: `["documents", "submit"]`; undefined when the office has no such method. */
  of(office: Node, desk: readonly string[]): Reached | undefined {
    let node: Node | undefined = office;
    for (const name of desk) {
      if (node === undefined) return undefined;
      node = this.#members(node).get(name);
    }
    return node === undefined ? undefined : this.#walk(this.#functionOf(node) ?? node, new Set());
  }

  /** What stands under the names of an object: of a literal, of what a call answers, of a variable. */
  #members(node: Node): Map<string, Node> {
    const known = this.#objects.get(node);
    if (known !== undefined) return known;
    const found = new Map<string, Node>();
    this.#objects.set(node, found);
    const plain = bare(node);
    if (isObjectLiteralExpression(plain)) {
      for (const part of plain.properties) {
        if (isSpreadAssignment(part))
          for (const [name, value] of this.#members(part.expression)) found.set(name, value);
        else if (isPropertyAssignment(part)) found.set(part.name.getText(), part.initializer);
        else if (isShorthandPropertyAssignment(part)) {
          const declared = this.#declarationOf(part.name, true);
          if (declared !== undefined) found.set(part.name.getText(), declared);
        } else if (isMethodDeclaration(part)) found.set(part.name.getText(), part);
      }
    } else if (isCallExpression(plain)) {
      const called = this.#functionOf(plain.expression);
      for (const answer of called === undefined ? [] : answersOf(called))
        for (const [name, value] of this.#members(answer)) found.set(name, value);
    } else if (isIdentifier(plain) || isPropertyAccessExpression(plain)) {
      const declared = this.#declarationOf(plain);
      if (declared !== undefined) for (const [name, value] of this.#members(declared)) found.set(name, value);
    } else if (isBindingElement(plain)) {
      // `const { idle, ...jobs } = signingJobs(context)`
      const { initializer } = plain.parent.parent as unknown as { initializer?: Node };
      const from = initializer === undefined ? new Map<string, Node>() : this.#members(initializer);
      const name = plain.name!.getText();
      if (plain.dotDotDotToken === undefined)
        for (const [key, value] of from.has(name) ? this.#members(from.get(name)!) : []) found.set(key, value);
      else for (const [key, value] of from) found.set(key, value);
    } else if (isVariableDeclaration(plain) && plain.initializer !== undefined) {
      for (const [name, value] of this.#members(plain.initializer)) found.set(name, value);
    } else if (FUNCTION_KINDS.has(plain.kind)) {
      for (const answer of answersOf(plain)) for (const [name, value] of this.#members(answer)) found.set(name, value);
    }
    return found;
  }

  #declarationOf(node: Node, shorthand = false): Node | undefined {
    const { checker } = this.#project;
    const symbol = shorthand
      ? checker.getShorthandAssignmentValueSymbol(node.parent)
      : checker.getSymbolAtLocation(isPropertyAccessExpression(node) ? node.name : node);
    if (symbol === undefined) return undefined;
    const aliased = symbol.flags & 2097152 ? checker.getAliasedSymbol(symbol) : symbol;
    return (aliased.valueDeclaration ?? aliased.declarations[0])?.resolve();
  }

  /** The function that a name, a property or a literal stands for. */
  #functionOf(node: Node, depth = 0): Node | undefined {
    const plain = bare(node);
    if (FUNCTION_KINDS.has(plain.kind)) return plain;
    if (depth > 6) return undefined;
    if (isVariableDeclaration(plain) || isPropertyAssignment(plain))
      return plain.initializer === undefined ? undefined : this.#functionOf(plain.initializer, depth + 1);
    if (isIdentifier(plain)) {
      const declared = this.#declarationOf(plain);
      return declared === undefined || declared === plain ? undefined : this.#functionOf(declared, depth + 1);
    }
    if (isPropertyAccessExpression(plain)) {
      const declared = this.#declarationOf(plain);
      if (declared !== undefined && FUNCTION_KINDS.has(declared.kind)) return declared;
      const owner = this.#members(plain.expression).get(plain.name.text);
      return owner === undefined ? undefined : this.#functionOf(owner, depth + 1);
    }
    if (isCallExpression(plain)) {
      // A function made by a function: what it answers is what is called.
      const maker = this.#functionOf(plain.expression, depth + 1);
      for (const answer of maker === undefined ? [] : answersOf(maker))
        if (FUNCTION_KINDS.has(answer.kind)) return answer;
    }
    return undefined;
  }

  #walk(start: Node, trail: Set<Node>): Reached {
    const known = this.#known.get(start);
    if (known !== undefined) return known;
    const reached: Reached = { needs: new Set(), errors: new Set(), person: false };
    if (trail.has(start) || trail.size > 9) return reached;
    trail.add(start);
    const mayWords = (node: Node): void => {
      if (isCallExpression(node) && isIdentifier(node.expression) && node.expression.text === "may") words(node);
      node.forEachChild(mayWords);
    };
    // One word, or one of several by what is asked for.
    const words = (part: Node): void => {
      if (isStringLiteral(part) && part.text in PERMISSIONS) reached.needs.add(part.text);
      part.forEachChild(words);
    };
    const visit = (node: Node): void => {
      if (isNewExpression(node) && isIdentifier(node.expression) && node.expression.text === "VanthuError") {
        const [code] = node.arguments ?? [];
        if (code !== undefined && isStringLiteral(code)) reached.errors.add(code.text);
      }
      // `if (!may(actor, "administer")) allow(actor, "document.read")`: either will do.
      if (isIfStatement(node) && /\ballow\(|"FORBIDDEN"/.test(node.thenStatement.getText())) mayWords(node.expression);
      if (isBinaryExpression(node) && /\ballow\(/.test(node.right.getText())) mayWords(node.left);
      if (isCallExpression(node)) {
        const { expression } = node;
        if (isIdentifier(expression) && expression.text === "allow") {
          if (node.arguments[1] !== undefined) words(node.arguments[1]);
          reached.errors.add("FORBIDDEN");
        } else if (isIdentifier(expression) && expression.text === "inPerson") {
          reached.person = true;
        } else {
          const called = this.#functionOf(expression);
          if (called !== undefined && TOLD.test(called.getSourceFile().fileName)) {
            const deeper = this.#walk(called, trail);
            for (const need of deeper.needs) reached.needs.add(need);
            for (const error of deeper.errors) reached.errors.add(error);
            reached.person ||= deeper.person;
          }
        }
      }
      node.forEachChild(visit);
    };
    start.forEachChild(visit);
    trail.delete(start);
    this.#known.set(start, reached);
    return reached;
  }
}

const FUNCTION_KINDS = new Set([
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.FunctionExpression,
  SyntaxKind.ArrowFunction,
  SyntaxKind.MethodDeclaration,
]);

function bare(node: Node): Node {
  let plain = node;
  while (isParenthesizedExpression(plain) || isAsExpression(plain) || isSatisfiesExpression(plain))
    plain = plain.expression;
  return plain;
}

/** What a function answers: its own return statements, not those of functions in it. */
function answersOf(called: Node): Node[] {
  if (isArrowFunction(called) && called.body.kind !== SyntaxKind.Block) return [bare(called.body)];
  const answers: Node[] = [];
  const visit = (node: Node): void => {
    if (FUNCTION_KINDS.has(node.kind)) return;
    if (isReturnStatement(node) && node.expression !== undefined) answers.push(bare(node.expression));
    node.forEachChild(visit);
  };
  called.forEachChild(visit);
  return answers;
}
