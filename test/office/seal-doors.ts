import { isVanthuError } from "../../shared/errors/index.ts";
import { unlockPkcs12 } from "../../shared/key-holders/index.ts";
import type { DocumentRecord, Office, Revised } from "../../shared/office/index.ts";
import { openPkcs12 } from "../../shared/signing/index.ts";
import { type OfficeFixture, PASSWORD } from "./office-fixture.ts";

/** Tries to put the seal on a document; answers the code of the refusal, or "sealed". */
type Door = (office: Office, fixture: OfficeFixture, document: Revised<DocumentRecord>) => Promise<string>;

async function refusal(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return "sealed";
  } catch (error) {
    if (isVanthuError(error)) return error.code;
    throw error;
  }
}

/** The PKCS#12 of the office's test seal. */
async function sealFile(office: Office, fixture: OfficeFixture): Promise<Uint8Array> {
  const [seal] = (await office.keys.list(fixture.sender.id)).filter(({ personId }) => personId === undefined);
  return office.storage.files.get(seal!.p12);
}

/** Every way in which a seal can be asked for. */
export const KEY_DOORS: Record<string, Door> = {
  "documents.seal": (office, fixture, { id, rev }) =>
    refusal(() => office.documents.seal(fixture.clerk, id, rev, PASSWORD)),
  "keys.sign": async (office, fixture, { id, rev }) => {
    const job = await office.keys.sign(fixture.clerk, [{ id, rev }], "seal", "seal", { password: PASSWORD });
    return job.documents[0]!.problem?.code ?? "sealed";
  },
  "signing.prepare": async (office, fixture, { id, rev }) => {
    const { certificateChain, algorithm } = openPkcs12(await sealFile(office, fixture), PASSWORD);
    return refusal(() => office.signing.prepare(fixture.clerk, { id, rev }, "seal", { certificateChain, algorithm }));
  },
  "signing.signAll": async (office, fixture, { id, rev }) => {
    const holder = unlockPkcs12(await sealFile(office, fixture), PASSWORD);
    const { outcomes } = await office.signing.signAll(fixture.clerk, [{ id, rev }], "seal", holder, {});
    return outcomes[0]!.error?.code ?? "sealed";
  },
  "signing.acceptReturned": async (office, fixture, { id, rev }) => {
    const { bytes } = await office.documents.pdf(fixture.clerk, id);
    return refusal(() => office.signing.acceptReturned(fixture.clerk, { id, rev }, "seal", { file: bytes }));
  },
};
