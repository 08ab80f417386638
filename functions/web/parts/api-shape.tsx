import type { FC } from "hono/jsx";
import type { Shape } from "../../api/openapi-model.ts";

/** Address of the reference of the API. */
export const REFERENCE = "/api/tai-lieu";

const TYPES: Readonly<Record<string, string>> = {
  string: "chuỗi",
  number: "số",
  integer: "số nguyên",
  boolean: "đúng/sai",
  object: "đối tượng",
  array: "mảng",
  null: "null",
};
const FORMATS: Readonly<Record<string, string>> = {
  date: "ngày YYYY-MM-DD",
  "date-time": "thời điểm ISO 8601",
  binary: "tệp",
  base64: "base64",
};

/** Name of a component that a reference names. */
export const nameOf = (ref: string): string => ref.split("/").at(-1)!;

/** The type of a value in words; components lead to their own page. */
export const TypeWords: FC<{ shape: Shape }> = ({ shape }) => {
  if (shape.$ref !== undefined) return <a href={`${REFERENCE}/du-lieu/${nameOf(shape.$ref)}`}>{nameOf(shape.$ref)}</a>;
  if (shape.const !== undefined) return <code>{JSON.stringify(shape.const)}</code>;
  if (shape.enum !== undefined)
    return (
      <>
        một trong: <code>{shape.enum.map(String).join(", ")}</code>
      </>
    );
  const choices = shape.anyOf ?? shape.oneOf ?? shape.allOf;
  if (choices !== undefined)
    return (
      <>
        {choices.map((one, index) => (
          <>
            {index === 0 ? "" : shape.allOf ? " và " : " hoặc "}
            <TypeWords shape={one} />
          </>
        ))}
      </>
    );
  const types = [shape.type ?? []].flat();
  if (types.includes("array"))
    return (
      <>
        mảng{" "}
        {shape.items ? (
          <>
            các <TypeWords shape={shape.items} />
          </>
        ) : null}
        {limits(shape)}
      </>
    );
  if (types.includes("object") && typeof shape.additionalProperties === "object" && shape.properties === undefined)
    return (
      <>
        đối tượng: tên → <TypeWords shape={shape.additionalProperties} />
      </>
    );
  const named = FORMATS[shape.format ?? ""] ?? types.map((one) => TYPES[one] ?? one).join(" hoặc ");
  return <>{`${named || "giá trị JSON"}${limits(shape)}`}</>;
};

/** Limits of a value, in words; empty where there are none. */
function limits(shape: Shape): string {
  const said: string[] = [];
  const range = (least: number | undefined, most: number | undefined, unit: string) => {
    // What every number of JavaScript keeps is no limit to tell.
    const top = most !== undefined && most < Number.MAX_SAFE_INTEGER ? most : undefined;
    if (least !== undefined && least > Number.MIN_SAFE_INTEGER && top !== undefined)
      said.push(`${least} đến ${top}${unit}`);
    else if (top !== undefined) said.push(`tối đa ${top}${unit}`);
    else if (least !== undefined && least > Number.MIN_SAFE_INTEGER && (least > 0 || unit === ""))
      said.push(`từ ${least}${unit}`);
  };
  range(shape.minLength, shape.maxLength, " ký tự");
  range(shape.minimum, shape.maximum, "");
  range(shape.minItems, shape.maxItems, " mục");
  if (shape.pattern !== undefined && shape.format === undefined) said.push(`dạng ${shape.pattern}`);
  return said.length === 0 ? "" : ` (${said.join(", ")})`;
}

/** The fields of an object, a row each; objects within are shown by their path. */
export const FieldTable: FC<{ shape: Shape; label: string }> = ({ shape, label }) => {
  const rows = fieldsOf(shape);
  if (rows.length === 0)
    return (
      <p>
        <TypeWords shape={shape} />
      </p>
    );
  return (
    <table class="fields">
      <caption class="visually-hidden">{label}</caption>
      <thead>
        <tr>
          <th scope="col">Trường</th>
          <th scope="col">Kiểu, giới hạn</th>
          <th scope="col">Ý nghĩa</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            <td>
              <code>{row.path}</code>
              {row.required ? null : <span class="small soft"> không bắt buộc</span>}
            </td>
            <td>
              <TypeWords shape={row.shape} />
            </td>
            <td>{row.shape.description ?? ""}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

interface FieldRow {
  path: string;
  shape: Shape;
  required: boolean;
}

/** Objects within are opened so far; deeper ones are told by their type. */
const DEEPEST = 4;

function fieldsOf(shape: Shape, path = "", depth = 0): FieldRow[] {
  if (shape.type === "array" && shape.items !== undefined) return fieldsOf(shape.items, `${path}[]`, depth);
  const required = new Set(shape.required ?? []);
  return Object.entries(shape.properties ?? {}).flatMap(([name, property]) => {
    const own = path === "" ? name : `${path}.${name}`;
    const inner = depth < DEEPEST ? fieldsOf(property, own, depth + 1) : [];
    return [{ path: own, shape: property, required: required.has(name) }, ...inner];
  });
}
