import { describe, expect, it } from 'vitest';
import { ApiError, ConnectionError } from '../kube/api-error.ts';
import { readEcosystemPath } from './ecosystem-path.ts';
import { Rejection, statusOfError } from './rejection.ts';

describe('the Status of an error', () => {
  const cases: [unknown, number, RegExp][] = [
    [new Rejection(409, 'Conflict', 'look again'), 409, /^look again$/],
    [
      new ApiError(403, 'Forbidden', 'GET /api/v1/x: "u" cannot get x'),
      403,
      /^"u" cannot get x\. Ask an administrator/,
    ],
    [new ApiError(401, '', 'GET /x: no'), 401, /Log in again/],
    [new ApiError(422, 'Invalid', 'PATCH /x: spec.a: wrong'), 422, /^spec\.a: wrong$/],
    [new ConnectionError('refused at 10.0.0.1'), 503, /^The API server does not respond/],
    [new Error('the password is hunter2'), 500, /^The service failed to handle the request/],
  ];
  it.each(cases)('%s', (error, code, message) => {
    const { body } = statusOfError(error);
    expect(body).toMatchObject({ kind: 'Status', status: 'Failure', code });
    expect(body.message).toMatch(message);
  });

  it('tells the causes', () => {
    const causes = [{ field: 'storage-local', reason: 'Finding', message: 'why' }];
    expect(statusOfError(new Rejection(409, 'Blocked', 'no', causes)).body.details).toEqual({ causes });
  });
});

describe('a path', () => {
  it('names an ecosystem and a part', () => {
    expect(readEcosystemPath('/api/v1/namespaces/a/quayecosystems/b.c/plan')).toEqual({
      namespace: 'a',
      name: 'b.c',
      part: 'plan',
    });
  });
  it.each(['/api/v1/namespaces/a/quayecosystems/b/other', '/api/v1/namespaces/a/quayecosystems/b', '/'])(
    'of something else: %s',
    (path) => {
      expect(readEcosystemPath(path)).toBeUndefined();
    },
  );
  it.each([
    'A/quayecosystems/b',
    'a.b/quayecosystems/b',
    '/quayecosystems/b',
    'a/quayecosystems/b..c',
    'a/quayecosystems/-b',
  ])('with no name of Kubernetes: %s', (path) => {
    expect(() => readEcosystemPath(`/api/v1/namespaces/${path}/plan`)).toThrow(Rejection);
  });
});
