import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { UserName } from '../../cluster/users.ts';

/** Who may log in here: the people of the development cluster, not its machinery. */
export const consoleUsers = ['admin', 'namespace-admin', 'viewer', 'nobody'] as const satisfies readonly UserName[];
export type ConsoleUser = (typeof consoleUsers)[number];

export interface Session {
  readonly user: ConsoleUser;
  readonly csrfToken: string;
}

/** The console's own names. */
const sessionCookie = 'openshift-session-token';
const csrfCookie = 'csrf-token';
const readOnly = ['GET', 'HEAD', 'OPTIONS', 'TRACE'];

/** Who is logged in, by session cookie. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();
  readonly #expired = new Map<string, ConsoleUser>();

  /** A new session; answers the Set-Cookie headers. The page reads the CSRF token, never the session. */
  logIn(user: ConsoleUser): readonly string[] {
    const id = randomBytes(24).toString('hex');
    const csrfToken = randomBytes(24).toString('hex');
    this.#sessions.set(id, { user, csrfToken });
    return [
      `${sessionCookie}=${id}; Path=/; HttpOnly; SameSite=Strict`,
      `${csrfCookie}=${csrfToken}; Path=/; SameSite=Strict`,
    ];
  }

  find(headers: IncomingHttpHeaders): Session | undefined {
    return this.#sessions.get(cookies(headers)[sessionCookie] ?? '');
  }

  /** Ends all sessions of a user, as if they had run out: the browser still sends its cookies. */
  expire(user: ConsoleUser): void {
    for (const [id, session] of this.#sessions) {
      if (session.user !== user) continue;
      this.#sessions.delete(id);
      this.#expired.set(id, user);
    }
  }

  /** Who logs in when nobody is logged in: the one whose session has run out, as a login server still knows them. */
  nextToLogIn(headers: IncomingHttpHeaders): ConsoleUser {
    return this.#expired.get(cookies(headers)[sessionCookie] ?? '') ?? consoleUsers[0];
  }
}

/** Whether a request may change something: its header says what the cookie of the session says. */
export function passesCsrf(method: string, headers: IncomingHttpHeaders, session: Session): boolean {
  if (readOnly.includes(method)) return true;
  const sent = Buffer.from(String(headers['x-csrftoken'] ?? ''));
  const cookie = Buffer.from(cookies(headers)[csrfCookie] ?? '');
  const wanted = Buffer.from(session.csrfToken);
  return [sent, cookie].every((one) => one.length === wanted.length && timingSafeEqual(one, wanted));
}

function cookies(headers: IncomingHttpHeaders): Readonly<Partial<Record<string, string>>> {
  const pairs = (headers.cookie ?? '').split(';').map((pair): [string, string] => {
    const [name = '', ...value] = pair.trim().split('=');
    return [name, value.join('=')];
  });
  return Object.fromEntries(pairs);
}
