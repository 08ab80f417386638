export type { DrainOptions, DrainResult } from "./drain.ts";
export { checkEdxml, type EdxmlFinding } from "./edxml/check.ts";
export { EDXML_NAMESPACE, isStatusCode, STATUS_WORDS } from "./edxml/names.ts";
export { packEdxml, packStatus } from "./edxml/pack.ts";
export { DEFAULT_PACKET_LIMITS, type PacketLimits } from "./edxml/tree.ts";
export { unpackEdxml } from "./edxml/unpack.ts";
export { type HttpTransportOptions, httpTransport } from "./http-transport.ts";
export { type Accepted, type Derived, type Inbox, type InboxOptions, type OtherArrival, openInbox } from "./inbox.ts";
export { localTransport, type PacketService } from "./local-transport.ts";
export type {
  ChangeAsked,
  Clock,
  Delivery,
  DeliveryState,
  DeliveryStatus,
  DocumentPacket,
  IncomingRecord,
  OtherChannel,
  PacketAttachment,
  PacketBusiness,
  PacketOrganisation,
  PacketStaff,
  PacketWarning,
  StatusCode,
  StatusPacket,
  Transport,
  UnpackedPacket,
} from "./model.ts";
export { buildDocumentId, type DocumentReference, isOrganisationCode, parseDocumentId } from "./organisation-code.ts";
export { type Outbox, openOutbox } from "./outbox.ts";
export type { SendRequest } from "./outbox-rows.ts";
