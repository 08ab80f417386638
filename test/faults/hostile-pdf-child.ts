import { createTestAuthority } from "../../shared/signing/index.ts";
import { verifyPdf } from "../../shared/verification/index.ts";
import { hostilePdfs } from "./hostile-pdf.ts";

/** What came of one file. */
export interface HostileEnd {
  name: string;
  verdict: string;
  reason: string;
  /** CPU milliseconds of the verdict alone. */
  ms: number;
  /** Size of the file, and most memory outside the file that the verdict left (heap and buffers), bytes. */
  size: number;
  grown: number;
}

// A child process: what eats memory ends this one, not the tests.
const authority = createTestAuthority();
const { certificate } = authority.issueCertificate({ commonName: "Người thử", kind: "person", algorithm: "EC-P256" });
const from = Number(process.argv[2] ?? 0);
for (const { name, bytes } of hostilePdfs(certificate, authority.crl).slice(from)) {
  process.send?.({ starts: name });
  const file = new Uint8Array(bytes());
  const before = process.memoryUsage();
  const began = process.cpuUsage();
  const { verdict, summary } = verifyPdf(file, {
    trust: [{ certificate: authority.root, scope: "thử nghiệm", source: "tạo trong bài kiểm thử" }],
    crls: authority.crls,
  });
  const spent = process.cpuUsage(began);
  const after = process.memoryUsage();
  const end: HostileEnd = {
    name,
    verdict,
    reason: summary,
    ms: (spent.user + spent.system) / 1000,
    size: file.length,
    grown: after.heapUsed + after.external - before.heapUsed - before.external,
  };
  if (process.send === undefined)
    console.log(
      `${name.padEnd(70)} ${end.verdict} ${Math.round(end.ms)} ms ${Math.round(end.grown / 1e6)} MB ${end.reason.slice(0, 120)}`,
    );
  else process.send(end);
}
