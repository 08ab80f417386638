import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SAMPLE_LETTER } from "../../samples/plan.ts";
import { sampleProgramme, sampleRevision } from "../../samples/programme.ts";
import type { DocumentRecord, Office, Revised } from "../../shared/office/index.ts";
import { openOffice } from "../../shared/office/index.ts";
import { openPkcs12, type Signer, signPdf } from "../../shared/signing/index.ts";
import { letter, type OfficeFixture, openFixture, PASSWORD, SECRETS } from "./office-fixture.ts";

let fixture: OfficeFixture;
let office: Office;
let leader: Signer;
let seal: Signer;
/** A letter with an appendix as a file of its own, signed and numbered: what the clerk seals. */
let amendment: () => Promise<Revised<DocumentRecord>>;

beforeAll(async () => {
  fixture = await openFixture();
  ({ office } = fixture);
  const keys = await office.keys.list(fixture.sender.id);
  const signer = async (personId?: string) =>
    openPkcs12(await office.storage.files.get(keys.find((one) => one.personId === personId)!.p12), PASSWORD);
  [leader, seal] = await Promise.all([signer(fixture.leader.personId), signer()]);
  const { drafter, clerk, sender } = fixture;
  const sample = sampleProgramme(sender.id);
  const made = await office.programmes.create(drafter, { title: sample.title, period: sample.period });
  const first = await office.programmes.save(
    drafter,
    { ...sample, id: made.id, revision: made.revision },
    "Lập danh mục",
  );
  const through = async (draft: Revised<DocumentRecord>) => {
    const submitted = await office.documents.submit(drafter, draft.id, draft.rev);
    const signed = await office.documents.sign(fixture.leader, submitted.id, submitted.rev, PASSWORD);
    return office.documents.number(clerk, signed.id, signed.rev);
  };
  const plan = await through(
    await office.documents.draftPlan(drafter, {
      programmeId: made.id,
      subject: "Thực hiện nhiệm vụ",
      notation: "KH-UBND",
      opening: "Mở đầu.",
      purpose: "Mục đích.",
      requirements: "Yêu cầu.",
      implementation: "Tổ chức.",
      recipients: ["Lưu: VT"],
      signature: SAMPLE_LETTER.signature,
    }),
  );
  await office.documents.seal(clerk, plan.id, plan.rev, PASSWORD);
  await office.programmes.save(
    drafter,
    { ...sampleRevision(sender.id), id: made.id, revision: first.revision },
    { why: "Sau phiên họp", basis: "Thông báo số 118/TB-UBND ngày 18/11/2026 của UBND tỉnh" },
  );
  amendment = async () =>
    through(
      await office.amendments.draft(drafter, {
        programmeId: made.id,
        documentId: plan.id,
        letter: SAMPLE_LETTER,
        appendixTitle: "Danh mục",
      }),
    );
});
afterAll(() => fixture.close());

async function submitted() {
  const draft = await office.documents.draft(fixture.drafter, letter());
  return office.documents.submit(fixture.drafter, draft.id, draft.rev);
}
const levels = async (pdf: Uint8Array) => {
  const { verdict, signatures } = await office.verify(pdf);
  return [verdict, signatures.map(({ role, level }) => `${role} ${level}`)];
};
const used = { code: "SIGN_HAND_OUT_USED" };

describe("a document with an appendix, handed out to a signing program", () => {
  it("is sealed when every file came back, in any order; each at the office's level", async () => {
    const document = await amendment();
    expect(document.attachments).toHaveLength(1);
    const made = await office.signing.handOut(fixture.clerk, document, "seal");
    expect(made.files).toHaveLength(2);
    const pdfs = await Promise.all(made.files.map(({ fetchToken }) => office.signing.fetchHandedOut(fetchToken)));
    const appendix = await signPdf({
      pdf: pdfs[1]!.bytes,
      signer: seal,
      role: "appendix",
      at: new Date(),
      text: "02/UBND",
    });
    expect(await office.signing.takeHandedOut(made.files[1]!.returnToken, appendix.pdf)).toEqual({ missing: 1 });
    expect((await office.documents.get(fixture.clerk, document.id)).state).toBe("numbered");
    const main = await signPdf({ pdf: pdfs[0]!.bytes, signer: seal, role: "seal", at: new Date() });
    const { document: issued } = await office.signing.takeHandedOut(made.files[0]!.returnToken, main.pdf);
    expect(issued?.state).toBe("issued");
    // The program gave no proof of time: a document timestamp brings the files to the office's level, and may bring them above it.
    for (const file of [issued!.files.issued!, issued!.attachments[0]!.issued!]) {
      const { verdict, signatures } = await office.verify(await office.storage.files.get(file));
      expect(verdict).toBe("TOTAL_PASSED");
      for (const { kind, level } of signatures) if (kind === "signature") expect(level).toMatch(/^B-LTA?$/);
    }
    await expect(office.signing.takeHandedOut(made.files[0]!.returnToken, main.pdf)).rejects.toMatchObject(used);
  });

  it("an act of signing seals letter and appendix alike", async () => {
    const document = await amendment();
    const job = await office.keys.sign(fixture.clerk, [document], "seal", "seal", { password: PASSWORD });
    expect(job.documents[0]!.state).toBe("signed");
    const issued = await office.documents.get(fixture.clerk, document.id);
    for (const [file, roles] of [
      [issued.files.issued!, ["leader B-LT", "seal B-LT"]],
      [issued.attachments[0]!.issued!, ["appendix B-LT"]],
    ] as const)
      expect(await levels(await office.storage.files.get(file))).toEqual(["TOTAL_PASSED", roles]);
  });
});

describe("a file that was handed out", () => {
  it("is given once, also of two who ask at the same moment", async () => {
    const { files } = await office.signing.handOut(fixture.leader, await submitted(), "leader");
    const { fetchToken } = files[0]!;
    const asked = await Promise.allSettled([1, 2, 3].map(() => office.signing.fetchHandedOut(fetchToken)));
    expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(office.signing.fetchHandedOut(fetchToken)).rejects.toMatchObject(used);
  });

  it("is of no use when its time is up, the document changed, or the person may no longer sign", async () => {
    const signed = async (document: { id: string; rev: number }) => {
      const { files } = await office.signing.handOut(fixture.leader, document, "leader");
      const { bytes } = await office.signing.fetchHandedOut(files[0]!.fetchToken);
      const { pdf } = await signPdf({ pdf: bytes, signer: leader, role: "leader", at: new Date() });
      return { pdf, token: files[0]!.returnToken };
    };
    const [late, changed, dismissed] = [await submitted(), await submitted(), await submitted()];
    const [a, b, c] = [await signed(late), await signed(changed), await signed(dismissed)];
    const later = openOffice({
      storage: office.storage,
      secrets: SECRETS,
      clock: () => new Date(Date.now() + 16 * 60_000),
    });
    await office.documents.return(fixture.leader, changed.id, changed.rev, "Sửa lại");
    await expect(office.signing.takeHandedOut(b.token, b.pdf)).rejects.toMatchObject({ code: "CONFLICT" });
    await office.access.changePerson(fixture.sender.id, fixture.leader.personId, { roles: ["drafter"] });
    await expect(office.signing.takeHandedOut(c.token, c.pdf)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await office.access.changePerson(fixture.sender.id, fixture.leader.personId, { roles: ["leader"] });
    for (const { id } of [late, dismissed])
      expect((await office.documents.get(fixture.leader, id)).state).toBe("submitted");
    expect((await office.signing.takeHandedOut(a.token, a.pdf)).document?.state).toBe("signed");
    const { files } = await later.signing.handOut(fixture.leader, dismissed, "leader");
    expect(files).toHaveLength(1);
  });

  it("keeps no token in the store", async () => {
    const { files } = await office.signing.handOut(fixture.leader, await submitted(), "leader");
    const stored = JSON.stringify(await office.storage.records.query("signing-hand-outs"));
    for (const { fetchToken, returnToken } of files) {
      expect(stored).not.toContain(fetchToken.split(".")[1]);
      expect(stored).not.toContain(returnToken.split(".")[1]);
    }
  });
});
