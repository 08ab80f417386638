/** An access token of a service. */
export interface AccessToken {
  text: string;
  /** Milliseconds since the epoch; from then on it is asked for anew. */
  until: number;
  /** What a new one is had for without the person (RFC 6749, 6). */
  refresh?: string;
}

/**
 * Keeps an access token between calls, and between the process that asked for signatures and the one that fetches them: the password that it
 * was had for is not kept anywhere. What keeps it must keep it as a secret.
 */
export interface TokenKeeper {
  read(): Promise<AccessToken | undefined>;
  write(token: AccessToken): Promise<void>;
}

/** Keeps a token in the memory of one holder. */
export function tokenInMemory(): TokenKeeper {
  let kept: AccessToken | undefined;
  return {
    read: async () => kept,
    write: async (token) => {
      kept = token;
    },
  };
}
