import { expect, it } from "vitest";
import { openFixture, PASSWORD } from "./office-fixture.ts";

it("tells the receiver of a report whether its figures follow from the data sealed in it", async () => {
  const { office, drafter, leader, clerk, receiver, receivingClerk, close } = await openFixture();
  const { id: programmeId } = await office.programmes.create(drafter, { title: "Chuyển đổi số", period: "2026" });
  await office.programmes.import(drafter, programmeId, 1, {
    name: "nhiem-vu.csv",
    bytes: new TextEncoder().encode(
      "TT,Nhiệm vụ,Cơ quan chủ trì,Thời gian hoàn thành\n1,Số hóa hồ sơ lưu trữ,Sở Nội vụ,Trước ngày 30/9/2026\n",
    ),
  });
  let document = await office.reports.draft(drafter, {
    programmeId,
    period: { kind: "year", year: 2026 },
    notation: "BC-UBND",
    recipients: ["Lưu: VT"],
    signature: { authority: ["TM. ỦY BAN NHÂN DÂN"], position: "CHỦ TỊCH", name: leader.name },
  });
  document = await office.documents.submit(drafter, document.id, document.rev);
  document = await office.documents.sign(leader, document.id, document.rev, PASSWORD);
  document = await office.documents.number(clerk, document.id, document.rev);
  document = await office.documents.seal(clerk, document.id, document.rev, PASSWORD);
  await office.documents.send(clerk, document.id, document.rev, [receiver.id]);
  await office.deliver();

  const [arrived] = await office.incoming.list(receivingClerk);
  const { verdict } = await office.incoming.get(receivingClerk, arrived!.id);
  expect(verdict).toMatchObject({
    verdict: "TOTAL_PASSED",
    report: { matches: true, sha256: document.report!.snapshot, differences: [] },
  });
  expect(verdict!.report!.checked.figures).toBeGreaterThan(10);
  await close();
});
