import { vietnamDate } from "../../shared/office/index.ts";
import type { Desk, WebContext } from "./desk.tsx";
import type { DocumentSetting } from "./parts/document-fields.tsx";

/** What documents of the reader's organisation are drafted with: name and place, who may sign, what day it is. */
export async function settingOf(desk: Desk, c: WebContext): Promise<DocumentSetting> {
  const { access, clock } = desk.office;
  const { organisationId } = c.get("actor");
  const [organisation, people] = await Promise.all([
    access.organisation(organisationId),
    access.people(organisationId),
  ]);
  return {
    organisation,
    leaders: people.filter((person) => person.roles.includes("leader") && !person.disabled),
    today: vietnamDate(clock()),
  };
}
