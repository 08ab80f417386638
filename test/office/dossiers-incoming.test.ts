import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type IncomingFixture, openIncoming, PLAIN_PDF } from "./incoming-support.ts";

let f: IncomingFixture;
let id: string;

beforeAll(async () => {
  f = await openIncoming();
  const { office, clerk, leader, handler } = f;
  const entered = await office.incoming.register(clerk, {
    channel: "paper",
    from: { name: "Sở Nông nghiệp và Môi trường" },
    number: "417",
    notation: "SNNMT-TL",
    issuedOn: "2026-11-10",
    kindName: "Công văn",
    subject: "vận hành hồ chứa Khe Vàng mùa mưa lũ",
    signatory: { position: "Phó Giám đốc", name: "Vi Văn Sơn" },
    dueOn: "2026-12-01",
    priority: 1,
    pages: 2,
    files: [{ name: "cong-van-417.pdf", bytes: PLAIN_PDF }],
  });
  id = entered.id;
  const accepted = await office.incoming.accept(clerk, id);
  await office.incoming.assign(leader, id, accepted.handling.rev, {
    lead: { personId: handler.personId },
    opinion: "Phòng Kỹ thuật tham mưu trả lời",
  });
}, 30_000);
afterAll(() => f.close());

describe("incoming documents in dossiers (Phụ lục VI Phần II.II)", () => {
  it("have their metadata filled in by the system, codes of dossiers included", async () => {
    const { office, handler } = f;
    let dossier = await office.dossiers.open(handler, {
      year: 2026,
      notation: "02.KT",
      title: "Hồ chứa Khe Vàng",
      retention: "20 năm",
    });
    dossier = await office.dossiers.put(handler, dossier.id, dossier.rev, { from: "incoming", id });
    expect(dossier.contents[0]).toMatchObject({
      ordinal: 1,
      facts: { number: "417", issuer: "Sở Nông nghiệp và Môi trường", pages: 2 },
    });
    const metadata = await office.dossiers.metadata(handler, { from: "incoming", id });
    const values = Object.fromEntries(metadata.lines.map(({ number, values: held }) => [number, held[0]]));
    expect(values).toMatchObject({
      "1.2": "2026",
      "1.3": "02.KT",
      "2": "1",
      "3": "Công văn",
      "4": "417",
      "5": "SNNMT-TL",
      "6": "10/11/2026",
      "10": "2",
      "12": "16/11/2026",
      "13": "1",
      "14.2": "Vi Văn Sơn",
      "15": "1",
      "18": "01/12/2026",
    });
    expect(values["16"]).toContain(handler.name);
    expect(values["17"]).toContain("Phòng Kỹ thuật tham mưu trả lời");
    const empty = metadata.lines.filter((one) => one.automatic && one.values.length === 0).map(({ number }) => number);
    expect(empty).toEqual([]);
  });

  it("are hidden in the dossier from who may not see them, and from their search", async () => {
    const { office, handler, colleague, clerk } = f;
    const { opened } = await office.dossiers.list(handler, 2026);
    const seen = await office.dossiers.get(colleague, opened["02.KT"]!);
    expect(seen.contents[0]).toMatchObject({ hidden: true, files: [] });
    expect(JSON.stringify(seen.contents)).not.toContain("Khe Vàng mùa mưa lũ");
    const total = async (actor: typeof clerk) => (await office.search.find(actor, { words: "mua mua lu" })).total;
    expect([await total(handler), await total(clerk), await total(colleague)]).toEqual([1, 1, 0]);
  });
});

describe("what came in, within dossiers and search", () => {
  it("one without a number does not tell its subject in the history that everybody reads", async () => {
    const { office, clerk, colleague, handler, leader } = f;
    const entered = await office.incoming.register(clerk, {
      channel: "paper",
      from: { name: "Công dân" },
      number: "",
      notation: "",
      issuedOn: "2026-11-10",
      kindName: "Đơn",
      subject: "phản ánh việc riêng của ông Lò",
      signatory: { position: "", name: "Lò Văn Pao" },
      priority: 0,
      pages: 1,
      files: [{ name: "don.pdf", bytes: PLAIN_PDF }],
    });
    const accepted = await office.incoming.accept(clerk, entered.id);
    await office.incoming.assign(leader, entered.id, accepted.handling.rev, { lead: { personId: handler.personId } });
    let one = await office.dossiers.open(handler, {
      year: 2026,
      notation: "04.KT",
      title: "Đơn thư",
      retention: "10 năm",
    });
    one = await office.dossiers.put(handler, one.id, one.rev, { from: "incoming", id: entered.id });
    expect(JSON.stringify(await office.dossiers.get(colleague, one.id))).not.toContain("việc riêng");
  });

  it("one that its sender took back is given out no more: not its subject, not its file", async () => {
    const { office, clerk } = f;
    const sent = await f.send();
    const accepted = await office.incoming.accept(clerk, sent.id);
    let one = await office.dossiers.open(clerk, { year: 2026, notation: "05.KT", title: "Việc", retention: "10 năm" });
    const source = { from: "incoming", id: accepted.id } as const;
    one = await office.dossiers.put(clerk, one.id, one.rev, source);
    expect((await office.dossiers.file(clerk, one.id, source, 0)).bytes.length).toBeGreaterThan(0);
    await f.takeBack(sent.documentId, "Gửi nhầm nơi nhận");
    if ((await office.incoming.get(clerk, sent.id)).cancelled === undefined)
      await office.incoming.answerChange(clerk, sent.id, { agree: true });
    const seen = await office.dossiers.get(clerk, one.id);
    expect(seen.contents[0]).toMatchObject({ hidden: true, files: [] });
    await expect(office.dossiers.file(clerk, one.id, source, 0)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await office.search.find(clerk, { words: `"${accepted.subject}"` })).total).toBe(0);
  });

  it("all that came in is found, however many came since the last search", async () => {
    const { office, clerk, receiver, storage } = f;
    const before = (await office.search.find(clerk, { kinds: ["incoming"] })).total;
    const { items } = await storage.records.query<object>(`exchange/incoming/${receiver.code}`);
    const { data } = items.at(-1)!;
    for (let at = 0; at < 120; at += 40)
      await storage.records.commit(
        Array.from({ length: 40 }, (_, index) => index).flatMap((index) => {
          const id = `${(items.at(-1)!.sk as string).slice(0, -4)}z${String(at + index).padStart(3, "0")}`;
          const arrived = { ...data, id, subject: `loạt ${at + index}`, files: [], cancelled: undefined };
          return [
            { op: "insert" as const, pk: items.at(-1)!.pk, sk: id, data: arrived },
            {
              op: "insert" as const,
              pk: `exchange/incoming-id/${id}`,
              sk: "organisation",
              data: { organisationCode: receiver.code },
            },
          ];
        }),
      );
    let found = await office.search.find(clerk, { kinds: ["incoming"] });
    while (found.indexing) found = await office.search.find(clerk, { kinds: ["incoming"] });
    expect(found.total).toBe(before + 120);
  }, 60_000);
});
