import { expect, it } from "vitest";
import { createApp } from "../../functions/api/app.ts";
import { parseDeadline, type Task } from "../../shared/tasks/index.ts";
import { openFixture, PASSWORD } from "../office/office-fixture.ts";

it("rows beyond those shown stay left out until the draft is made", async () => {
  const { office, drafter, close } = await openFixture();
  const task = (index: number, name: string): Task => ({
    id: `t${index}`,
    number: String(index),
    name: `${name} ${index}`,
    leadAgency: "Sở Tư pháp",
    coordinatingAgencies: "",
    output: "",
    deadline: parseDeadline("Quý I/2027"),
    basis: "",
    note: "",
    amendmentNote: "",
  });
  const many = (name: string) => Array.from({ length: 503 }, (_, index) => task(index + 1, name));
  const made = await office.programmes.create(drafter, { id: "nhieu", title: "Chương trình", period: "2027" });
  const first = await office.programmes.save(drafter, { ...made, tasks: many("Việc") }, "Nhập");
  const second = await office.programmes.save(drafter, { ...first, tasks: many("Đổi tên việc") }, "Đổi tên");

  const app = createApp(office);
  const { token } = await office.access.signIn("thuan", PASSWORD);
  const post = async (fields: Record<string, string | string[]>) => {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one);
    return app.request("/soan-van-ban/dieu-chinh", {
      method: "POST",
      headers: { cookie: `vanthu_phien=${token}`, "sec-fetch-site": "same-origin" },
      body,
    });
  };
  const form = { programmeId: "nhieu", from: String(first.revision), to: String(second.revision) };
  const left = await (await post({ ...form, viec: "ra:" })).text();
  const seen = [...left.matchAll(/name="seen" value="([^"]*)"/g)].map((match) => match[1]!);
  expect(seen).toHaveLength(503);
  expect(left).toContain("0 dòng được đưa vào phụ lục với ghi chú tự động, 3 dòng đã bỏ ra");
  // The same form again with one row taken in by hand.
  const again = await (await post({ ...form, viec: "tinh-lai", seen, take: ["t1"] })).text();
  expect(again).toContain("Đưa vào 1 trên 503 dòng");
  await close();
});
