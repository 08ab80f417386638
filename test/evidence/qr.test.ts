import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { drawPng } from "../../shared/charts/resvg.ts";
import { type Client, issuedLetter, openOffices, openService, signedIn, type TestService } from "../api/service.ts";

let service: TestService;
let clerk: Client;
let document: Awaited<ReturnType<typeof issuedLetter>>;
const folder = mkdtempSync(path.join(tmpdir(), "vanthu-qr-"));

beforeAll(async () => {
  service = openService();
  await openOffices(service);
  document = await issuedLetter(service);
  clerk = await signedIn(service, "thuha");
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  service.close();
});

/** What ZBar reads in a picture. */
function read(png: Uint8Array): string {
  const file = path.join(folder, "qr.png");
  writeFileSync(file, png);
  return execFileSync("zbarimg", ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
}

it("the QR of a document is read by another program, and leads a stranger to the document's standing", async () => {
  const svg = await (await clerk.get(`/van-ban/${document.id}/ma-kiem-tra.svg`)).text();
  for (const width of [200, 600]) {
    const address = read(drawPng(svg, { fitTo: { mode: "width", value: width } }, []));
    expect(address).toMatch(/^https?:\/\/[^/]+\/kiem-tra\/ma\/[0-9A-Z]{12}$/);
    const page = await (await service.app.request(new URL(address).pathname)).text();
    expect(page).toContain("Còn hiệu lực");
    expect(page).toContain(document.number!.text);
  }
  // A tenth of it dirty: level M bears that.
  const dirty = svg.replace("</svg>", '<rect x="12" y="12" width="6" height="6" fill="#fff"/></svg>');
  expect(read(drawPng(dirty, { fitTo: { mode: "width", value: 600 } }, []))).toMatch(/\/kiem-tra\/ma\/[0-9A-Z]{12}$/);
});
