import type { Node, SourceFile } from "typescript/unstable/ast";
import { isCallExpression, isIdentifier, isStringLiteral } from "typescript/unstable/ast/is";
import {
  type Checker,
  type Symbol as CodeSymbol,
  type Project,
  SymbolFlags,
  type Type,
  TypeFlags,
} from "typescript/unstable/sync";
import type { Shape } from "../../../functions/api/openapi-model.ts";

/**
 * JSON schemas of the answers, read off the TypeScript types that the routes name in `described<T>(name, …)`. What a type says here is what
 * `JSON.stringify` makes of a value of it: dates are texts, methods and undefined are left out.
 */
export interface ReadShapes {
  /** By the name of the schema; parts that have a name of their own stand beside. */
  shapes: Record<string, Shape>;
  /** What could not be said as JSON: a type that does not come through it. */
  faults: string[];
}

/** Nesting of one type without a name, before it is given up: no answer goes so deep. */
const DEEPEST = 12;

/**
 * @param taken names of schemas that are written by hand, which no type may take
 */
export function readShapes(project: Project, files: readonly string[], taken: ReadonlySet<string>): ReadShapes {
  const reader = new ShapeReader(project.checker, taken);
  const wanted: { name: string; type: Node }[] = [];
  for (const file of files) {
    const source = project.program.getSourceFile(file);
    if (source !== undefined) wanted.push(...describedIn(source));
  }
  // Those first whose name is the type's own: others refer to them.
  for (const { name, type } of wanted) reader.announce(name, project.checker.getTypeFromTypeNode(type as never)!);
  return reader.read();
}

function describedIn(source: SourceFile): { name: string; type: Node }[] {
  const found: { name: string; type: Node }[] = [];
  const visit = (node: Node): void => {
    if (isCallExpression(node) && isIdentifier(node.expression) && /^(described|answer)$/.test(node.expression.text)) {
      const [name] = node.arguments;
      const [type] = node.typeArguments ?? [];
      if (name !== undefined && isStringLiteral(name) && type !== undefined) found.push({ name: name.text, type });
    }
    node.forEachChild(visit);
  };
  visit(source);
  return found;
}

class ShapeReader {
  readonly #checker: Checker;
  readonly #taken: ReadonlySet<string>;
  /** Names of types: by type id. */
  readonly #names = new Map<number, string>();
  readonly #queue: { name: string; type: Type }[] = [];
  readonly #faults: string[] = [];

  constructor(checker: Checker, taken: ReadonlySet<string>) {
    this.#checker = checker;
    this.#taken = taken;
  }

  announce(name: string, type: Type): void {
    const nameless = (type.flags & (TypeFlags.Object | TypeFlags.UnionOrIntersection)) === 0;
    if (!nameless && !this.#names.has(type.id)) this.#names.set(type.id, name);
    this.#queue.push({ name, type });
  }

  read(): ReadShapes {
    const shapes: Record<string, Shape> = {};
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift())
      shapes[next.name] ??= this.#body(next.type, next.name, 0);
    const sorted = Object.fromEntries(Object.entries(shapes).sort(([a], [b]) => (a < b ? -1 : 1)));
    return { shapes: sorted, faults: this.#faults };
  }

  /** A reference where the type has a name of its own, else its body. */
  #shape(type: Type, where: string, depth: number): Shape {
    const known = this.#names.get(type.id) ?? this.#nameFor(type);
    return known === undefined ? this.#body(type, where, depth) : { $ref: `#/components/schemas/${known}` };
  }

  /** Objects that our sources name are parts of their own. */
  #nameFor(type: Type): string | undefined {
    const symbol = type.getAliasSymbol() ?? type.getSymbol();
    if (symbol === undefined || !/^[A-Z]\w+$/.test(symbol.name)) return undefined;
    if ((type.flags & (TypeFlags.Object | TypeFlags.UnionOrIntersection)) === 0) return undefined;
    if (
      type.getAliasTypeArguments().length > 0 ||
      (type.isTypeReference() && this.#checker.getTypeArguments(type).length > 0)
    )
      return undefined;
    const home = symbol.declarations[0]?.path ?? "";
    if (!/\/(shared|functions)\//.test(home) || this.#isSimple(type)) return undefined;
    const others = new Set(this.#names.values());
    let name = symbol.name;
    if (this.#taken.has(name) || others.has(name)) {
      const room = /\/(?:shared|functions)\/([\w-]+)\//.exec(home)![1]!;
      name = `${room.replaceAll(/(?:^|-)(\w)/g, (_, first: string) => first.toUpperCase())}${name}`;
    }
    this.announce(name, type);
    return name;
  }

  /** Words of a list, a number or a text: said in place. */
  #isSimple(type: Type): boolean {
    if (!type.isUnionType())
      return (
        (type.flags & TypeFlags.Object) === 0 || this.#checker.isArrayType(type) || this.#checker.isTupleType(type)
      );
    return type.getTypes().every((one) => (one.flags & TypeFlags.Object) === 0 || this.#checker.isArrayType(one));
  }

  #body(type: Type, where: string, depth: number): Shape {
    const { flags } = type;
    if (depth > DEEPEST) return this.#fault(where, "goes too deep");
    if (flags & TypeFlags.AnyOrUnknown) return { description: "Giá trị JSON bất kỳ" };
    if (flags & TypeFlags.Null) return { type: "null" };
    if (type.isStringLiteralType() || type.isNumberLiteralType()) return { const: type.value };
    if (type.isBooleanLiteralType() || flags & TypeFlags.BooleanLiteral)
      return { const: (type as unknown as { value: boolean }).value ?? true };
    if (flags & (TypeFlags.String | TypeFlags.TemplateLiteral | TypeFlags.StringMapping)) return { type: "string" };
    if (flags & TypeFlags.Number) return { type: "number" };
    if (flags & TypeFlags.Boolean) return { type: "boolean" };
    if (type.isUnionType()) return this.#union(type.getTypes(), where, depth);
    if (this.#checker.isArrayType(type))
      return { type: "array", items: this.#shape(this.#checker.getTypeArguments(type as never)[0]!, where, depth + 1) };
    if (this.#checker.isTupleType(type)) {
      const parts = this.#checker.getTypeArguments(type as never);
      return {
        type: "array",
        prefixItems: parts.map((part) => this.#shape(part, where, depth + 1)),
        minItems: parts.length,
        maxItems: parts.length,
      };
    }
    if (flags & (TypeFlags.Object | TypeFlags.Intersection)) return this.#object(type, where, depth);
    return this.#fault(where, `is ${this.#checker.typeToString(type)}`);
  }

  #union(types: readonly Type[], where: string, depth: number): Shape {
    const said = types.filter((one) => (one.flags & (TypeFlags.Undefined | TypeFlags.Void)) === 0);
    const bodies = said.map((one) => this.#shape(one, where, depth));
    const booleans = said.filter((one) => one.flags & TypeFlags.BooleanLiteral);
    const rest = bodies.filter((_, index) => !(said[index]!.flags & TypeFlags.BooleanLiteral));
    const words = rest.filter((one) => one.const !== undefined).map((one) => one.const!);
    const others = rest.filter((one) => one.const === undefined);
    const parts: Shape[] = [...others];
    if (booleans.length === 2) parts.push({ type: "boolean" });
    else if (booleans.length === 1) parts.push(bodies[said.indexOf(booleans[0]!)]!);
    if (words.length > 0)
      parts.unshift({
        type: typeof words[0] === "number" ? "integer" : "string",
        enum: words.toSorted((a, b) => (a < b ? -1 : 1)),
      });
    if (parts.length === 1) return parts[0]!;
    // Text that may also be one of some words is text.
    if (parts.length === 2 && parts[0]!.enum !== undefined && parts[1]!.type === "string") return parts[1]!;
    return { anyOf: parts };
  }

  #object(type: Type, where: string, depth: number): Shape {
    const name = type.getSymbol()?.name ?? "";
    if (name === "Date") return { type: "string", format: "date-time" };
    if (/^(Uint8Array|Buffer|Map|Set|Promise|ReadonlyMap|ReadonlySet)$/.test(name))
      return this.#fault(where, `is ${name}`);
    const properties: Record<string, Shape> = {};
    const required: string[] = [];
    const symbols = [...this.#checker.getPropertiesOfType(type)];
    const types = symbols.length === 0 ? [] : this.#checker.getTypeOfSymbol(symbols);
    symbols.forEach((symbol: CodeSymbol, index) => {
      const of = types[index];
      if (of === undefined || symbol.name.startsWith("__")) return;
      if (symbol.flags & SymbolFlags.Method || this.#isCallable(of)) return;
      properties[symbol.name] = this.#shape(this.#withoutUndefined(of), `${where}.${symbol.name}`, depth + 1);
      const mayMiss =
        (symbol.flags & SymbolFlags.Optional) !== 0 ||
        (of.isUnionType() && of.getTypes().some((one) => one.flags & TypeFlags.Undefined));
      if (!mayMiss) required.push(symbol.name);
    });
    const [index] = this.#checker.getIndexInfosOfType(type);
    const shape: Shape = { type: "object" };
    if (Object.keys(properties).length > 0) shape.properties = properties;
    if (required.length > 0) shape.required = required.sort();
    if (index !== undefined) shape.additionalProperties = this.#shape(index.valueType, `${where}.*`, depth + 1);
    return shape;
  }

  /** A type of a name keeps it, where only undefined was added. */
  #withoutUndefined(type: Type): Type {
    if (!type.isUnionType() || type.getTypes().some((one) => one.flags & TypeFlags.Null)) return type;
    return this.#checker.getNonNullableType(type) ?? type;
  }

  #isCallable(type: Type): boolean {
    return (type.flags & TypeFlags.Object) !== 0 && this.#checker.getSignaturesOfType(type, 0).length > 0;
  }

  #fault(where: string, what: string): Shape {
    this.#faults.push(`${where} ${what}`);
    return { description: "Giá trị JSON bất kỳ" };
  }
}
