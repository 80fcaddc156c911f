import { expect, test } from 'vitest';
import type { EnvVar } from '../../../k8s/pod.ts';
import { withClusterExceptions } from './proxy-variables.ts';

const cluster = '.svc,.svc.cluster.local';
const proxy = { name: 'HTTPS_PROXY', value: 'http://proxy.example.com:3128' };

function exceptionsOf(env: readonly EnvVar[], hostname = 'quay.example.com'): readonly (string | undefined)[] {
  return withClusterExceptions(env, hostname)
    .filter(({ name }) => /no_proxy/i.test(name))
    .map(({ value }) => value);
}

test.each(['HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'http_proxy'])('%s gets exceptions for the cluster', (name) => {
  expect(exceptionsOf([{ name, value: 'http://proxy' }])).toEqual([`${cluster},quay.example.com`]);
});

test.each(['FTP_PROXY', 'MY_HTTP_PROXY', 'HTTP_PROXY_USER', 'PROXY'])('%s is no proxy of ours', (name) => {
  const env = [{ name, value: 'http://proxy' }];
  expect(withClusterExceptions(env, 'quay.example.com')).toEqual(env);
});

test.each([
  ['quay.example.com:8443', `${cluster},quay.example.com`],
  ['quay.example.com', `${cluster},quay.example.com`],
  ['10.0.0.1:1', `${cluster},10.0.0.1`],
  ['', cluster],
])('without exceptions the own host %j is one', (hostname, value) => {
  expect(withClusterExceptions([proxy], hostname)).toEqual([proxy, { name: 'NO_PROXY', value }]);
});

test.each([
  ['', cluster],
  ['a.example.com', `a.example.com,${cluster}`],
  ['.svc', '.svc,.svc.cluster.local'],
  ['svc , *.cluster.local', 'svc , *.cluster.local'],
  ['.cluster.local', '.cluster.local,.svc'],
  ['*', '*'],
  ['local', 'local,.svc'],
  ['vc', `vc,${cluster}`],
  ['*svc', `*svc,${cluster}`],
])('the exceptions %j keep what is in them and get what lacks', (value, expected) => {
  for (const name of ['NO_PROXY', 'no_proxy']) {
    expect(exceptionsOf([proxy, { name, value }])).toEqual([expected]);
  }
});

test('variables of a like name are left alone, and do not count as exceptions', () => {
  const alike = [
    { name: 'NO_PROXY_X', value: 'a' },
    { name: 'MY_NO_PROXY', value: 'b' },
  ];
  expect(withClusterExceptions([proxy, ...alike], '')).toEqual([proxy, ...alike, { name: 'NO_PROXY', value: cluster }]);
  const env = [proxy, ...alike, { name: 'NO_PROXY', value: '*' }];
  expect(withClusterExceptions(env, '')).toEqual(env);
});

test('exceptions that come from elsewhere stay as they are', () => {
  const env = [proxy, { name: 'NO_PROXY', valueFrom: { configMapKeyRef: { name: 'proxy', key: 'no' } } }];
  expect(withClusterExceptions(env, 'quay.example.com')).toEqual(env);
});
