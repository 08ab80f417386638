import { vietnamDate } from "../../../shared/office/index.ts";
import type { Desk, WebContext } from "../desk.tsx";
import type { DocumentSetting } from "../parts/document-fields.tsx";

/** What the reports of the reader's organisation are made with: name and place, who may sign, what day it is. */
export async function settingOf(desk: Desk, c: WebContext): Promise<DocumentSetting> {
  const { access, clock } = desk.office;
  const { organisationId } = c.get("actor");
  const people = await access.people(organisationId);
  return {
    organisation: await access.organisation(organisationId),
    leaders: people.filter((person) => person.roles.includes("leader") && !person.disabled),
    today: vietnamDate(clock()),
  };
}
