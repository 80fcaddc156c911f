import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf, findingsOf } from '../../fixtures/prod-registry.fixture.ts';
import { hostnamePort } from './hostname-port.ts';

test.each<RuleCase>([
  ['a host', {}, []],
  ['a port alone', { config: { SERVER_HOSTNAME: ':30443' } }, ['data[config.yaml]: SERVER_HOSTNAME']],
  [
    'a host with a port on a Route',
    { config: { SERVER_HOSTNAME: 'quay.example.com:8443' } },
    ['data[config.yaml]: SERVER_HOSTNAME'],
  ],
  [
    'a host with a port on a NodePort',
    {
      ecosystem: { spec: { quay: { externalAccess: { type: 'NodePort' } } } },
      config: { SERVER_HOSTNAME: 'quay.example.com:30443' },
    },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(hostnamePort, change)).toEqual(fields);
});

test.each([
  [':30443', /is ":30443", a port without a host/, /^Add the host before the port/],
  ['quay.example.com:8443', /must not contain a port$/, /^Remove the port/],
])('%s: says what is wrong, and what to do', (hostname, message, remedy) => {
  const [finding] = findingsOf(hostnamePort, { config: { SERVER_HOSTNAME: hostname } });
  expect(finding?.message).toMatch(message);
  expect(finding?.remedy).toMatch(remedy);
});
