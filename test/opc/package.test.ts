import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { isVanthuError } from "../../shared/errors/index.ts";
import { openPackage } from "../../shared/opc/index.ts";

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (isVanthuError(error)) return error.code;
    throw error;
  }
  return "none";
}

describe("openPackage", () => {
  it("gives parts by name, deflated and stored, and text without its mark", () => {
    const source = openPackage(
      zipSync({
        "a/b.xml": strToU8("\ufeff<a>ế</a>"),
        "c.bin": [new Uint8Array([1, 2, 3]), { level: 0 }],
        "d/": new Uint8Array(0),
      }),
    );
    expect(source.names).toEqual(["a/b.xml", "c.bin"]);
    expect(source.text("a/b.xml")).toBe("<a>ế</a>");
    expect([...source.bytes("c.bin")!]).toEqual([1, 2, 3]);
    expect(source.bytes("absent")).toBeUndefined();
  });

  it("reads UTF-16 parts by their mark", () => {
    const utf16 = Buffer.from("\ufeff<a>ế</a>", "utf16le");
    expect(openPackage(zipSync({ "a.xml": new Uint8Array(utf16) })).text("a.xml")).toBe("<a>ế</a>");
  });

  it("refuses what is no ZIP, and a ZIP without its directory", () => {
    expect(codeOf(() => openPackage(strToU8("không phải gói Word, chỉ là chữ")))).toBe("FILE_NOT_ZIP");
    const zip = zipSync({ "a.xml": strToU8("<a/>") });
    expect(codeOf(() => openPackage(zip.subarray(0, zip.length - 10)))).toBe("PACKAGE_BROKEN");
  });

  it("refuses a bomb before unpacking it", () => {
    expect(codeOf(() => openPackage(zipSync({ "a.xml": new Uint8Array(30_000_000) })))).toBe("PACKAGE_TOO_LARGE");
    expect(codeOf(() => openPackage(zipSync({ "a.xml": strToU8("x".repeat(2000)) }), { unpackedBytes: 1000 }))).toBe(
      "PACKAGE_TOO_LARGE",
    );
    expect(codeOf(() => openPackage(zipSync({ a: strToU8("1"), b: strToU8("2") }), { parts: 1 }))).toBe(
      "PACKAGE_TOO_LARGE",
    );
  });

  it("never unpacks more than the directory declares", () => {
    const zip = zipSync({ "a.xml": strToU8("y".repeat(5000)) });
    const directory = Buffer.from(zip).lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    new DataView(zip.buffer, zip.byteOffset).setUint32(directory + 24, 100, true);
    expect(codeOf(() => openPackage(zip).bytes("a.xml"))).toBe("PACKAGE_BROKEN");
  });

  it("notices a changed byte by the checksum", () => {
    const zip = zipSync({ "a.bin": [new Uint8Array(64).fill(7), { level: 0 }] });
    zip[Buffer.from(zip).indexOf(7, 40)] = 8;
    expect(codeOf(() => openPackage(zip).bytes("a.bin"))).toBe("PACKAGE_BROKEN");
  });

  it("refuses two entries of one name", () => {
    const zip = zipSync({ "a.xml": strToU8("<a/>"), "b.xml": strToU8("<b/>") });
    const bytes = Buffer.from(zip);
    for (let at = bytes.indexOf("b.xml"); at >= 0; at = bytes.indexOf("b.xml", at + 1)) bytes.write("a.xml", at);
    expect(codeOf(() => openPackage(new Uint8Array(bytes)))).toBe("PACKAGE_BROKEN");
  });
});
