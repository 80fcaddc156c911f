import { describe, expect, test } from 'vitest';
import type { ApiClient } from '../kube/api-client.ts';
import type { Identity } from '../kube/connection.ts';
import { callerOf } from './caller.ts';

/** As whom the API server would be asked. */
function identityOf(headers: Readonly<Record<string, string>>): Identity {
  let asked: Identity = {};
  const api: Pick<ApiClient, 'actingAs'> = {
    actingAs: (identity) => {
      asked = identity;
      return api as ApiClient;
    },
  };
  callerOf(api as ApiClient, new Headers({ authorization: 'Bearer token', ...headers }));
  return asked;
}

describe('whoever asks', () => {
  test('acts with the own token', () => {
    expect(identityOf({})).toEqual({ authorization: 'Bearer token' });
  });

  test('acts as whom the console says, groups with commas in their names included', () => {
    const headers = { 'impersonate-user': 'alice', 'impersonate-uid': '7', 'impersonate-extra-scopes': 'a,b' };
    const groups = { 'impersonate-group': 'cn=admins,ou=groups,dc=example, developers' };
    expect(identityOf({ ...headers, ...groups })).toEqual({
      authorization: 'Bearer token',
      ...headers,
      'impersonate-group': ['cn=admins,ou=groups,dc=example', 'developers'],
    });
  });

  test('acts in the groups that newer consoles send', () => {
    const headers = { 'impersonate-user': 'alice', 'x-console-impersonate-groups': 'a, b,c' };
    expect(identityOf(headers)['impersonate-group']).toEqual(['a', 'b', 'c']);
  });

  test.each(['impersonate-group', 'impersonate-uid', 'impersonate-extra-scopes', 'x-console-impersonate-groups'])(
    'cannot act as nobody: %s alone',
    (name) => {
      expect(() => identityOf({ [name]: 'x' })).toThrow(/without Impersonate-User/);
    },
  );

  test.each(['', 'Basic abc', 'Bearer', 'Bearer a b'])('has to log in: "%s"', (authorization) => {
    expect(() => identityOf({ authorization })).toThrow(/no user token/);
  });
});
