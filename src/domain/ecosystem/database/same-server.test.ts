import { expect, test } from 'vitest';
import { sameHost, splitServer } from './same-server.ts';

test.each([
  ['db', 'db', true],
  ['DB.Example.com', 'db.example.com.', true],
  ['postgresql', 'postgresql.quay.svc.cluster.local', true],
  ['postgresql.quay', 'postgresql.quay.svc', true],
  ['postgresql', 'postgresql.other.svc', false],
  ['postgresql', 'postgresql.quay.example.com', false],
  ['db.example.com', 'db2.example.com', false],
  ['fd00:10::5', '[fd00:10:0:0::0005]', true],
  ['fd00:10::5', 'fd00:10::6', false],
  ['::1', '0:0:0:0:0:0:0:1', true],
  ['10.0.0.1', '10.0.0.1', true],
  ['10.0.0.1', '10.0.0.10', false],
])('%s and %s: %s', (one, other, same) => {
  expect(sameHost(one, other, 'quay')).toBe(same);
  expect(sameHost(other, one, 'quay')).toBe(same);
});

test.each([
  ['db', 'db', undefined],
  ['db:5433', 'db', 5433],
  ['[fd00::5]:5432', 'fd00::5', 5432],
  ['[fd00::5]', 'fd00::5', undefined],
  ['fd00::5', 'fd00::5', undefined],
  ['', '', undefined],
])('%s is host %s and port %s', (server, host, port) => {
  expect(splitServer(server)).toEqual({ host, port });
});
