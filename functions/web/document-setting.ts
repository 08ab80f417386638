import { may } from "../../shared/access/index.ts";
import { vietnamDate } from "../../shared/office/index.ts";
import type { Desk, WebContext } from "./desk.tsx";
import type { DocumentSetting } from "./parts/document-fields.tsx";

/** More names than anybody looks through. */
const MOST_NAMES = 3000;

/** Names that recipients are chosen from: groups of receivers, agencies and organisations of the directory; the office itself is none. */
export async function directoryOf(desk: Desk, c: WebContext): Promise<string[]> {
  const { access, agencies, recipients } = desk.office;
  const actor = c.get("actor");
  const [groups, listed, organisations] = await Promise.all([
    may(actor, "document.read") ? recipients.groups(actor) : [],
    may(actor, "programme.read") ? agencies.list(actor) : [],
    access.organisations(),
  ]);
  const own = organisations.find(({ id }) => id === actor.organisationId)?.name;
  const names = [...groups, ...listed, ...organisations].map(({ name }) => name.replaceAll("\n", " "));
  return [...new Set(names)].filter((name) => name !== own).slice(0, MOST_NAMES);
}

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
