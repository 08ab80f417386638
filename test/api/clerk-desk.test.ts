import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type {
  BulkAct,
  DeliveryCounts,
  RecipientGroup,
  SignaturePlaceFound,
  SigningJob,
  SigningKey,
  SubmissionSlip,
} from "../../shared/office/index.ts";
import {
  type Client,
  KEY,
  LETTER,
  openOffices,
  openService,
  PASSWORD,
  type SeenDocument,
  signedIn,
  type TestService,
} from "./service.ts";

type Place = SignaturePlaceFound & { found: boolean };

/** What the leader's and the clerk's pages do, as a machine does it. */
describe("the leader's and the clerk's desk over the API", () => {
  let service: TestService;
  let drafter: Client;
  let leader: Client;
  let clerk: Client;
  const folder = mkdtempSync(path.join(tmpdir(), "vanthu-desk-"));

  beforeAll(async () => {
    service = openService();
    await openOffices(service);
    drafter = await signedIn(service, "thuan");
    leader = await signedIn(service, "nguyet");
    clerk = await signedIn(service, "thuha");
  });
  afterAll(async () => {
    await service.office.idle();
    await service.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function submitted(subject: string): Promise<SeenDocument> {
    const made = await drafter.json<SeenDocument>("/api/documents", { description: { ...LETTER, subject } });
    return drafter.json(`/api/documents/${made.id}/submit`, { rev: made.rev });
  }

  async function signed(subject: string): Promise<SeenDocument> {
    const { id, rev } = await submitted(subject);
    return leader.json(`/api/documents/${id}/sign`, { rev, password: KEY });
  }

  async function numbered(subject: string): Promise<SeenDocument> {
    const { id, rev } = await signed(subject);
    return clerk.json(`/api/documents/${id}/number`, { rev });
  }

  async function issued(subject: string): Promise<SeenDocument> {
    const { id, rev } = await numbered(subject);
    return clerk.json(`/api/documents/${id}/seal`, { rev, password: KEY });
  }

  async function settled(act: BulkAct): Promise<BulkAct> {
    await service.office.idle();
    return clerk.json(`/api/bulk/${act.id}`);
  }

  const keyFor = async (who: Client, role: string) =>
    (await who.json<SigningKey[]>(`/api/keys/usable?role=${role}`))[0]!.id;

  const sign = async (who: Client, role: "leader" | "seal", document: Record<string, unknown>) =>
    who.json<SigningJob>("/api/signing/jobs", {
      documents: [document],
      role,
      keyId: await keyFor(who, role),
      unlock: { password: KEY },
    });

  const pdfOf = async (id: string) => new Uint8Array(await (await clerk.get(`/api/documents/${id}/pdf`)).arrayBuffer());

  /** A page as poppler draws it, at twice its size in points. */
  function drawn(pdf: Uint8Array, page: number): { width: number; height: number; pixels: Buffer } {
    const file = path.join(folder, "trang.pdf");
    writeFileSync(file, pdf);
    const ppm = execFileSync("pdftoppm", ["-r", "144", "-f", String(page), "-l", String(page), file], {
      maxBuffer: 64 * 1024 * 1024,
    });
    const [, width, height] = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(ppm.subarray(0, 40).toString("latin1"))!;
    const [w, h] = [Number(width), Number(height)];
    return { width: w, height: h, pixels: ppm.subarray(ppm.length - 3 * w * h) };
  }

  /** Where two drawings of a page differ, in points from its lower left corner. */
  function changedBox(before: Uint8Array, after: Uint8Array, page: number): number[] {
    const [one, two] = [drawn(before, page), drawn(after, page)];
    expect([one.width, one.height]).toEqual([two.width, two.height]);
    let [left, top, right, bottom] = [one.width, one.height, 0, 0];
    for (let y = 0; y < one.height; y += 1)
      for (let x = 0; x < one.width; x += 1) {
        const at = 3 * (y * one.width + x);
        const far = [0, 1, 2].some((i) => Math.abs(one.pixels[at + i]! - two.pixels[at + i]!) > 40);
        if (!far) continue;
        [left, top] = [Math.min(left, x), Math.min(top, y)];
        [right, bottom] = [Math.max(right, x + 1), Math.max(bottom, y + 1)];
      }
    return [left / 2, (one.height - bottom) / 2, right / 2, (one.height - top) / 2];
  }

  function expectSameBox(found: number[], shown: number[], slack: number): void {
    for (const [index, value] of found.entries()) expect(Math.abs(value - shown[index]!)).toBeLessThanOrEqual(slack);
  }

  it("shows the seal where it will be: poppler sees it in the sealed file at the very place", async () => {
    const { id, rev } = await numbered("Xem trước con dấu");
    const place = await clerk.json<Place>(`/api/documents/${id}/signature-place?role=seal`);
    expect(place.found).toBe(true);
    const before = await pdfOf(id);
    expect((await sign(clerk, "seal", { id, rev })).documents[0]!.state).toBe("signed");
    expectSameBox(changedBox(before, await pdfOf(id), place.page), place.box, 1.5);
  });

  it("seals at another place that the solver offers when it is asked for, and refuses one that it does not have", async () => {
    const { id, rev } = await numbered("Chọn chỗ khác cho con dấu");
    const own = await clerk.json<Place>(`/api/documents/${id}/signature-place?role=seal`);
    expect(own.others.length).toBeGreaterThan(0);
    const [other] = own.others;
    const shown = await clerk.json<Place>(`/api/documents/${id}/signature-place?role=seal&wish=${other!.wish}`);
    expect(shown.box).toEqual(other!.box);
    expect(shown.box).not.toEqual(own.box);
    const missing = ["higher", "lower", "less", "more"].find((wish) => !own.others.some((one) => one.wish === wish));
    if (missing !== undefined) {
      const refused = await sign(clerk, "seal", { id, rev, sealWish: missing });
      expect(refused.documents[0]!.problem?.code).toBe("SIGN_NO_PLACE");
    }
    const before = await pdfOf(id);
    await sign(clerk, "seal", { id, rev, sealWish: other!.wish });
    expectSameBox(changedBox(before, await pdfOf(id), shown.page), shown.box, 1.5);
    const { verdict } = await service.office.verify(await pdfOf(id));
    expect(verdict).toBe("TOTAL_PASSED");
  });

  it("shows the leader's signature where it will be, and keeps what is said with it on the submission slip", async () => {
    const { id, rev } = await submitted("Xem trước chữ ký");
    const place = await leader.json<Place>(`/api/documents/${id}/signature-place?role=leader`);
    const before = await pdfOf(id);
    await sign(leader, "leader", { id, rev, opinion: "Đồng ý ban hành, gửi trong ngày." });
    const after = await pdfOf(id);
    const found = changedBox(before, after, place.page);
    // A drawn signature does not fill its box to the edge; it never leaves it.
    expect(found[0]).toBeGreaterThanOrEqual(place.box[0] - 1.5);
    expect(found[1]).toBeGreaterThanOrEqual(place.box[1] - 1.5);
    expect(found[2]).toBeLessThanOrEqual(place.box[2] + 1.5);
    expect(found[3]).toBeLessThanOrEqual(place.box[3] + 1.5);
    expect(found[2]! - found[0]!).toBeGreaterThan(0.7 * (place.box[2] - place.box[0]));
    const slip = await drafter.json<SubmissionSlip>(`/api/documents/${id}/slip`);
    expect(slip.opinions.at(-1)).toMatchObject({ act: "sign", text: "Đồng ý ban hành, gửi trong ngày." });
  });

  it("says which submitted documents a person has not opened; changed and submitted anew it counts as not opened", async () => {
    const { id, rev } = await submitted("Đã xem hay chưa");
    const opened = async () => (await leader.json<Record<string, string>>(`/api/documents/opened?id=${id}`))[id];
    expect(await opened()).toBeUndefined();
    await leader.get(`/api/documents/${id}/pdf`);
    expect(await opened()).toBeDefined();
    expect(await drafter.json(`/api/documents/opened?id=${id}`)).toEqual({});
    const waiting = await leader.json<{ document: { id: string }; openedAt?: string }[]>("/api/documents/waiting");
    expect(waiting.find(({ document }) => document.id === id)?.openedAt).toBe(await opened());
    const back = await leader.json<SeenDocument>(`/api/documents/${id}/return`, { rev, reason: "Bổ sung ngày họp" });
    const description = { ...LETTER, subject: "Đã xem hay chưa, bổ sung ngày họp" };
    const edited = await drafter.json<SeenDocument>(`/api/documents/${id}`, { rev: back.rev, description }, "PUT");
    const again = await drafter.json<SeenDocument>(`/api/documents/${id}/submit`, { rev: edited.rev });
    expect(await opened()).toBeUndefined();
    await leader.json(`/api/documents/${id}/sign`, { rev: again.rev, password: KEY });
  });

  it("numbers many in the given order, each with its own result; one that is not there stops no other", async () => {
    const [one, two, three] = [await signed("Số thứ hai"), await signed("Số thứ nhất"), await signed("Số thứ ba")];
    const act = await clerk.json<BulkAct>("/api/bulk/number", {
      documents: [two, { ...one, rev: one!.rev - 1 }, one, { id: "khong-co", rev: 1 }, three].map((d) => ({
        id: d!.id,
        rev: d!.rev,
      })),
    });
    expect(act).toMatchObject({ kind: "number", state: "running" });
    const done = await settled(act);
    expect(done.state).toBe("finished");
    // A document named twice counts once, as it was named last; in its first place.
    expect(done.documents.map(({ id, state }) => [id, state])).toEqual([
      [two!.id, "done"],
      [one!.id, "done"],
      ["khong-co", "failed"],
      [three!.id, "done"],
    ]);
    expect(done.documents[2]!.problem?.code).toBe("NOT_FOUND");
    const numbers: number[] = [];
    for (const { id } of [two!, one!, three!])
      numbers.push(Number((await clerk.json<SeenDocument>(`/api/documents/${id}`)).number!.text));
    expect(numbers).toEqual([numbers[0], numbers[0]! + 1, numbers[0]! + 2]);
    expect(done.documents[0]!.result).toContain(String(numbers[0]));
    // Found again in the list; nobody else's.
    expect((await clerk.json<BulkAct[]>("/api/bulk")).map(({ id }) => id)).toContain(act.id);
    expect((await leader.get(`/api/bulk/${act.id}`)).status).toBe(404);
    expect((await drafter.send("/api/bulk/number", { documents: [{ id: one!.id, rev: 1 }] })).status).toBe(403);
  });

  it("is stopped on request: what was done stays, the rest is left as it was", async () => {
    const documents = [];
    for (const subject of ["Một", "Hai"]) documents.push(await signed(`Dừng giữa chừng: ${subject}`));
    const act = await clerk.json<BulkAct>("/api/bulk/number", {
      documents: documents.map(({ id, rev }) => ({ id, rev })),
    });
    await clerk.json(`/api/bulk/${act.id}/stop`, undefined, "POST");
    const done = await settled(act);
    expect(done.state).toBe("finished");
    for (const [index, { id }] of documents.entries()) {
      const { state } = await clerk.json<SeenDocument>(`/api/documents/${id}`);
      expect(state).toBe(done.documents[index]!.state === "done" ? "numbered" : "signed");
    }
  });

  it("goes on where a process ended: what was numbered is not numbered again, the rest is done when somebody looks", async () => {
    const [one, two] = [await signed("Dừng máy một"), await signed("Dừng máy hai")];
    const act = await clerk.json<BulkAct>("/api/bulk/number", { documents: [{ id: one.id, rev: one.rev }] });
    const before = await settled(act);
    const { number } = await clerk.json<SeenDocument>(`/api/documents/${one.id}`);
    // As the store has it when the process ended after the first number and before it could say so.
    const { actor } = await service.office.access.signIn("thuha", PASSWORD);
    const { records } = service.office.storage;
    const pk = `org/${actor.organisationId}/bulk-acts/${actor.personId}`;
    const stored = (await records.get<{ documents: { id: string }[] }>(pk, act.id))!;
    const left = (document: SeenDocument) => ({ ...stored.data.documents[0], id: document.id, rev: document.rev, state: "waiting", result: undefined }); // biome-ignore format: one thought
    const data = {
      ...stored.data,
      state: "running",
      beatAt: "2026-01-01T00:00:00.000Z",
      documents: [left(one), left(two)],
    };
    await records.commit([{ op: "update", pk, sk: act.id, rev: stored.rev, data }]);
    const again = await settled(await clerk.json<BulkAct>(`/api/bulk/${act.id}`));
    expect(again.state).toBe("finished");
    expect(again.documents.map(({ state }) => state)).toEqual(["done", "done"]);
    expect(again.documents[0]!.result).toBe(before.documents[0]!.result);
    expect((await clerk.json<SeenDocument>(`/api/documents/${one.id}`)).number).toEqual(number);
    const next = Number((await clerk.json<SeenDocument>(`/api/documents/${two.id}`)).number!.text);
    expect(next).toBe(Number(number!.text) + 1);
  });

  it("stopped while another process has done one and not said so: that one is told as done", async () => {
    const [one, two] = [await signed("Dừng, đã cấp số"), await signed("Dừng, chưa cấp số")];
    const act = await clerk.json<BulkAct>("/api/bulk/number", { documents: [{ id: one.id, rev: one.rev }] });
    const before = await settled(act);
    const { actor } = await service.office.access.signIn("thuha", PASSWORD);
    const { records } = service.office.storage;
    const pk = `org/${actor.organisationId}/bulk-acts/${actor.personId}`;
    const stored = (await records.get<{ documents: { id: string }[] }>(pk, act.id))!;
    const documents = [one, two].map(({ id, rev }) => ({ id, rev, title: id, state: "waiting" }));
    const data = { ...stored.data, state: "running", documents };
    await records.commit([{ op: "update", pk, sk: act.id, rev: stored.rev, data }]);
    await clerk.json(`/api/bulk/${act.id}/stop`, undefined, "POST");
    const done = await settled(act);
    expect(done.documents.map(({ state }) => state)).toEqual(["done", "failed"]);
    expect(done.documents[0]!.result).toBe(before.documents[0]!.result);
    expect(done.documents[1]!.problem?.code).toBe("BULK_STOPPED");
  });

  it("keeps groups of receivers, and sends many documents to all that are in them", async () => {
    const organisations = await clerk.json<{ id: string; name: string }[]>("/api/access/organisations");
    const department = organisations.find(({ name }) => name.startsWith("Sở Khoa học"))!;
    const group = await clerk.json<RecipientGroup>("/api/recipients/groups", {
      name: "  Các sở,  ban, ngành ",
      organisations: [department.id, department.id],
    });
    expect(group).toMatchObject({ name: "Các sở, ban, ngành", organisations: [department.id], rev: 1 });
    const twice = await clerk.send("/api/recipients/groups", {
      name: "các SỞ, ban, ngành",
      organisations: [department.id],
    });
    expect(twice.status).toBe(422);
    const unknown = await clerk.send("/api/recipients/groups", { name: "Khác", organisations: ["khong-co"] });
    expect(unknown.status).toBeGreaterThanOrEqual(400);
    const documents = [await issued("Gửi theo nhóm một"), await issued("Gửi theo nhóm hai")];
    const act = await clerk.json<BulkAct>("/api/bulk/send", {
      documents: documents.map(({ id, rev }) => ({ id, rev })),
      groups: [group.id],
    });
    const done = await settled(act);
    expect(done.to).toEqual([department.name]);
    expect(done.documents.map(({ state }) => state)).toEqual(["done", "done"]);
    const ids = documents.map(({ id }) => `id=${id}`).join("&");
    const counts = () => clerk.json<Record<string, DeliveryCounts>>(`/api/documents/delivery-counts?${ids}`);
    expect((await counts())[documents[0]!.id]).toMatchObject({ all: 1, waiting: 1 });
    await service.office.deliver();
    await service.office.deliver();
    expect((await counts())[documents[0]!.id]).toMatchObject({ all: 1, waiting: 0, sent: 1 });
    // Sent to everybody already: said of each, and nothing goes out twice.
    const current = [];
    for (const { id } of documents) current.push(await clerk.json<SeenDocument>(`/api/documents/${id}`));
    const again = await settled(
      await clerk.json<BulkAct>("/api/bulk/send", {
        documents: current.map(({ id, rev }) => ({ id, rev })),
        to: [department.id],
      }),
    );
    expect(again.documents.map(({ state }) => state)).toEqual(["failed", "failed"]);
    const changed = await clerk.json<RecipientGroup>(
      `/api/recipients/groups/${group.id}`,
      { name: "Các sở", organisations: [department.id], rev: 1 },
      "PUT",
    );
    expect(changed.rev).toBe(2);
    expect((await clerk.send(`/api/recipients/groups/${group.id}?rev=1`, undefined, "DELETE")).status).toBe(409);
    expect((await clerk.send(`/api/recipients/groups/${group.id}?rev=2`, undefined, "DELETE")).status).toBe(204);
    expect(await clerk.json("/api/recipients/groups")).toEqual([]);
    expect((await leader.send("/api/recipients/groups", { name: "X", organisations: [department.id] })).status).toBe(
      403,
    );
    const nobody = await clerk.send("/api/bulk/send", {
      documents: documents.map(({ id, rev }) => ({ id, rev })),
      to: [],
    });
    expect(nobody.status).toBe(422);
  });
});
