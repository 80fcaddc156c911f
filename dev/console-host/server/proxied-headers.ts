import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

/** Of the browser and the console alone: no backend sees the session. */
const notForwarded = ['cookie', 'x-csrftoken', 'origin', 'host'];
const hopByHop = ['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade'];

/** What the backend gets: the user's token in place of the session. Without token, Authorization passes as it came. */
export function forwardedRequestHeaders(headers: IncomingHttpHeaders, token: string | undefined): OutgoingHttpHeaders {
  const kept = without(headers, notForwarded);
  return token === undefined ? kept : { ...kept, authorization: `Bearer ${token}` };
}

/** What the browser gets of an answer: a proxied page may do nothing in the console's origin. */
export function forwardedResponseHeaders(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const kept = Object.fromEntries(
    Object.entries(without(headers, [...hopByHop, 'server'])).filter(([name]) => !name.startsWith('access-control-')),
  );
  return { ...kept, 'content-security-policy': 'sandbox;', ...securityHeaders };
}

/** On every answer of the console. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
};

function without(headers: IncomingHttpHeaders, names: readonly string[]): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}
