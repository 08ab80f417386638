import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";

/** Options as our server gives them, as far as an authenticator reads them. */
interface Asked {
  challenge: string;
  rpId?: string;
  rp?: { id: string };
  user?: { id: string };
}

/** An authenticator of our own hand (WebAuthn level 3, 6): one ES256 key, made for one host. */
export class SoftAuthenticator {
  readonly #key: KeyObject;
  readonly #public: { x: Buffer; y: Buffer };
  readonly #id = randomBytes(32);
  #handle = "";
  counter = 0;
  /** Did the person unlock it (user verification)? */
  verified = true;

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const { x, y } = publicKey.export({ format: "jwk" });
    this.#key = privateKey;
    this.#public = { x: Buffer.from(x!, "base64url"), y: Buffer.from(y!, "base64url") };
  }

  /** What `navigator.credentials.create` answers. */
  create(options: unknown, origin: string): object {
    const asked = options as Asked;
    this.#handle = asked.user!.id;
    const credential = Buffer.concat([
      Buffer.alloc(16),
      Buffer.from([0, this.#id.length]),
      this.#id,
      // COSE: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
      Buffer.from("a5010203262001215820", "hex"),
      this.#public.x,
      Buffer.from("225820", "hex"),
      this.#public.y,
    ]);
    const data = Buffer.concat([this.#data(asked.rp!.id, 0x40), credential]);
    const attestation = Buffer.concat([
      Buffer.from("a3", "hex"),
      text("fmt"),
      text("none"),
      text("attStmt"),
      Buffer.from("a0", "hex"),
      text("authData"),
      Buffer.from([0x59, data.length >> 8, data.length & 255]),
      data,
    ]);
    return this.#answer({
      clientDataJSON: client("webauthn.create", asked.challenge, origin),
      attestationObject: attestation.toString("base64url"),
      transports: ["internal"],
    });
  }

  /** What `navigator.credentials.get` answers. */
  get(options: unknown, origin: string): object {
    const asked = options as Asked;
    this.counter += 1;
    const data = this.#data(asked.rpId!, 0);
    const clientDataJSON = client("webauthn.get", asked.challenge, origin);
    const hash = createHash("sha256").update(Buffer.from(clientDataJSON, "base64url")).digest();
    const signature = createSign("sha256")
      .update(Buffer.concat([data, hash]))
      .sign(this.#key);
    return this.#answer({
      clientDataJSON,
      authenticatorData: data.toString("base64url"),
      signature: signature.toString("base64url"),
      userHandle: this.#handle,
    });
  }

  #data(host: string, more: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    const flags = 0x01 | (this.verified ? 0x04 : 0) | more;
    return Buffer.concat([createHash("sha256").update(host).digest(), Buffer.from([flags]), counter]);
  }

  #answer(response: object): object {
    const id = this.#id.toString("base64url");
    return { id, rawId: id, type: "public-key", response, clientExtensionResults: {} };
  }
}

function client(type: string, challenge: string, origin: string): string {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })).toString("base64url");
}

/** A short text in CBOR (RFC 8949, 3.1). */
function text(words: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + words.length]), Buffer.from(words)]);
}
