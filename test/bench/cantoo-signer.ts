import { createHash, type KeyObject, webcrypto } from "node:crypto";
import { PDFArray, PDFDict, PDFDocument, PDFHexString, PDFInvalidObject, PDFName, PDFString } from "@cantoo/pdf-lib";
import * as asn1js from "asn1js";
import * as pkijs from "pkijs";
import type { Contender } from "./measure.ts";

/** Key and certificates of the signature, and its algorithm in the words of WebCrypto. */
export interface CantooKey {
  key: KeyObject;
  /** DER, the signing certificate first. */
  chain: readonly Uint8Array[];
}

const ROOM = 16_384;
const HOLE = 43;

/**
 * A PAdES signature by the two libraries that people put together for it: \@cantoo/pdf-lib appends an empty signature field, pkijs makes the CMS (content-type,
 * message-digest, signing-certificate-v2). Key and certificates are read once beforehand, as ours are.
 */
export async function cantooSigner(pdf: Uint8Array, { key, chain }: CantooKey): Promise<Contender> {
  pkijs.setEngine("node", new pkijs.CryptoEngine({ name: "node", crypto: webcrypto as unknown as typeof crypto }));
  const rsa = key.asymmetricKeyType === "rsa";
  const parameters = rsa ? { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } : { name: "ECDSA", namedCurve: "P-256" };
  const pkcs8 = key.export({ type: "pkcs8", format: "der" });
  const signingKey = await webcrypto.subtle.importKey("pkcs8", pkcs8, parameters, false, ["sign"]);
  const certificates = chain.map((der) => pkijs.Certificate.fromBER(Uint8Array.from(der).buffer));
  const certificateHash = createHash("sha256").update(chain[0]!).digest();
  return {
    name: "@cantoo/pdf-lib 2.11.1 + pkijs",
    run: async () => {
      const prepared = await prepare(pdf);
      const { bytes, contents } = prepared;
      const digest = createHash("sha256")
        .update(bytes.subarray(0, contents.start))
        .update(bytes.subarray(contents.end));
      const cms = await signedData(digest.digest(), certificates, certificateHash, signingKey);
      bytes.write(Buffer.from(cms).toString("hex"), contents.start + 1, "latin1");
      return new Uint8Array(bytes);
    },
  };
}

/** An incremental update with an empty field, and where the token of /Contents stands in it. */
async function prepare(pdf: Uint8Array): Promise<{ bytes: Buffer; contents: { start: number; end: number } }> {
  const document = await PDFDocument.load(pdf, { forIncrementalUpdate: true, updateMetadata: false });
  const { context, catalog } = document;
  const [page] = document.getPages();
  const dictionary = `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange [${" ".repeat(HOLE)}] /Contents <${"0".repeat(2 * ROOM)}> /M ${PDFString.fromDate(new Date())} >>`;
  const signature = context.register(PDFInvalidObject.of(Buffer.from(dictionary, "latin1")));
  const form = catalog.lookupMaybe(PDFName.of("AcroForm"), PDFDict);
  const fields = form?.lookupMaybe(PDFName.of("Fields"), PDFArray);
  const widget = context.register(
    context.obj({
      Type: "Annot",
      Subtype: "Widget",
      FT: "Sig",
      Rect: [0, 0, 0, 0],
      V: signature,
      T: PDFHexString.fromText(`Cantoo${(fields?.size() ?? 0) + 1}`),
      F: 132,
      P: page!.ref,
    }),
  );
  const annotations = page!.node.lookupMaybe(PDFName.of("Annots"), PDFArray) ?? context.obj([]);
  annotations.push(widget);
  page!.node.set(PDFName.of("Annots"), annotations);
  if (form === undefined || fields === undefined)
    catalog.set(PDFName.of("AcroForm"), context.register(context.obj({ SigFlags: 3, Fields: [widget] })));
  else {
    fields.push(widget);
    form.set(PDFName.of("SigFlags"), context.obj(3));
  }
  const bytes = Buffer.from(await document.save({ useObjectStreams: false }));
  const range = bytes.lastIndexOf("/ByteRange [") + 12;
  const start = bytes.indexOf("<", bytes.indexOf("/Contents", range));
  const end = start + 2 * ROOM + 2;
  bytes.write(`0 ${start} ${end} ${bytes.length - end}`, range, "latin1");
  return { bytes, contents: { start, end } };
}

async function signedData(
  digest: Uint8Array,
  certificates: pkijs.Certificate[],
  certificateHash: Uint8Array,
  key: webcrypto.CryptoKey,
): Promise<ArrayBuffer> {
  const [own] = certificates;
  const octets = (bytes: Uint8Array) => new asn1js.OctetString({ valueHex: Uint8Array.from(bytes).buffer });
  const sequence = (...value: asn1js.AsnType[]) => new asn1js.Sequence({ value });
  const attributes = [
    new pkijs.Attribute({
      type: "1.2.840.113549.1.9.3",
      values: [new asn1js.ObjectIdentifier({ value: "1.2.840.113549.1.7.1" })],
    }),
    new pkijs.Attribute({ type: "1.2.840.113549.1.9.4", values: [octets(digest)] }),
    new pkijs.Attribute({
      type: "1.2.840.113549.1.9.16.2.47",
      values: [sequence(sequence(sequence(octets(certificateHash))))],
    }),
  ];
  const data = new pkijs.SignedData({
    version: 1,
    encapContentInfo: new pkijs.EncapsulatedContentInfo({ eContentType: pkijs.ContentInfo.DATA }),
    signerInfos: [
      new pkijs.SignerInfo({
        version: 1,
        sid: new pkijs.IssuerAndSerialNumber({ issuer: own!.issuer, serialNumber: own!.serialNumber }),
        signedAttrs: new pkijs.SignedAndUnsignedAttributes({ type: 0, attributes }),
      }),
    ],
    certificates: [...certificates],
  });
  await data.sign(key as Parameters<typeof data.sign>[0], 0, "SHA-256");
  const content = new pkijs.ContentInfo({ contentType: pkijs.ContentInfo.SIGNED_DATA, content: data.toSchema(true) });
  return content.toSchema().toBER(false);
}
