import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, closeWalk, openWalk, routesOf, sentAway, things, walk } from "./rights-walk.ts";
import { PUBLIC, WALK } from "./rights-walk-table.ts";

beforeAll(openWalk, 120_000);
afterAll(closeWalk);

describe("every route", () => {
  it("has its line in the walk, and every line its route", () => {
    const known = new Set([...Object.keys(WALK), ...PUBLIC]);
    const there = routesOf();
    expect(there.length).toBeGreaterThan(200);
    expect(
      there.filter((route) => !known.has(route)),
      "routes that nobody has said the rights of",
    ).toEqual([]);
    expect(
      [...known].filter((route) => !there.includes(route)),
      "lines of routes that are gone",
    ).toEqual([]);
  });

  it("needs a session, but for those that are for everybody", async () => {
    for (const route of Object.keys(WALK)) {
      const answer = await ask(route, undefined);
      if (!sentAway(answer))
        expect([401, 403, 404, 410], `${route}: ${answer.text.slice(0, 200)}`).toContain(answer.status);
    }
  });

  it("is shut to whoever has no post, to the auditor where it changes something, and to other organisations", async () => {
    expect((await walk(["n", "k", "f"])).wrong).toEqual([]);
  }, 240_000);

  it("that changes something is shut to the auditor, but for what is the auditor's own", () => {
    const changing = Object.entries(WALK).filter(([route, may]) => !route.startsWith("GET ") && may.includes("k"));
    const own =
      /\/(thong-bao|tai-khoan|tim-kiem|api\/search|dang-xuat|notices|access\/(sign-out|password)|api\/identity)|(audit\/export|nhat-ky\/xuat|tables\/view|nhiem-vu\/:id\/cot)$/;
    const office = changing.map(([route]) => route).filter((route) => !own.test(route));
    expect(office).toEqual([]);
  });

  it("that names a thing of another organisation is shut", () => {
    const named = Object.entries(WALK).filter(([route, may]) => {
      const address = route.split(" ")[1]!;
      return may.includes("f") && address.includes(":") && things.some(([beginning]) => address.startsWith(beginning));
    });
    // Registers and agencies are named by words that every organisation has; the template is the same for all; of nothing there is nothing
    // to remove, and no answer to it. That none of them tells anything of ours is looked at in the walk.
    const wordOnly = [
      "DELETE /api/keys/images/:owner",
      "GET /api/incoming/answered-by/:id",
      "GET /api/registers/:register/lines",
      "GET /api/registers/:register/print",
      "GET /api/registers/:register/workbook",
      "GET /nhiem-vu/:id/nhap/tep-mau",
      "GET /nhiem-vu/don-vi/:agency",
    ];
    expect(named.map(([route]) => route).filter((route) => !wordOnly.includes(route))).toEqual([]);
  });
});
