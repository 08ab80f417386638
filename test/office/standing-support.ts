import { createHash } from "node:crypto";
import type { DocumentPacket, PacketOrganisation } from "../../shared/exchange/index.ts";
import { openOffice } from "../../shared/office/index.ts";
import { fillFields, layFields, signPdf } from "../../shared/signing/index.ts";
import { samplePacket } from "../exchange/sample-packet.ts";
import { ANCHORS, letter, office, SIGNED_AT } from "../verification/support.ts";
import type { OfficeFixture } from "./office-fixture.ts";

/** An organisation that is not in this service's directory, whose authority is trusted here; it sends to the fixture's receiver. */
export function elsewhere(fixture: OfficeFixture) {
  const people = office();
  const from: PacketOrganisation = { organisationCode: "H77", name: "Ủy ban nhân dân xã An Phú" };
  const laid = layFields(letter(), ANCHORS);
  const to = [{ organisationCode: fixture.receiver.code, name: fixture.receiver.name }];
  return {
    name: from.name,
    unsigned: laid,
    /** The fixture's service with that trust. */
    here: openOffice({
      storage: fixture.storage,
      trust: { trust: people.trust, crls: [...(people.authority.crls as Uint8Array[])] },
    }),
    /** A packet with a document of this number, signed and sealed. */
    async packet(number: string, change: Partial<DocumentPacket> = {}): Promise<DocumentPacket> {
      const signed = (await signPdf({ pdf: laid, signer: people.leader.signer(), role: "leader", at: SIGNED_AT })).pdf;
      const pdf = fillFields(signed, { SoVanBan: number, NgayBanHanh: "20", ThangBanHanh: "11", NamBanHanh: "2026" });
      const bytes = (await signPdf({ pdf, signer: people.seal.signer(), role: "seal", at: SIGNED_AT })).pdf;
      const base = samplePacket({ from, to, number, documentId: `H77,2026/11/20,${number}/KH-UBND`, ...change });
      return { ...base, attachments: [{ ...base.attachments[0]!, bytes }] };
    },
  };
}

/** sha256 of a packet's first file. */
export function fileOf(packet: DocumentPacket): string {
  return createHash("sha256").update(packet.attachments[0]!.bytes).digest("hex");
}
