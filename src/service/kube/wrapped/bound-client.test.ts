import { describe, expect, it } from 'vitest';
import type { LocalSubjectAccessReview } from '../../../k8s/access-review.ts';
import type { KubernetesObject } from '../../../k8s/object.ts';
import {
  configMaps,
  localSubjectAccessReviews,
  namespaces,
  pods,
  roleBindings,
  secrets,
  storageClasses,
} from '../../../k8s/resource.ts';
import { OutOfBounds, boundClient } from './bound-client.ts';
import type { KubeClient } from '../client.ts';
import { clusterFacts } from '../snapshot/cluster-facts.ts';

/** What was sent, by verb: a client that does nothing else. */
function recording(): { readonly client: KubeClient; readonly sent: string[] } {
  const sent: string[] = [];
  const client = new Proxy({} as KubeClient, {
    get: (_target, verb: string) => async () => {
      sent.push(verb);
      return undefined;
    },
  });
  return { client, sent };
}

const configMap = (namespace: string | undefined, name = 'x'): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...(namespace !== undefined && { namespace }) },
});
const ignore = (): void => undefined;
const { signal } = new AbortController();
const patch = { type: 'merge', body: {} } as const;
const apply = { fieldManager: 'x' };

/** Every way to the API server, for a place. */
const calls: Readonly<Record<string, (client: KubeClient, namespace: string | undefined) => Promise<unknown>>> = {
  get: (client, namespace) => client.get(configMaps, 'x', namespace),
  list: (client, namespace) => client.list(configMaps, namespace === undefined ? {} : { namespace }),
  watch: (client, namespace) => client.watch(configMaps, namespace === undefined ? {} : { namespace }, ignore, signal),
  create: (client, namespace) => client.create(configMaps, configMap(namespace)),
  replace: (client, namespace) => client.replace(configMaps, configMap(namespace)),
  apply: (client, namespace) => client.apply(configMaps, configMap(namespace), apply),
  patch: (client, namespace) => client.patch(configMaps, configMap(namespace).metadata, patch),
  delete: (client, namespace) => client.delete(configMaps, configMap(namespace).metadata),
  log: (client, namespace) => client.log({ name: 'x', namespace: namespace ?? '' }),
};

const bounds = { namespace: 'ours', kinds: [configMaps, pods], readKinds: [secrets] };

describe.each(Object.entries(calls))('%s', (verb, call) => {
  it('goes through in the namespace', async () => {
    const { client, sent } = recording();
    await call(boundClient(client, bounds), 'ours');
    expect(sent).toEqual([verb]);
  });

  it.each(['kube-system', undefined, '', '..', 'ours/../victim'])(
    'sends nothing for namespace %j',
    async (namespace) => {
      const { client, sent } = recording();
      await expect(call(boundClient(client, bounds), namespace)).rejects.toThrow(OutOfBounds);
      expect(sent).toEqual([]);
    },
  );

  it('sends nothing for a kind that was not named', async () => {
    const { client, sent } = recording();
    await expect(call(boundClient(client, { namespace: 'ours', kinds: [roleBindings] }), 'ours')).rejects.toThrow(
      OutOfBounds,
    );
    expect(sent).toEqual([]);
  });

  it('changes nothing of a kind that may only be read', async () => {
    const { client, sent } = recording();
    const reading = boundClient(client, { namespace: 'ours', kinds: [], readKinds: [configMaps, pods] });
    const reads = ['get', 'list', 'watch', 'log'].includes(verb);
    await call(reading, 'ours').catch((error: unknown) => {
      expect(error).toBeInstanceOf(OutOfBounds);
    });
    expect(sent).toEqual(reads ? [verb] : []);
  });
});

describe('a bound client', () => {
  it.each(['', '.', '..', 'a/b', '../secrets/x', 'a%2fb'])('sends nothing for the name %j', async (name) => {
    const { client, sent } = recording();
    const bound = boundClient(client, bounds);
    await expect(bound.get(configMaps, name, 'ours')).rejects.toThrow(OutOfBounds);
    await expect(bound.delete(configMaps, { name, namespace: 'ours' })).rejects.toThrow(OutOfBounds);
    await expect(bound.create(configMaps, configMap('ours', name))).rejects.toThrow(OutOfBounds);
    expect(sent).toEqual([]);
  });

  it.each([
    ['kind', { ...configMap('ours'), kind: 'RoleBinding' }],
    ['group', { ...configMap('ours'), apiVersion: 'example.com/v1' }],
  ])('sends no object that is of another %s than it is sent as', async (_, object) => {
    const { client, sent } = recording();
    const bound = boundClient(client, bounds);
    await expect(bound.create(configMaps, object)).rejects.toThrow(/as a ConfigMap/);
    await expect(bound.replace(configMaps, object)).rejects.toThrow(OutOfBounds);
    await expect(bound.apply(configMaps, object, apply)).rejects.toThrow(OutOfBounds);
    expect(sent).toEqual([]);
  });

  it('sends no request by its path, whatever the path', async () => {
    const { client, sent } = recording();
    await expect(boundClient(client, bounds).request('GET', '/api/v1/namespaces/ours/configmaps')).rejects.toThrow(
      OutOfBounds,
    );
    expect(sent).toEqual([]);
  });

  it('lets names be generated', async () => {
    const { client, sent } = recording();
    const metadata = { name: '', generateName: 'x.', namespace: 'ours' };
    await boundClient(client, bounds).create(configMaps, { ...configMap('ours'), metadata });
    expect(sent).toEqual(['create']);
  });

  it('reads nothing beyond its kinds where none was named for reading alone', async () => {
    const { client, sent } = recording();
    await expect(boundClient(client, { namespace: 'ours', kinds: [] }).get(secrets, 'x', 'ours')).rejects.toThrow(
      OutOfBounds,
    );
    expect(sent).toEqual([]);
  });

  it.each([
    ['get', 'get ConfigMap victim/x'],
    ['list', 'list ConfigMap victim/*'],
    ['watch', 'watch ConfigMap victim/*'],
    ['create', 'create ConfigMap victim/x'],
    ['replace', 'update ConfigMap victim/x'],
    ['apply', 'apply ConfigMap victim/x'],
    ['patch', 'patch ConfigMap victim/x'],
    ['delete', 'delete ConfigMap victim/x'],
    ['log', 'get the log of Pod victim/x'],
  ])('says of %s what was asked for: %s', async (verb, said) => {
    const { client } = recording();
    const asked: unknown = await calls[verb]?.(boundClient(client, bounds), 'victim').catch((error: unknown) => error);
    expect(asked).toMatchObject({
      name: 'OutOfBounds',
      message: expect.stringContaining(`${said}: rejected`) as string,
    });
  });

  it('says what has no namespace, and what is a path', async () => {
    const bound = boundClient(recording().client, bounds);
    await expect(bound.get(storageClasses, 'gp2')).rejects.toThrow('get StorageClass gp2: rejected');
    await expect(bound.request('GET', '/version')).rejects.toThrow('GET /version: rejected');
  });

  it('says what was asked for, and where it may act', async () => {
    const { client } = recording();
    await expect(boundClient(client, bounds).get(secrets, 'crown-jewels', 'kube-system')).rejects.toThrow(
      'get Secret kube-system/crown-jewels: rejected, because it is outside of the bounds of namespace ours',
    );
  });
});

describe('the facts of the cluster', () => {
  const review: LocalSubjectAccessReview = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'LocalSubjectAccessReview',
    metadata: { name: '', namespace: 'ours' },
    spec: {
      user: 'somebody',
      groups: [],
      resourceAttributes: { group: '', resource: 'pods', verb: 'get', namespace: 'ours' },
    },
  };

  it('are read, wherever they are, and nothing else is', async () => {
    const { client, sent } = recording();
    const facts = clusterFacts(client);
    await facts.list(storageClasses);
    await facts.get(namespaces, 'anywhere');
    expect(sent).toEqual(['list', 'get']);
    for (const resource of [secrets, configMaps, pods]) {
      await expect(facts.list(resource, { namespace: 'ours' })).rejects.toThrow(/is not a fact of the cluster/);
      await expect(facts.get(resource, 'x', 'ours')).rejects.toThrow(/is not a fact of the cluster/);
    }
    await facts.create(localSubjectAccessReviews, review);
    expect(sent).toEqual(['list', 'get', 'create']);
    await expect(facts.create(configMaps, configMap('ours'))).rejects.toThrow(/cannot create/);
    expect(Object.keys(facts).sort()).toEqual(['create', 'get', 'list']);
    expect(sent).toHaveLength(3);
  });
});
