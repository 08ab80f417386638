import type { RemoteProfile } from "./remote-profile.ts";

/**
 * VNPT SmartCA, gateway v1: shaped after CSC, confirmation in the SmartCA app on the phone, the result fetched by transaction id.
 * `notifyUrl` is called once; a call tells only that it is worth asking.
 */
export const VNPT_SMARTCA: RemoteProfile = {
  kind: "vnpt-smartca",
  label: "VNPT SmartCA",
  source: "mã nguồn tích hợp công khai của cổng gwsca.vnpt.vn (11/2026); chưa thử với dịch vụ thật",
  maxBatch: 50,
  confirmMinutes: 5,
  pollAfterMs: 3_000,
  repeatable: true,
  token: {
    path: "/auth/token",
    form: true,
    body: {
      grant_type: "password",
      username: "$userId",
      password: "$userPassword",
      client_id: "$clientId",
      client_secret: "$clientSecret",
    },
    at: "access_token",
    seconds: 3_000,
  },
  credentials: { path: "/csc/credentials/list", body: {}, ids: "content" },
  certificate: {
    path: "/csc/credentials/info",
    body: { credentialId: "$credentialId", certificates: "chain", certInfo: true, authInfo: true },
    entries: "",
    credentialId: "",
    certificates: ["cert.certificates"],
    status: { at: "cert.status", usable: ["valid", "VALID"] },
  },
  sign: {
    path: "/csc/signature/signhash",
    body: {
      credentialId: "$credentialId",
      refTranId: "$requestId",
      notifyUrl: "$notifyUrl",
      description: "$description",
      datas: { $each: { name: "$name", hash: "$hashBase64" } },
    },
    transaction: "content.tranId",
  },
  status: {
    path: "/csc/credentials/gettraninfo",
    body: { tranId: "$transaction" },
    state: "content.tranStatus",
    states: {
      "1": "signed",
      "4000": "waiting",
      "4001": "expired",
      "4002": "refused",
      "4003": "failed",
      "4004": "failed",
    },
    signatures: "content.documents",
    signature: "sig",
    key: { at: "hash", is: "hashBase64" },
  },
  fault: {
    code: "code",
    fine: ["0"],
    message: ["codeDesc", "message"],
    codes: { "401": "KEY_HOLDER_UNAUTHORISED" },
  },
};

/** VNPT SmartCA for partners (SP769, v1): the account in every body, digests in hexadecimal, the transaction named by the partner. */
export const VNPT_SMARTCA_SP769: RemoteProfile = {
  kind: "vnpt-smartca",
  label: "VNPT SmartCA",
  source: "mã nguồn tích hợp công khai của /sca/sp769/v1 (11/2026); chưa thử với dịch vụ thật",
  maxBatch: 50,
  confirmMinutes: 5,
  pollAfterMs: 3_000,
  repeatable: true,
  certificate: {
    path: "/sca/sp769/v1/credentials/get_certificate",
    body: {
      sp_id: "$clientId",
      sp_password: "$clientSecret",
      user_id: "$userId",
      serial_number: "$credentialId",
      transaction_id: "$requestId",
    },
    entries: "data.user_certificates",
    credentialId: "serial_number",
    certificates: ["cert_data", "chain_data.ca_cert", "chain_data.root_cert"],
    status: { at: "cert_status_code", usable: ["VALID"] },
  },
  sign: {
    path: "/sca/sp769/v1/signatures/sign",
    body: {
      sp_id: "$clientId",
      sp_password: "$clientSecret",
      user_id: "$userId",
      transaction_id: "$requestId",
      transaction_desc: "$description",
      serial_number: "$credentialId",
      sign_files: { $each: { data_to_be_signed: "$hashHex", doc_id: "$id", file_type: "pdf", sign_type: "hash" } },
    },
    transaction: "data.transaction_id",
  },
  status: {
    path: "/sca/sp769/v1/signatures/sign/$transaction/status",
    body: {},
    state: "message",
    // Known is SUCCESS; the other words are assumed. An unknown word counts as a failure, so nothing is signed by mistake.
    states: {
      SUCCESS: "signed",
      WAITING_FOR_SIGNER_CONFIRM: "waiting",
      PENDING: "waiting",
      EXPIRED: "expired",
      REJECTED: "refused",
      FAILED: "failed",
    },
    signatures: "data.signatures",
    signature: "signature_value",
    key: { at: "doc_id", is: "id" },
  },
  fault: {
    code: "status_code",
    fine: ["200", "0"],
    message: ["message"],
    codes: { "401": "KEY_HOLDER_UNAUTHORISED", "403": "KEY_HOLDER_UNAUTHORISED", "429": "KEY_HOLDER_BUSY" },
  },
};

/** Viettel MySign: a token for each person (one hour, not renewed), digests in base64, `credentialID` with a capital D, signatures in order. */
export const VIETTEL_MYSIGN: RemoteProfile = {
  kind: "viettel-mysign",
  label: "Viettel MySign",
  source: "mã nguồn tích hợp công khai của remotesigning.viettel.vn (11/2026); chưa thử với dịch vụ thật",
  maxBatch: 50,
  confirmMinutes: 5,
  pollAfterMs: 3_000,
  // The service is not known to recognise a repeated request.
  repeatable: false,
  token: {
    path: "/vtss/service/ras/v1/login",
    body: { client_id: "$clientId", client_secret: "$clientSecret", profile_id: "$profileId", user_id: "$userId" },
    at: "access_token",
    seconds: 3_300,
  },
  certificate: {
    path: "/vtss/service/certificates/info",
    body: {
      client_id: "$clientId",
      client_secret: "$clientSecret",
      profile_id: "$profileId",
      user_id: "$userId",
      certificates: "chain",
      certInfo: true,
      authInfo: true,
    },
    entries: "",
    credentialId: "credential_id",
    certificates: ["cert.certificates"],
    status: { at: "cert.status", usable: ["valid", "VALID", "1"] },
  },
  sign: {
    path: "/vtss/service/signHash",
    body: {
      client_id: "$clientId",
      client_secret: "$clientSecret",
      credentialID: "$credentialId",
      numSignatures: "$count",
      documents: { $each: { document_id: "$id", document_name: "$name" } },
      hash: { $each: "$hashBase64" },
      hashAlgo: "2.16.840.1.101.3.4.2.1",
      signAlgo: "1.2.840.113549.1.1.1",
      async: 1,
    },
    transaction: "transactionId",
  },
  status: {
    path: "/vtss/service/requests/status",
    body: { transactionId: "$transaction" },
    state: "status",
    // Known are 1 and 0; that 2 and 3 tell refusal from expiry is assumed. Any other value counts as a failure, so nothing is signed by mistake.
    states: { "1": "signed", "0": "waiting", "2": "refused", "3": "expired" },
    signatures: "signatures",
    signature: "",
  },
  fault: {
    code: "error",
    fine: [],
    message: ["error_description", "message"],
    codes: {
      invalid_client: "KEY_HOLDER_UNAUTHORISED",
      invalid_token: "KEY_HOLDER_UNAUTHORISED",
      access_denied: "KEY_HOLDER_REFUSED",
      expired: "KEY_HOLDER_EXPIRED",
    },
  },
};
