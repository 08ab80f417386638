import type { EvidenceRequest } from "../../shared/evidence/index.ts";
import { authorityFetch, createTestAuthority, type TestAuthority } from "../../shared/signing/index.ts";
import { issue } from "../verification/support.ts";

/** A test authority with all its services, a leader and a seal. */
export function officeWithServices() {
  const authority = createTestAuthority({
    url: "http://ca.thu-nghiem.invalid",
    notBefore: new Date(Date.now() - 86_400_000),
  });
  const leader = authority.issueCertificate({
    commonName: "Trần Minh Quang",
    organisation: "Ủy ban nhân dân xã An Phú",
    kind: "person",
  });
  const seal = authority.issueCertificate({
    commonName: "Ủy ban nhân dân xã An Phú",
    organisation: "Ủy ban nhân dân xã An Phú",
    kind: "organisation",
  });
  const trust = [{ certificate: authority.root, scope: "thử nghiệm", source: "tạo trong bài kiểm thử" }];
  return { authority, leader, seal, trust, ...services(authority) };
}

function services(authority: TestAuthority): Required<Pick<EvidenceRequest, "timestamp" | "revocation">> {
  const fetch = authorityFetch(authority);
  return {
    timestamp: { authorities: [{ url: `${authority.url}/tsa` }], fetch },
    revocation: { certificates: [authority.root], crls: authority.crls, fetch },
  };
}

/** A container with an issued document (B-B, without any timestamp of its own), a packet and a receipt. */
export async function contents(people: ReturnType<typeof officeWithServices>) {
  const { sealed } = await issue(people);
  const text = (value: string) => new TextEncoder().encode(value);
  return [
    { name: "van-ban/32-KH-UBND.pdf", mime: "application/pdf", bytes: sealed },
    { name: "gói tin/gửi sở nội vụ.edxml", mime: "application/xml", bytes: text("<goi>nội dung</goi>") },
    { name: "bien-nhan/so-noi-vu.json", mime: "application/json", bytes: text('{"trangThai":"đã nhận"}') },
  ];
}
