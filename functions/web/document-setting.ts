import { vietnamDate } from "../../shared/office/index.ts";
import type { Desk, WebContext } from "./desk.tsx";
import type { DocumentSetting } from "./parts/document-fields.tsx";

/** What documents of the reader's organisation are drafted with: name and place, who may sign, what day it is. */
export async function settingOf(desk: Desk, c: WebContext): Promise<DocumentSetting> {
  const { access, clock, mandates } = desk.office;
  const { organisationId } = c.get("actor");
  const [organisation, people, offered] = await Promise.all([
    access.organisation(organisationId),
    access.people(organisationId),
    mandates.offered(c.get("actor")),
  ]);
  return {
    organisation,
    leaders: people.filter((person) => person.roles.includes("leader") && !person.disabled),
    mandates: offered.filter(({ general }) => general !== true),
    today: vietnamDate(clock()),
  };
}
