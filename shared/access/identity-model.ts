import type { Actor, Role } from "./model.ts";

/** A way of proving who one is. */
export type SignInWay = "password" | "passkey" | "provider";

/** Where a sign-in comes from, as far as the server can tell; shown to the person and to administrators. */
export interface SignInFrom {
  /** Network address, without port. */
  address?: string;
  /** What the browser or program says it is (User-Agent), shortened. */
  device?: string;
}

/** A session that was begun: `token` is its only key, shown once. */
export interface SignedIn {
  token: string;
  actor: Actor;
  /** ISO instant. */
  endsAt: string;
}

/** Ways of giving the second factor. */
export type SecondFactorWay = "totp" | "passkey";

/** What comes of the first factor: a session, or a ticket for the second step, good for some minutes in the same browser. */
export type SignInStep =
  | ({ kind: "signed-in" } & SignedIn)
  | { kind: "second-factor"; ticket: string; endsAt: string; ways: SecondFactorWay[] }
  /** The organisation demands a second factor and the person has none yet: it is set up with the ticket. */
  | { kind: "enrol"; ticket: string; endsAt: string };

/** How people and machines of one organisation may sign in. */
export interface SignInSettings {
  /** Roles that a way is closed for; a person with several roles may use a way that is closed for none of them. */
  closed: Record<SignInWay | "apiKey", Role[]>;
  /** Whoever has one of these roles signs in with a second factor. */
  secondFactorRoles: Role[];
  /** A session that is not used for so long ends; 0: only by its end. Minutes. */
  idleMinutes: number;
  /** A session ends after so long, used or not. Hours. */
  sessionHours: number;
  /** No API key is made for longer than this. Days. */
  apiKeyDays: number;
}

/** A session as its owner and administrators see it. */
export interface SessionView {
  id: string;
  way: SignInWay;
  /** ISO instants. */
  startedAt: string;
  lastSeenAt: string;
  endsAt: string;
  address?: string;
  device?: string;
  /** Of the session that asks. */
  current: boolean;
}

/** The second factor of a person, without anything secret. */
export interface SecondFactorView {
  /** ISO instant of its set-up; absent: there is none. */
  totpSince?: string;
  recoveryCodesLeft: number;
  /** The organisation demands it of this person. */
  required: boolean;
}

/** What an authenticator app is set up with: shown once, to its person. */
export interface TotpEnrolment {
  /** Base32, to be typed. */
  secret: string;
  /** otpauth://totp/… for the QR code. */
  uri: string;
}

/** A passkey as its owner sees it. */
export interface PasskeyView {
  id: string;
  name: string;
  createdAt: string;
  lastUsedAt?: string;
  /** Kept by more than one device (synchronised by its maker). */
  synchronised: boolean;
  /** Its counter went back once: somebody may have copied it. It opens nothing any more. */
  suspected?: string;
}

/** The site that a passkey belongs to, as the browser names it. */
export interface PasskeySite {
  /** "https://vanthu.example.gov.vn" */
  origin: string;
  /** Host name of it. */
  host: string;
}

/** Names the person at a provider. */
export type PersonClaim = "email" | "preferred_username" | "sub";

/** What an administrator says of an OpenID Connect provider. */
export interface ProviderInput {
  name: string;
  /** As the provider names itself: https://… */
  issuer: string;
  clientId: string;
  /** Given anew only when it changes. */
  clientSecret?: string;
  /** Which claim an administrator writes down for a person; the link itself always holds `sub`. */
  claim: PersonClaim;
  /** Only people whose claim has one of these values may come in: a claim such as "hd", "organization", "groups". */
  allowed?: { claim: string; values: string[] };
  /** May the first sign-in link by itself a person for whom an administrator wrote the claim's value down? E-mail counts only verified. */
  autoLink: boolean;
  /** The provider asks for a second factor itself; ours is not asked on top. */
  trustedFactor: boolean;
  enabled: boolean;
}

/** A provider as administrators see it. */
export interface Provider extends Omit<ProviderInput, "clientSecret"> {
  id: string;
  organisationId: string;
  hasSecret: boolean;
}

/** A provider as the sign-in page shows it. */
export interface ProviderChoice {
  id: string;
  name: string;
}

/** That a person at a provider is this person here. */
export interface ProviderLink {
  providerId: string;
  providerName: string;
  personId: string;
  subject: string;
  /** What the provider called the person when linked. */
  label: string;
  linkedAt: string;
}

/** A claim's value that an administrator wrote down for a person, waiting for the first sign-in. */
export interface ExpectedIdentity {
  providerId: string;
  personId: string;
  value: string;
}

/** What the provider led the person back with. */
export type ProviderAnswer =
  | { purpose: "sign-in"; back: string; step: SignInStep }
  | { purpose: "link"; back: string; link: ProviderLink };

/** A machine's key as people see it; the key itself is shown once, when it is made. */
export interface ApiKeyView {
  id: string;
  name: string;
  /** First letters of the key, to tell keys apart. */
  start: string;
  personId: string;
  scopes: string[];
  createdAt: string;
  createdBy: string;
  expiresAt: string;
  revokedAt?: string;
  lastUsedAt?: string;
  lastAddress?: string;
  /** CIDR ranges; empty: from anywhere. */
  addresses: string[];
}

/** What a key is made with. */
export interface ApiKeyInput {
  name: string;
  scopes: string[];
  /** Days from now. */
  days: number;
  addresses?: string[];
  /** Whose rights it has; the maker's own when absent. */
  personId?: string;
}
