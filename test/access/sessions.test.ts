import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestOffice, type TestOffice } from "./office.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openTestOffice();
});
afterAll(() => office.close());

const password = "Bình An 2026!";

describe("signing in", () => {
  it("answers a session that says who acts, until it is ended", async () => {
    const { access } = office;
    const person = await office.addPerson("mot", ["leader"], password);
    const { token, actor } = await access.signIn(" MOT ", password);
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(actor).toEqual({
      personId: person.id,
      organisationId: person.organisationId,
      name: person.name,
      roles: ["leader"],
    });
    expect(await access.actorOf(token)).toEqual(actor);
    const other = await access.signIn("mot", password);
    await access.signOut(token);
    await access.signOut(token);
    await expect(access.actorOf(token)).rejects.toMatchObject({ code: "SIGN_IN_REQUIRED" });
    expect(await access.actorOf(other.token)).toEqual(actor);
  });

  it("ends after twelve hours", async () => {
    await office.addPerson("nguoi.hai", ["clerk"], password);
    const { token, endsAt } = await office.access.signIn("nguoi.hai", password);
    expect(Date.parse(endsAt) - office.clock.now.getTime()).toBe(12 * 3_600_000);
    // Used at least once in two hours: what ends it is the day, not idleness.
    for (let hours = 0; hours < 11; hours++) {
      office.clock.pass(60);
      await office.access.actorOf(token);
    }
    office.clock.pass(59);
    await office.access.actorOf(token);
    office.clock.pass(1);
    await expect(office.access.actorOf(token)).rejects.toMatchObject({ code: "SIGN_IN_REQUIRED" });
  });

  it("takes a password typed by another input method, and no other", async () => {
    await office.addPerson("nguoi.ba", ["clerk"], password.normalize("NFC"));
    await office.access.signIn("nguoi.ba", password.normalize("NFD"));
    await expect(office.access.signIn("nguoi.ba", password.toLowerCase())).rejects.toMatchObject({
      code: "SIGN_IN_FAILED",
    });
  });

  it("says the same for an unknown name and a wrong password", async () => {
    await office.addPerson("bon", ["clerk"], password);
    const problem = async (userName: string, attempt: string) =>
      office.access.signIn(userName, attempt).then(
        () => undefined,
        (error) => error.toProblem(),
      );
    expect(await problem("bon", "sai mật khẩu")).toEqual(await problem("không có ai", "sai mật khẩu"));
    expect(await problem("bon", "x".repeat(100_000))).toMatchObject({ code: "SIGN_IN_FAILED" });
    expect(await problem("", "")).toMatchObject({ code: "SIGN_IN_FAILED" });
  });

  it("accepts no token that it did not give", async () => {
    for (const token of [undefined, "", "x", "A".repeat(43), "../..", "A".repeat(1_000_000)])
      await expect(office.access.actorOf(token)).rejects.toMatchObject({ code: "SIGN_IN_REQUIRED" });
  });

  it("keeps neither password nor token in the store", async () => {
    await office.addPerson("van.thu.nam", ["clerk"], password);
    const { token } = await office.access.signIn("van.thu.nam", password);
    // Everything there is, read past our own code: the database and its write-ahead log as bytes.
    const stored = Buffer.concat(readdirSync(office.folder).map((name) => readFileSync(join(office.folder, name))));
    expect(stored.includes("van.thu.nam")).toBe(true);
    for (const secret of [password, token]) expect(stored.includes(secret)).toBe(false);
  });
});

describe("an account", () => {
  it("is locked for fifteen minutes after five failures in a row", async () => {
    const { access, clock } = office;
    await office.addPerson("sau", ["clerk"], password);
    const wrong = () => access.signIn("sau", "sai mật khẩu");
    for (let i = 0; i < 4; i++) await expect(wrong()).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
    await access.signIn("sau", password);
    for (let i = 0; i < 4; i++) await expect(wrong()).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
    await expect(wrong()).rejects.toMatchObject({ code: "ACCOUNT_LOCKED", status: 429 });
    await expect(access.signIn("sau", password)).rejects.toMatchObject({ code: "ACCOUNT_LOCKED" });
    clock.pass(14);
    await expect(access.signIn("sau", password)).rejects.toMatchObject({
      message: "Tài khoản tạm khóa vì nhập sai mật khẩu nhiều lần. Thử lại sau 1 phút.",
    });
    clock.pass(1);
    await expect(wrong()).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
    await access.signIn("sau", password);
  });

  it("gives many guesses at once no more than five looks", async () => {
    await office.addPerson("nguoi.bay", ["clerk"], password);
    const guess = (i: number) => office.access.signIn("nguoi.bay", `sai mật khẩu ${i}`).catch((error) => error.code);
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => guess(i)));
    // The fifth look is the one that locks.
    expect(answers.filter((answer) => answer === "SIGN_IN_FAILED").length).toBeLessThan(5);
    expect(answers.filter((answer) => answer === "ACCOUNT_LOCKED").length).toBeGreaterThan(7);
    await expect(office.access.signIn("nguoi.bay", password)).rejects.toMatchObject({ code: "ACCOUNT_LOCKED" });
  });

  it("ends its sessions when the password changes", async () => {
    const { access, organisation } = office;
    const person = await office.addPerson("tam", ["clerk"], password);
    const { token } = await access.signIn("tam", password);
    await expect(access.changePassword("tam", "sai mật khẩu", "mật khẩu mới")).rejects.toMatchObject({
      code: "SIGN_IN_FAILED",
    });
    await expect(access.changePassword("tam", password, "ngắn")).rejects.toMatchObject({ code: "INVALID" });
    await access.actorOf(token);
    await access.changePassword("tam", password, "mật khẩu mới");
    await expect(access.actorOf(token)).rejects.toMatchObject({ code: "SIGN_IN_REQUIRED" });
    await expect(access.signIn("tam", password)).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
    await access.signIn("tam", "mật khẩu mới");
    await access.resetPassword(organisation.id, person.id, "mật khẩu cấp lại");
    await access.signIn("tam", "mật khẩu cấp lại");
    await expect(access.resetPassword("khác", person.id, "mật khẩu cấp lại")).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("of a person who leaves lets nobody in, and a change of roles holds at once", async () => {
    const { access, organisation } = office;
    const person = await office.addPerson("chin", ["clerk"], password);
    const { token } = await access.signIn("chin", password);
    await access.changePerson(organisation.id, person.id, { roles: ["drafter"] });
    expect((await access.actorOf(token)).roles).toEqual(["drafter"]);
    await access.changePerson(organisation.id, person.id, { disabled: true });
    await expect(access.actorOf(token)).rejects.toMatchObject({ code: "SIGN_IN_REQUIRED" });
    await expect(access.signIn("chin", password)).rejects.toMatchObject({ code: "SIGN_IN_FAILED" });
    await access.changePerson(organisation.id, person.id, { disabled: false });
    await expect(access.actorOf(token)).rejects.toMatchObject({ code: "SIGN_IN_REQUIRED" });
    await access.signIn("chin", password);
  });
});
