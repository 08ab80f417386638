import type { Shape } from "../../../functions/api/openapi-model.ts";

type Shapes = Readonly<Record<string, Shape>>;

/**
 * What is wrong with a value by a JSON schema, a line each; nothing when it fits. Stricter than the standard: a field that the schema does not
 * name is wrong as well, unless the schema is open (`additionalProperties`), so that the description cannot fall behind the answers.
 */
export function faultsOf(value: unknown, shape: Shape, all: Shapes, where = ""): string[] {
  if (shape.$ref !== undefined) {
    const named = all[shape.$ref.split("/").at(-1)!];
    return named === undefined ? [`${where}: ${shape.$ref} is nowhere`] : faultsOf(value, named, all, where);
  }
  if (shape.allOf !== undefined) return faultsOf(value, joined(shape, all), all, where);
  const choices = shape.anyOf ?? shape.oneOf;
  if (choices !== undefined) {
    const tried = choices.map((one) => faultsOf(value, one, all, where));
    return tried.some((faults) => faults.length === 0)
      ? []
      : [`${where}: none of ${choices.length} fits: ${tried.map((one) => one[0]).join(" | ")}`];
  }
  if (shape.const !== undefined)
    return value === shape.const ? [] : [`${where}: ${JSON.stringify(value)} is not ${JSON.stringify(shape.const)}`];
  if (shape.enum !== undefined && !shape.enum.includes(value as string))
    return [`${where}: ${JSON.stringify(value)} is none of ${shape.enum.join(", ")}`];
  const types = [shape.type ?? []].flat();
  if (types.length > 0 && !types.some((type) => isOf(value, type)))
    return [`${where}: ${JSON.stringify(value)?.slice(0, 60)} is no ${types.join(" or ")}`];
  if (typeof value === "string") return textFaults(value, shape, where);
  if (typeof value === "number") {
    if (value < (shape.minimum ?? value) || value > (shape.maximum ?? value))
      return [`${where}: ${value} is out of range`];
    return [];
  }
  if (Array.isArray(value)) return listFaults(value, shape, all, where);
  if (typeof value === "object" && value !== null)
    return objectFaults(value as Record<string, unknown>, shape, all, where);
  return [];
}

function isOf(value: unknown, type: string): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "integer":
      return Number.isInteger(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    default:
      return type === typeof value;
  }
}

function textFaults(value: string, shape: Shape, where: string): string[] {
  const faults: string[] = [];
  if (value.length < (shape.minLength ?? 0)) faults.push(`${where}: too short`);
  if (value.length > (shape.maxLength ?? value.length)) faults.push(`${where}: too long`);
  if (shape.pattern !== undefined && !new RegExp(shape.pattern, "u").test(value))
    faults.push(`${where}: “${value}” is not like ${shape.pattern}`);
  if (shape.format === "date" && !/^\d{4}-\d{2}-\d{2}$/.test(value)) faults.push(`${where}: “${value}” is no day`);
  if (shape.format === "date-time" && Number.isNaN(Date.parse(value)))
    faults.push(`${where}: “${value}” is no instant`);
  return faults;
}

function listFaults(value: unknown[], shape: Shape, all: Shapes, where: string): string[] {
  const faults: string[] = [];
  if (value.length < (shape.minItems ?? 0) || value.length > (shape.maxItems ?? value.length))
    faults.push(`${where}: ${value.length} items`);
  value.forEach((one, index) => {
    const item = shape.prefixItems?.[index] ?? shape.items;
    if (item !== undefined) faults.push(...faultsOf(one, item, all, `${where}[${index}]`));
  });
  return faults;
}

function objectFaults(value: Record<string, unknown>, shape: Shape, all: Shapes, where: string): string[] {
  const faults = (shape.required ?? [])
    .filter((name) => !(name in value))
    .map((name) => `${where}.${name}: is missing`);
  for (const [name, one] of Object.entries(value)) {
    const property = shape.properties?.[name];
    if (property !== undefined) faults.push(...faultsOf(one, property, all, `${where}.${name}`));
    else if (typeof shape.additionalProperties === "object")
      faults.push(...faultsOf(one, shape.additionalProperties, all, `${where}.${name}`));
    else if (
      shape.additionalProperties !== true &&
      shape.type === "object" &&
      shape.description !== "Tài liệu OpenAPI 3.1"
    )
      faults.push(`${where}.${name}: is not described`);
  }
  return faults;
}

/** The parts of an `allOf` as one object. */
function joined(shape: Shape, all: Shapes): Shape {
  const parts = shape.allOf!.map((part) => (part.$ref === undefined ? part : all[part.$ref.split("/").at(-1)!]!));
  const whole = [...parts, { ...shape, allOf: undefined }].map((part) =>
    part.allOf === undefined ? part : joined(part as Shape, all),
  );
  return {
    type: "object",
    properties: Object.assign({}, ...whole.map((part) => part.properties ?? {})),
    required: whole.flatMap((part) => part.required ?? []),
    additionalProperties: whole.some((part) => part.additionalProperties === true),
  };
}
