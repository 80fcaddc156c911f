import type { ApiClient } from '../kube/api-client.ts';
import type { Identity } from '../kube/connection.ts';
import { Rejection } from './rejection.ts';

const impersonation = /^impersonate-(user|group|uid|extra-.+)$/;

/**
 * A client with the token of the caller and the impersonation headers of the console, which the API server authorizes.
 * It has none of the service's own rights.
 */
export function callerOf(api: ApiClient, headers: Headers): ApiClient {
  const authorization = headers.get('authorization') ?? '';
  if (!/^Bearer [\w.~+/=-]+$/.test(authorization)) {
    throw new Rejection(
      401,
      'Unauthorized',
      'The request has no user token. Send the header Authorization: Bearer TOKEN.',
    );
  }
  return api.actingAs({ authorization, ...impersonated(headers) });
}

/**
 * Several groups arrive as one header, separated by a comma and a blank, because browsers and Node.js join repeated
 * headers. A group may be a distinguished name, which has commas without blanks.
 */
function impersonated(headers: Headers): Identity {
  const identity: Record<string, string | string[]> = {};
  for (const [name, value] of headers) {
    if (!impersonation.test(name)) continue;
    identity[name] = name === 'impersonate-group' ? value.split(', ') : value;
  }
  // Consoles from 4.21 on send groups in this header when their own proxy does not split them.
  const groups = headers.get('x-console-impersonate-groups');
  if (groups !== null && identity['impersonate-group'] === undefined) {
    identity['impersonate-group'] = groups.split(/\s*,\s*/);
  }
  const [first] = Object.keys(identity);
  if (first !== undefined && identity['impersonate-user'] === undefined) {
    throw new Rejection(
      400,
      'BadRequest',
      `The request has the header ${first} without Impersonate-User. Send both headers.`,
    );
  }
  return identity;
}
