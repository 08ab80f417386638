import type { FC } from "hono/jsx";
import type { Organisation } from "../../../shared/access/index.ts";
import type { RecipientGroup } from "../../../shared/office/index.ts";
import { MANY } from "../assets.ts";

/** From so many organisations on a field to search among them is worth its room. */
const LONG = 8;

/** Whom to send to: groups that the office keeps, and organisations of the directory. Fields `nhom` and `to`. */
export const RecipientFields: FC<{
  organisations: readonly Organisation[];
  groups: readonly RecipientGroup[];
  /** Ids that are ticked. */
  to: ReadonlySet<string>;
  inGroups: ReadonlySet<string>;
  /** Of organisations that cannot be chosen: why not. */
  whyNot?: ReadonlyMap<string, string>;
  hint?: string;
  legend?: string;
  /** Sets the fields of several forms of a page apart. */
  scope?: string;
}> = ({ organisations, groups, to, inGroups, whyNot, hint, legend = "Gửi tới", scope = "" }) => (
  <>
    {groups.length > 0 ? (
      <fieldset>
        <legend>Nhóm nơi nhận</legend>
        {groups.map((group) => (
          <label class="check">
            <input type="checkbox" name="nhom" value={group.id} checked={inGroups.has(group.id)} />
            <span>
              {group.name} <span class="soft small">({group.organisations.length} cơ quan)</span>
            </span>
          </label>
        ))}
      </fieldset>
    ) : null}
    <fieldset>
      <legend>{groups.length > 0 ? "Hoặc từng cơ quan" : legend}</legend>
      {hint ? <p class="hint">{hint}</p> : null}
      {organisations.length >= LONG ? (
        <p class="narrow-list" data-narrows={`${scope}danh-ba`} hidden>
          <label for={`${scope}tim-co-quan`}>Tìm cơ quan</label>
          <input id={`${scope}tim-co-quan`} type="search" autocomplete="off" placeholder="Gõ không dấu cũng được" />
          <script type="module" src={MANY.address}></script>
        </p>
      ) : null}
      <div class={organisations.length >= LONG ? "long-list" : undefined} id={`${scope}danh-ba`}>
        {organisations.map((organisation) => {
          const why = whyNot?.get(organisation.id);
          return (
            <label class="check">
              <input
                type="checkbox"
                name="to"
                value={organisation.id}
                checked={to.has(organisation.id)}
                disabled={why !== undefined}
              />
              <span>
                {organisation.name} <span class="soft small">({why ?? organisation.code})</span>
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  </>
);
