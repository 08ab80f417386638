import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  berToDer,
  type DerNode,
  der,
  hexSerial,
  integerOf,
  oidOf,
  readDer,
  readDerPrefix,
  textValue,
  timeOf,
} from "../../shared/asn1/index.ts";
import { isVanthuError } from "../../shared/errors/index.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const bytes = (text: string) => new Uint8Array(Buffer.from(text.replace(/\s/g, ""), "hex"));

describe("writing DER", () => {
  it("writes back every serial number that a certificate can have, a forbidden negative one too", () => {
    for (const content of ["00", "7f", "00ff", "0abc", "ff", "80", "ff01", "4b00112233445566778899aabbccddeeff"]) {
      const whole = readDer(der.serial(hexSerial(bytes(content))));
      expect(hex(whole.content)).toBe(content);
    }
  });

  it("encodes as X.690 says", () => {
    expect(hex(der.integer(0))).toBe("020100");
    expect(hex(der.integer(127))).toBe("02017f");
    expect(hex(der.integer(128))).toBe("02020080");
    expect(hex(der.integer(-128))).toBe("020180");
    expect(hex(der.integer(-129))).toBe("0202ff7f");
    expect(hex(der.integer(Uint8Array.of(0, 0, 0xff)))).toBe("020200ff");
    expect(hex(der.oid("1.2.840.113549.1.7.2"))).toBe("06092a864886f70d010702");
    expect(hex(der.oid("2.999.3"))).toBe("0603883703");
    expect(hex(der.boolean(true))).toBe("0101ff");
    expect(hex(der.utf8("Số"))).toBe(`0c04${Buffer.from("Số").toString("hex")}`);
    expect(hex(der.octetString(new Uint8Array(200)).subarray(0, 3))).toBe("0481c8");
    expect(hex(der.octetString(new Uint8Array(70_000)).subarray(0, 5))).toBe("0483011170");
    expect(hex(der.context(31, false, Uint8Array.of(1)))).toBe("9f1f0101");
    expect(hex(der.utcTime(new Date("2026-11-22T03:04:05.900Z")))).toBe(
      `170d${Buffer.from("261122030405Z").toString("hex")}`,
    );
    expect(der.time(new Date("2050-01-01T00:00:00Z"))[0]).toBe(0x18);
  });

  it("sorts sets", () => {
    expect(hex(der.set(der.integer(3), der.integer(1), der.integer(2)))).toBe("3109020101020102020103");
  });

  it("reads back what it wrote", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }), (n) => {
        expect(integerOf(readDer(der.integer(n)))).toBe(n);
      }),
      { seed: 1 },
    );
    fc.assert(
      fc.property(fc.nat(2), fc.nat(39), fc.array(fc.nat(2 ** 30), { maxLength: 8 }), (a, b, rest) => {
        const dotted = [a, b, ...rest].join(".");
        expect(oidOf(readDer(der.oid(dotted)))).toBe(dotted);
      }),
      { seed: 1 },
    );
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(textValue(readDer(der.utf8(text)))).toBe(text.toWellFormed());
      }),
      { seed: 1 },
    );
    const at = new Date("2026-11-22T03:04:05Z");
    expect(timeOf(readDer(der.time(at)))).toEqual(at);
  });
});

describe("reading DER", () => {
  it("refuses what is BER only, cut or followed by more", () => {
    for (const bad of [
      "",
      "30",
      "3080 0000",
      "308105 0203010203",
      "30820003 020101",
      "3003 0202",
      "0201",
      "020101 00",
      "1f 01 00",
      "30850000000003020101",
    ]) {
      expect(() => readDer(bytes(bad)).children.length, bad).toThrow();
    }
    expect(readDerPrefix(bytes("020101 0000")).raw.length).toBe(3);
  });

  it("refuses nesting beyond bounds", () => {
    let deep: Uint8Array = der.null();
    for (let i = 0; i < 200; i++) deep = der.sequence(deep);
    const walk = (node: DerNode): number => 1 + Math.max(0, ...node.children.map(walk));
    expect(() => walk(readDer(deep))).toThrow();
    expect(() => berToDer(deep)).toThrow();
    expect(() => berToDer(new Uint8Array(100_000).fill(0x30).map((_, i) => (i % 2 === 0 ? 0x30 : 0x80)))).toThrow();
  });

  it("refuses times that do not exist", () => {
    for (const text of ["261322030405Z", "260230030405Z", "2611220304", "261122030405+0700"]) {
      const node = readDer(Uint8Array.from([0x17, text.length, ...Buffer.from(text)]));
      expect(() => timeOf(node), text).toThrow();
    }
  });
});

describe("BER made DER", () => {
  it("leaves DER as it is and tells how long it was", () => {
    const whole = der.sequence(der.integer(5), der.set(der.octetString(Uint8Array.of(1, 2, 3))));
    const { der: out, length } = berToDer(Buffer.concat([whole, Buffer.alloc(20)]));
    expect(hex(out)).toBe(hex(whole));
    expect(length).toBe(whole.length);
  });

  it("joins pieces, defines lengths, shortens lengths", () => {
    expect(hex(berToDer(bytes("30 80 24 80 0401aa 0402bbcc 0000 0000")).der)).toBe("30050403aabbcc");
    expect(hex(berToDer(bytes("30 8103 020105")).der)).toBe("3003020105");
    expect(hex(berToDer(bytes("23 07 030200aa 030104")).der.subarray(0, 2))).toBe("0302");
    expect(() => berToDer(bytes("3080 0201"))).toThrow();
    expect(() => berToDer(bytes("24 80 020101 0000"))).toThrow();
  });

  it("never fails with an error that is not ours", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        try {
          const { der: out } = berToDer(noise);
          // What came out is DER through and through.
          const walk = (node: DerNode): void => node.children.forEach(walk);
          walk(readDer(out));
        } catch (error) {
          if (!isVanthuError(error)) throw error;
        }
      }),
      { numRuns: 2000, seed: 20261122 },
    );
  });
});
