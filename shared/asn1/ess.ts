import { type DerNode, TAG } from "./der.ts";
import { type Name, nameOf } from "./names.ts";
import { OID } from "./oids.ts";
import { algorithmOf } from "./signature-algorithm.ts";
import { octetsOf, sequenceOf } from "./values.ts";
import { hexSerial } from "./x509.ts";

/** One certificate named by its hash (RFC 5035). */
export interface EssCertificateId {
  digestOid: string;
  hash: Uint8Array;
  issuerSerial?: { issuer?: Name; serial: string };
}

/** ESSCertIDs of a signing-certificate attribute; version 1 is SHA-1 by definition, version 2 defaults to SHA-256. */
export function essCertificateIdsOf(value: DerNode, version: 1 | 2): EssCertificateId[] {
  const [list] = sequenceOf(value, "SigningCertificate");
  return sequenceOf(list, "SigningCertificate").map((node) => {
    const fields = [...sequenceOf(node, "ESSCertID")];
    let digestOid: string = version === 1 ? OID.sha1 : OID.sha256;
    if (version === 2 && fields[0]?.is(TAG.sequence)) digestOid = algorithmOf(fields.shift()).oid;
    const [hash, issuerSerial] = fields;
    return { digestOid, hash: octetsOf(hash), issuerSerial: issuerSerialOf(issuerSerial) };
  });
}

function issuerSerialOf(node: DerNode | undefined): EssCertificateId["issuerSerial"] {
  if (node === undefined) return undefined;
  const [names, serial] = sequenceOf(node, "IssuerSerial");
  const directory = sequenceOf(names, "GeneralNames").find((n) => n.isContext(4));
  return {
    issuer: directory === undefined ? undefined : nameOf(directory.children[0]),
    serial: serial === undefined ? "" : hexSerial(serial.content),
  };
}
