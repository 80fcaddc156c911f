import type { ApiClient } from '../kube/api-client.ts';
import type { Identity } from '../kube/connection.ts';
import { Refusal } from './refusal.ts';

const impersonation = /^impersonate-(user|group|uid|extra-.+)$/;

/**
 * A client that acts with the token of whoever asks, and with the impersonation that the console sends along: whether
 * that is allowed, the API server decides. The service's own rights are not in it.
 */
export function callerOf(api: ApiClient, headers: Headers): ApiClient {
  const authorization = headers.get('authorization') ?? '';
  if (!/^Bearer [\w.~+/=-]+$/.test(authorization)) {
    throw new Refusal(401, 'Unauthorized', 'This needs the token of a user: Authorization: Bearer TOKEN.');
  }
  return api.actingAs({ authorization, ...impersonated(headers) });
}

/**
 * Several groups come as one header with a comma and a blank between them: so do browsers and Node join equal headers. A
 * group may be a name of a directory, which has commas without blanks.
 */
function impersonated(headers: Headers): Identity {
  const identity: Record<string, string | string[]> = {};
  for (const [name, value] of headers) {
    if (!impersonation.test(name)) continue;
    identity[name] = name === 'impersonate-group' ? value.split(', ') : value;
  }
  // Consoles from 4.21 on send groups like this where their own proxy does not take them apart.
  const groups = headers.get('x-console-impersonate-groups');
  if (groups !== null && identity['impersonate-group'] === undefined) {
    identity['impersonate-group'] = groups.split(/\s*,\s*/);
  }
  const [first] = Object.keys(identity);
  if (first !== undefined && identity['impersonate-user'] === undefined) {
    throw new Refusal(400, 'BadRequest', `The header ${first} without Impersonate-User: nobody can be acted as.`);
  }
  return identity;
}
