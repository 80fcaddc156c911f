import { describe, expect, test } from 'vitest';
import {
  ApiError,
  ConnectionError,
  RejectedWrite,
  apiErrorOf,
  isAlreadyExists,
  isConflict,
  isForbidden,
  isNotFound,
  isPermanent,
} from './api-error.ts';

const codes = [400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429, 500, 503];
const coded = (code: number): ApiError => new ApiError(code, '', 'said');
/** What looks like an answer of the API server and is none. */
const alike = (code: number): unknown => ({ code, reason: 'AlreadyExists', message: 'said' });

describe('what an error is', () => {
  test.each<[string, (error: unknown) => boolean, readonly number[]]>([
    ['a conflict', isConflict, [409]],
    ['missing', isNotFound, [404]],
    ['forbidden', isForbidden, [403]],
    // No conflict, no server in trouble, no token that is renewed a moment later.
    ['refused for good', isPermanent, [400, 403, 404, 405, 413, 415, 422]],
  ])('%s: by its code alone', (_title, is, those) => {
    expect(codes.filter((code) => is(coded(code)))).toEqual(those);
    expect(codes.filter((code) => is(alike(code)))).toEqual([]);
    expect(is(new ConnectionError('away'))).toBe(false);
    expect(is(undefined)).toBe(false);
  });

  test('already there: by its reason, since its code is that of a conflict', () => {
    expect(isAlreadyExists(new ApiError(409, 'AlreadyExists', 'said'))).toBe(true);
    expect(isAlreadyExists(new ApiError(409, 'Conflict', 'said'))).toBe(false);
    expect(isAlreadyExists(alike(409))).toBe(false);
  });

  test('by its name, in a log', () => {
    expect(coded(500).name).toBe('ApiError');
    const cause = new Error('reset');
    const away = new ConnectionError('away', { cause });
    expect([away.name, away.message, away.cause]).toEqual(['ConnectionError', 'away', cause]);
  });

  test('a refused write names verb and object beside what was said', () => {
    const refused = new RejectedWrite(new ApiError(403, 'Forbidden', 'quota'), 'create', 'Pod ns/x');
    expect(refused).toMatchObject({ code: 403, reason: 'Forbidden', message: 'quota', verb: 'create' });
    expect(refused.object).toBe('Pod ns/x');
    expect(isForbidden(refused)).toBe(true);
  });
});

describe('apiErrorOf', () => {
  const status = { kind: 'Status', message: 'secrets "x" not found', reason: 'NotFound' };

  test.each<[string, string, string, string]>([
    ['a Status', JSON.stringify(status), 'NotFound', 'get x: secrets "x" not found'],
    ['a Status without reason', JSON.stringify({ message: 'why' }), '', 'get x: why'],
    ['a Status without message', '{"reason":"Invalid"}', 'Invalid', 'get x: {"reason":"Invalid"}'],
    ['fields of other types', '{"reason":7,"message":{}}', '', 'get x: {"reason":7,"message":{}}'],
    ['the page of a proxy', '  <html>Bad Gateway</html>\n', '', 'get x: <html>Bad Gateway</html>'],
    ['no object', '"text"', '', 'get x: "text"'],
    ['null', 'null', '', 'get x: null'],
    ['nothing', ' \n', '', 'get x: the server responded with 502'],
  ])('makes do with %s', (_title, body, reason, message) => {
    const error = apiErrorOf(502, body, 'get x');
    expect(error).toBeInstanceOf(ApiError);
    expect([error.code, error.reason, error.message]).toEqual([502, reason, message]);
  });

  test('cuts what is no Status', () => {
    expect(apiErrorOf(502, ` ${'x'.repeat(1000)}`, '').message).toBe(`: ${'x'.repeat(500)}`);
  });
});
