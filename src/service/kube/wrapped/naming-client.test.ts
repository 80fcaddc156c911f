import { describe, expect, test } from 'vitest';
import { configMaps } from '../../../k8s/resource.ts';
import { ApiError, RejectedWrite } from '../api-error.ts';
import type { KubeClient } from '../client.ts';
import { namingClient } from './naming-client.ts';
import { answering } from './wrapped-clients.fixture.ts';

const metadata = { name: 'x', namespace: 'ns' };
const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata };
const patch = { type: 'merge', body: { data: {} } } as const;
const ignore = (): void => undefined;
const { signal } = new AbortController();

const writes: readonly (readonly [string, string, readonly unknown[], (client: KubeClient) => Promise<unknown>])[] = [
  ['create', 'create', [object, { dryRun: true }], (client) => client.create(configMaps, object, { dryRun: true })],
  ['replace', 'update', [object, { dryRun: true }], (client) => client.replace(configMaps, object, { dryRun: true })],
  [
    'apply',
    'patch',
    [object, { fieldManager: 'm' }],
    (client) => client.apply(configMaps, object, { fieldManager: 'm' }),
  ],
  ['patch', 'patch', [metadata, patch, {}], (client) => client.patch(configMaps, metadata, patch, {})],
  ['delete', 'delete', [metadata, { uid: 'u' }], (client) => client.delete(configMaps, metadata, { uid: 'u' })],
];

const reads: readonly (readonly [string, readonly unknown[], (client: KubeClient) => Promise<unknown>])[] = [
  ['get', [configMaps, 'x', 'ns'], (client) => client.get(configMaps, 'x', 'ns')],
  ['list', [configMaps, { namespace: 'ns' }], (client) => client.list(configMaps, { namespace: 'ns' })],
  ['watch', [configMaps, {}, ignore, signal], (client) => client.watch(configMaps, {}, ignore, signal)],
  ['log', [metadata, { tailLines: 1 }], (client) => client.log(metadata, { tailLines: 1 })],
  ['request', ['GET', '/version', {}], (client) => client.request('GET', '/version', {})],
];

describe('a naming client', () => {
  test.each(writes)('%s goes through', async (verb, _named, args, write) => {
    const { client, calls } = answering(() => 'answer');
    expect(await write(namingClient(client))).toBe('answer');
    expect(calls).toEqual([[verb, configMaps, ...args]]);
  });

  test.each(writes)('%s that is refused for good names verb and object', async (_verb, named, _args, write) => {
    const { client } = answering(() => {
      throw new ApiError(403, 'Forbidden', 'quota exceeded');
    });
    const error: unknown = await write(namingClient(client)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RejectedWrite);
    expect(error).toMatchObject({ code: 403, verb: named, object: 'ConfigMap ns/x', message: 'quota exceeded' });
  });

  test.each(writes)('%s that may go well a moment later stays what it is', async (_verb, _named, _args, write) => {
    for (const thrown of [new ApiError(409, 'Conflict', 'modified'), new Error('away')]) {
      const { client } = answering(() => {
        throw thrown;
      });
      await expect(write(namingClient(client))).rejects.toBe(thrown);
    }
  });

  test.each(reads)('%s goes through, and is no write', async (verb, args, read) => {
    const { client, calls } = answering(() => 'answer');
    expect(await read(namingClient(client))).toBe('answer');
    expect(calls).toEqual([[verb, ...args]]);
    const forbidden = new ApiError(403, 'Forbidden', 'no');
    const refusing = answering(() => {
      throw forbidden;
    });
    await expect(read(namingClient(refusing.client))).rejects.toBe(forbidden);
  });
});
