import { type ApiKeys, openApiKeys } from "./api-keys.ts";
import type { IdentityContext } from "./identity-context.ts";
import type { SignInSettings } from "./identity-model.ts";
import type { Actor } from "./model.ts";
import { type PasskeyDesk, passkeyDesk } from "./passkeys.ts";
import { allow } from "./permissions.ts";
import { type ProviderDesk, providerDesk } from "./providers.ts";
import { type SecondFactorDesk, secondFactorDesk } from "./second-factor.ts";
import { openSessions, type SessionDesk, type Sessions } from "./sessions.ts";
import { openSignIn, type SignIn } from "./sign-in.ts";
import { changeSignInSettings, readSignInSettings } from "./sign-in-settings.ts";
import { openSingleSignOn, type SingleSignOn } from "./single-sign-on.ts";

/** Who somebody is, and how it is proved: every way of signing in, what is kept of it, and the settings of an organisation. */
export interface Identity
  extends Sessions,
    SessionDesk,
    SignIn,
    SecondFactorDesk,
    PasskeyDesk,
    ProviderDesk,
    SingleSignOn,
    ApiKeys {
  /** @throws FORBIDDEN */
  signInSettings(actor: Actor): Promise<SignInSettings>;
  /** @throws FORBIDDEN, INVALID */
  changeSignInSettings(actor: Actor, settings: SignInSettings): Promise<SignInSettings>;
}

/** Opens everything about signing in over one record store. Loads no library before somebody needs it. */
export function openIdentity(context: IdentityContext): Identity {
  const sessions = openSessions(context);
  return {
    ...sessions,
    ...openSignIn(context, sessions.sessionOf),
    ...secondFactorDesk(context, sessions.endSessionsOf),
    ...passkeyDesk(context),
    ...providerDesk(context),
    ...openSingleSignOn(context),
    ...openApiKeys(context),
    async signInSettings(actor) {
      allow(actor, "administer");
      return readSignInSettings(context, actor.organisationId);
    },
    changeSignInSettings: (actor, settings) => changeSignInSettings(context, actor, settings),
  };
}
