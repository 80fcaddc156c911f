import { type ConsoleUser, consoleUsers } from '../dev/console-host/server/sessions.ts';

/** Where each user finds a real console, one bridge for each token. */
export type ConsoleUrls = Readonly<Record<ConsoleUser, string>>;

/**
 * CONSOLE_URLS: `admin=URL,namespace-admin=URL,viewer=URL,nobody=URL` runs the tests against real consoles in place of
 * the host of this repository. Undefined where it is not set; throws where a user has no URL.
 */
export function consoleUrls({ CONSOLE_URLS: named } = process.env): ConsoleUrls | undefined {
  if (named === undefined || named === '') return undefined;
  const given = new Map(
    named.split(',').map((entry) => {
      const at = entry.indexOf('=');
      return [entry.slice(0, at), entry.slice(at + 1).replace(/\/$/, '')] as const;
    }),
  );
  const missing = consoleUsers.filter((user) => !/^https?:\/\//.test(given.get(user) ?? ''));
  if (missing.length > 0) throw new Error(`CONSOLE_URLS has no URL of ${missing.join(', ')}`);
  return Object.fromEntries(given) as ConsoleUrls;
}
