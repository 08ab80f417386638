import {
  authorityFetch,
  createTestAuthority,
  type Fetch,
  type LevelOptions,
  type TestAuthority,
} from "../../shared/signing/index.ts";

/** Where the test authority says that it is; nothing of it reaches a network. */
export const AUTHORITY_URL = "http://ca.thu-nghiem.example";

/** A test authority whose services are asked in this process, and the list of what was asked. */
export function onlineAuthority(): {
  authority: TestAuthority;
  fetch: Fetch;
  asked: string[];
  options: Required<Omit<LevelOptions, "level">>;
} {
  const authority = createTestAuthority({ url: AUTHORITY_URL });
  const asked: string[] = [];
  const answer = authorityFetch(authority);
  const fetch: Fetch = (url, init) => {
    asked.push(`${init.method} ${new URL(url).pathname}`);
    return answer(url, init);
  };
  const options = {
    timestamp: { authorities: [{ url: `${AUTHORITY_URL}/tsa` }], fetch },
    revocation: { fetch },
  };
  return { authority, fetch, asked, options };
}
