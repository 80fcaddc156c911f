import { describe, expect, test } from 'vitest';
import type { Pod, Volume } from '../../../src/k8s/pod.ts';
import { configMapOf, readerOf, secretOf } from '../known-objects.fixture.ts';
import { References } from '../containers/references.ts';
import { contentOf } from './volume-content.ts';

const pod: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'ns', labels: { a: 'b', c: 'd"e' } },
};
const reader = readerOf(secretOf('login', { user: 'quay', password: 'pw' }), configMapOf('ca', { 'ca.crt': 'PEM' }));

async function filesOf(volume: Omit<Volume, 'name'>): Promise<Record<string, string> | undefined> {
  const content = await contentOf(
    { name: 'v', ...volume },
    {
      pod,
      facts: { address: '127.64.0.1', nodeName: 'node' },
      references: new References(reader, 'ns'),
      token: async ({ audience = 'api' }) => `token for ${audience}`,
    },
  );
  return content && Object.fromEntries([...content].map(([path, { data }]) => [path, data.toString()]));
}

describe('contentOf', () => {
  const item = (path: string, fieldPath: string) => ({ path, fieldRef: { fieldPath } });

  test.each<[string, Omit<Volume, 'name'>, Record<string, string> | undefined]>([
    ['a whole Secret', { secret: { secretName: 'login' } }, { user: 'quay', password: 'pw' }],
    ['items', { secret: { secretName: 'login', items: [{ key: 'user', path: 'db/name' }] } }, { 'db/name': 'quay' }],
    ['a ConfigMap', { configMap: { name: 'ca' } }, { 'ca.crt': 'PEM' }],
    ['a missing optional ConfigMap', { configMap: { name: 'gone', optional: true } }, {}],
    ['a missing optional key', { configMap: { name: 'ca', optional: true, items: [{ key: 'x', path: 'x' }] } }, {}],
    ['fields', { downwardAPI: { items: [item('name', 'metadata.name')] } }, { name: 'p' }],
    ['labels', { downwardAPI: { items: [item('l', 'metadata.labels')] } }, { l: 'a="b"\nc="d\\"e"' }],
    ["what is not the node's", { emptyDir: {} }, undefined],
    ['a claim', { persistentVolumeClaim: { claimName: 'c' } }, undefined],
  ])('%s', async (_name, volume, expected) => {
    expect(await filesOf(volume)).toEqual(expected);
  });

  test('joins the sources of a projected volume', async () => {
    const sources = [
      { serviceAccountToken: { path: 'token', audience: 'vault' } },
      { configMap: { name: 'ca', items: [{ key: 'ca.crt', path: 'ca.pem' }] } },
      { secret: { name: 'login' } },
      { downwardAPI: { items: [item('namespace', 'metadata.namespace')] } },
    ];
    expect(await filesOf({ projected: { sources } })).toEqual({
      token: 'token for vault',
      'ca.pem': 'PEM',
      user: 'quay',
      password: 'pw',
      namespace: 'ns',
    });
  });

  test.each<[string, Omit<Volume, 'name'>]>([
    ['secret "gone" not found', { secret: { secretName: 'gone' } }],
    ['configmap "gone" not found', { projected: { sources: [{ configMap: { name: 'gone' } }] } }],
    ['references non-existent secret key: x', { secret: { secretName: 'login', items: [{ key: 'x', path: 'x' }] } }],
  ])('waits with: %s', async (message, volume) => {
    await expect(filesOf(volume)).rejects.toThrow(message);
  });
});
