import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Container, Pod } from '../../../src/k8s/pod.ts';
import { expand, resolveEnvironment } from './environment.ts';
import { configMapOf, readerOf, secretOf } from '../known-objects.fixture.ts';
import { References } from './references.ts';

const pod: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'db-1', namespace: 'ns', uid: 'u1', labels: { app: 'db' }, annotations: { 'a/b': 'c' } },
  spec: { serviceAccountName: 'builder' },
};

const reader = readerOf(
  secretOf('login', { user: 'quay', password: "it's $(user)" }),
  configMapOf('settings', { LEVEL: 'debug', 'not.a.name': 'x' }),
);

async function resolve(container: Partial<Container>): Promise<Record<string, string>> {
  const { base, ...rest } = await resolveEnvironment({
    pod,
    container: { name: 'c', ...container },
    facts: { address: '127.64.0.9', nodeName: 'node' },
    references: new References(reader, 'ns'),
    base: { base: 'given', HOME: '/image' },
  });
  expect(base).toBe('given');
  return rest;
}

describe('resolveEnvironment', () => {
  test('takes values from everywhere a pod may name', async () => {
    const field = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });
    const environment = await resolve({
      env: [
        { name: 'HOME', value: '/pod' },
        { name: 'USER', valueFrom: { secretKeyRef: { name: 'login', key: 'user' } } },
        { name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'settings', key: 'LEVEL' } } },
        { name: 'URL', value: 'pg://$(USER)@$(HOST)/$$(USER)' },
        { name: 'EMPTY' },
        field('IP', 'status.podIP'),
        field('NAME', 'metadata.name'),
        field('NAMESPACE', 'metadata.namespace'),
        field('APP', "metadata.labels['app']"),
        field('NOTE', "metadata.annotations['a/b']"),
        field('ACCOUNT', 'spec.serviceAccountName'),
        field('NODE', 'spec.nodeName'),
      ],
    });
    expect(environment).toEqual({
      HOME: '/pod',
      USER: 'quay',
      LEVEL: 'debug',
      URL: 'pg://quay@$(HOST)/$(USER)',
      EMPTY: '',
      IP: '127.64.0.9',
      NAME: 'db-1',
      NAMESPACE: 'ns',
      APP: 'db',
      NOTE: 'c',
      ACCOUNT: 'builder',
      NODE: 'node',
    });
  });

  test('lets env win over envFrom, and leaves secret values as they are', async () => {
    const environment = await resolve({
      envFrom: [{ prefix: 'DB_', secretRef: { name: 'login' } }, { configMapRef: { name: 'settings' } }],
      env: [{ name: 'LEVEL', value: 'info' }],
    });
    expect(environment).toMatchObject({
      DB_user: 'quay',
      DB_password: "it's $(user)",
      LEVEL: 'info',
      'not.a.name': 'x',
    });
  });

  test.each<[string, Partial<Container>]>([
    ['secret "gone" not found', { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'gone', key: 'a' } } }] }],
    [
      "couldn't find key b in Secret login",
      { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'login', key: 'b' } } }] },
    ],
    [
      'configmap "gone" not found',
      { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'gone', key: 'a' } } }] },
    ],
    ['secret "gone" not found', { envFrom: [{ secretRef: { name: 'gone' } }] }],
  ])('waits with: %s', async (message, container) => {
    await expect(resolve(container)).rejects.toThrow(message);
  });

  test('does without what is optional', async () => {
    const environment = await resolve({
      envFrom: [{ configMapRef: { name: 'gone', optional: true } }],
      env: [
        { name: 'A', valueFrom: { secretKeyRef: { name: 'gone', key: 'a', optional: true } } },
        { name: 'B', valueFrom: { secretKeyRef: { name: 'login', key: 'b', optional: true } } },
      ],
    });
    expect(environment).not.toHaveProperty('A');
    expect(environment).not.toHaveProperty('B');
  });

  test('names a field that it does not know', async () => {
    const env = [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'status.hostname' } } }];
    await expect(resolve({ env })).rejects.toThrow('Pod ns/db-1: fieldPath status.hostname');
  });
});

describe('expand', () => {
  test.each([
    ['$(A)', '1'],
    ['$(A)$(A)', '11'],
    ['$(B)', '$(B)'],
    ['$$(A)', '$(A)'],
    ['$$$(A)', '$1'],
    ['$A $ $( $)', '$A $ $( $)'],
    ['$(toString)', '$(toString)'],
  ])('%s becomes %s', (text, expected) => {
    expect(expand(text, { A: '1' })).toBe(expected);
  });

  test('leaves text without a dollar alone', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('$'));
        expect(expand(text, { A: '1' })).toBe(text);
      }),
    );
  });
});
