import { allow } from "../../../shared/access/index.ts";
import type { Problem } from "../../../shared/errors/index.ts";
import { sessionToken } from "../../api/security.ts";
import { type Desk, step, type WebContext } from "../desk.tsx";

/**
 * A step of an administrator who proved lately who it is; leads on to `next`.
 *
 * @param again shows the page of the form with the problem: FORBIDDEN, PROOF_NEEDED, or what the step itself met
 */
export function provedStep(
  desk: Desk,
  c: WebContext,
  does: () => Promise<unknown>,
  next: string,
  again: (problem: Problem) => Promise<Response>,
): Promise<Response> {
  return step(
    c,
    async () => {
      allow(c.get("actor"), "administer");
      await desk.office.access.requireRecentProof(sessionToken(c));
      await does();
      return next;
    },
    again,
  );
}
