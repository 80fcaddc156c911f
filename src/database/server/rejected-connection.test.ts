import { expect, test } from 'vitest';
import type { ConnectionTarget } from './connection-target.ts';
import { isRejection, rejectionOf } from './rejected-connection.ts';

const target: ConnectionTarget = {
  side: 'source',
  host: 'db',
  port: 5432,
  database: 'quay',
  user: 'u',
  password: 'p',
};

function error(message: string, facts: object = {}): Error {
  return Object.assign(new Error(message), facts);
}

const noTls = error('The server does not support SSL connections');
const noEntry = (how: string): Error =>
  error(`no pg_hba.conf entry for host "10.0.0.5", user "u", database "quay", ${how}`, {
    code: '28000',
    severity: 'FATAL',
  });
const wrongPassword = error('password authentication failed for user "u"', { code: '28P01', severity: 'FATAL' });

test.each([
  [noTls, true],
  [noEntry('SSL off'), true],
  [wrongPassword, true],
  [error('database "quay" does not exist', { code: '3D000' }), true],
  [error('self-signed certificate', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }), true],
  [error('sorry, too many clients already', { code: '53300' }), false],
  [error('the database system is starting up', { code: '57P03' }), false],
  [error('connect ECONNREFUSED', { code: 'ECONNREFUSED', syscall: 'connect' }), false],
  [error('timeout expired'), false],
  [new AggregateError([error('a certificate')], ''), false],
  ['text', false],
])('whether another try is of no use: %s', (failure, expected) => {
  expect(isRejection(failure)).toBe(expected);
});

test('each way is told in words, and that there is no TLS only when nothing else is', () => {
  const way = { rejectUnauthorized: false };
  const both = [
    { way, error: noEntry('SSL on') },
    { way: false as const, error: noEntry('SSL off') },
  ];
  const refused = 'pg_hba.conf of the server does not allow user u to connect to database quay from 10.0.0.5';
  expect(rejectionOf(target, both)).toBe(`${refused} with encryption; ${refused} without encryption`);
  const without = [
    { way, error: noTls },
    { way: false as const, error: wrongPassword },
  ];
  expect(rejectionOf(target, without)).toBe('password authentication failed for user "u"');
  expect(rejectionOf(target, [{ way, error: noTls }])).toBe(
    'the server does not support encryption, which sslmode prefer requires',
  );
  expect(rejectionOf(target, [{ way, error: wrongPassword }, ...without])).toBe(wrongPassword.message);
});
