import { expect, test } from 'vitest';
import type { Secret } from '../../k8s/secret.ts';
import { hideSecrets } from './hide-secrets.ts';
import { hidden } from './shown-settings.ts';

const secret: Secret = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'bundle', labels: { a: 'b' } },
  data: { 'config.yaml': btoa('MAIL_PORT: 1\nSECRET_KEY: "1"\n'), 'ssl.key': btoa('hunter2') },
};

test('of a Secret, names stay and values go; config.yaml stays base64', () => {
  const shown = hideSecrets(secret) as Secret;
  expect(shown).toMatchObject({ metadata: secret.metadata, data: { 'ssl.key': hidden } });
  expect(atob(shown.data?.['config.yaml'] ?? '')).toBe(`MAIL_PORT: 1\nSECRET_KEY: ${hidden}\n`);
});

test('stringData is hidden like data', () => {
  const { apiVersion, kind, metadata } = secret;
  const stringData = { 'config.yaml': 'MAIL_PORT: 1\n', x: 'hunter2' };
  expect(hideSecrets({ apiVersion, kind, metadata, stringData } as Secret)).toMatchObject({
    stringData: { 'config.yaml': 'MAIL_PORT: 1\n', x: hidden },
  });
});

test('variables of a QuayRegistry and of a Pod keep their names', () => {
  const reference = { name: 'B', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } };
  const env = [{ name: 'A', value: 'hunter2' }, reference, { name: 'C', value: '' }, 'hunter2'];
  const shown = [{ name: 'A', value: hidden }, reference, { name: 'C', value: '' }, hidden];
  const base = { apiVersion: 'quay.redhat.com/v1', kind: 'QuayRegistry', metadata: { name: 'prod' } };
  const overrides = (variables: unknown) => ({
    spec: { components: [{ kind: 'quay', overrides: { env: variables } }] },
  });
  expect(hideSecrets({ ...base, ...overrides(env) })).toEqual({ ...base, ...overrides(shown) });
  const pod = (variables: unknown) => ({
    ...base,
    kind: 'Pod',
    spec: { initContainers: [{ env: variables }], env: 'prod' },
  });
  expect(hideSecrets(pod(env))).toEqual(pod(shown));
});

test('what is neither Secret nor has variables stays as it is', () => {
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'ca' }, data: { password: 'x' } };
  expect(hideSecrets(configMap)).toEqual(configMap);
});
