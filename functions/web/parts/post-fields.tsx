import type { FC } from "hono/jsx";
import { type Person, type Post, postsOf, type Role, type Unit } from "../../../shared/access/index.ts";
import type { Form } from "../desk.tsx";
import { Field, Select } from "./pieces.tsx";
import { ROLE_WORDS } from "./words.ts";

/** Every post of a person, the main one first, and an empty one to fill in. Each is saved with all the others. */
export const PostsCard: FC<{ person: Person; units: Unit[] }> = ({ person, units }) => {
  const posts: Partial<Post>[] = [...postsOf(person), {}];
  return (
    <form class="card" method="post" action={`/quan-tri/nguoi-dung/${person.id}/chuc-vu`}>
      <h2>Chức vụ</h2>
      <p class="hint">
        Một người giữ được nhiều chức vụ; mỗi ngày người đó có vai trò của những chức vụ đang giữ. Xóa trống tên để bỏ
        một chức vụ.
      </p>
      {posts.map((post, index) => (
        <fieldset class="boxed">
          <legend>{index === 0 ? "Chức vụ chính" : post.title ? `Chức vụ ${index + 1}` : "Thêm chức vụ"}</legend>
          <input type="hidden" name={`id${index}`} value={post.id ?? ""} />
          <div class="pair">
            <Field name={`title${index}`} label="Tên chức vụ" value={post.title} optional={index > 0} maxlength={200} />
            <Select
              name={`unit${index}`}
              label="Đơn vị"
              value={post.unitId ?? ""}
              options={[["", "Cơ quan"], ...units.map(({ id, name }): [string, string] => [id, name])]}
            />
          </div>
          <div class="pair">
            <Field name={`from${index}`} label="Từ ngày" type="date" optional value={post.from} />
            <Field name={`to${index}`} label="Đến hết ngày" type="date" optional value={post.to} />
          </div>
          <fieldset>
            <legend>Vai trò của chức vụ này</legend>
            {(Object.keys(ROLE_WORDS) as Role[]).map((role) => (
              <label class="check">
                <input type="checkbox" name={`roles${index}`} value={role} checked={post.roles?.includes(role)} />
                <span>{ROLE_WORDS[role]}</span>
              </label>
            ))}
          </fieldset>
        </fieldset>
      ))}
      <div class="actions">
        <button class="main" type="submit">
          Lưu chức vụ
        </button>
      </div>
    </form>
  );
};

/** The posts of a posted form; those without a title are left out. */
export function postsFrom(form: Form): Post[] {
  const posts: Post[] = [];
  for (let index = 0; form.all(`title${index}`).length > 0 && index <= 20; index += 1) {
    const title = form.text(`title${index}`);
    if (title === "") continue;
    const [unitId, from, to] = [form.text(`unit${index}`), form.text(`from${index}`), form.text(`to${index}`)];
    posts.push({
      id: form.text(`id${index}`) || crypto.randomUUID().slice(0, 8),
      title,
      roles: form.all(`roles${index}`) as Role[],
      ...(unitId ? { unitId } : {}),
      ...(from ? { from } : {}),
      ...(to ? { to } : {}),
    });
  }
  return posts;
}
