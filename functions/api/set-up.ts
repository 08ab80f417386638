import type { Access, Organisation, Person } from "../../shared/access/index.ts";
import type { Office } from "../../shared/office/index.ts";

/**
 * First set-up of an installation, for the API and the page alike: organisation and first person in one commit, then test keys for the
 * seal and, if that person signs, for the person. Keys that fail can be made later on the administration page.
 *
 * @throws FORBIDDEN when there is an organisation already; INVALID, ALREADY_EXISTS, and then nothing is stored
 */
export async function setUpOffice(
  office: Office,
  input: Omit<Organisation, "id">,
  first: Parameters<Access["foundOrganisation"]>[1],
  keyPassword: string,
): Promise<{ organisation: Organisation; person: Person }> {
  const made = await office.access.foundOrganisation(input, first, { first: true });
  const { organisation, person } = made;
  const actor = { personId: person.id, organisationId: organisation.id, name: person.name, roles: person.roles };
  if (person.roles.includes("leader")) await office.keys.issueTestKey(organisation, actor, keyPassword, actor);
  await office.keys.issueTestKey(organisation, "seal", keyPassword, actor);
  return made;
}
