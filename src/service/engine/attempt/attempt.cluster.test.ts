import { beforeEach, describe, expect, it } from 'vitest';
import { testCluster } from '../../../../dev/checks/cluster-context.ts';
import { labelsOf } from '../../../domain/migration-names.ts';
import type { ConfigMap } from '../../../k8s/configmap.ts';
import { configMaps, deployments, secrets, services } from '../../../k8s/resource.ts';
import type { Deployment } from '../../../k8s/deployment.ts';
import type { Service } from '../../../k8s/service.ts';
import { OutOfBounds } from '../../kube/wrapped/bound-client.ts';
import type { KubeClient } from '../../kube/client.ts';
import { Attempt } from './attempt.ts';
import { journalOf } from '../journal/journal.fixture.ts';
import { JournalStore } from '../journal/journal-store.ts';
import { type Reach, reachOf } from '../journal/reach.ts';
import { StepFailure } from './step-outcome.ts';

let client: KubeClient;
let namespace: string;
let reach: Reach;
let attempt: Attempt;

const settings = { waitScale: 1, workerImage: 'worker', imagePullSecrets: [] };

function configMap(name: string, labels: Readonly<Record<string, string>> = labelsOf('prod', 1)): ConfigMap {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, labels }, data: { key: 'value' } };
}

function service(name: string): Service {
  const spec = { selector: { app: 'prod' }, ports: [{ port: 443 }] };
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec };
}

beforeEach(async () => {
  client = testCluster().client('admin');
  namespace = await testCluster().createNamespace('attempt');
  const ecosystem = { namespace, name: 'prod', uid: 'ecosystem-uid' };
  const journals = new JournalStore(client, await testCluster().createNamespace('attempt-service'));
  reach = reachOf({ client, facts: client, journals }, ecosystem);
  attempt = new Attempt(reach, await reach.journals.create(journalOf({ ecosystem })), settings);
});

/** What a service that starts now would find. */
async function resumed(): Promise<Attempt> {
  const [stored] = await reach.journals.list();
  if (stored === undefined) throw new Error('the journal is gone');
  return new Attempt(reach, stored, settings);
}

describe('ensureCreated', () => {
  it('makes an object once, however often it is called', async () => {
    const made = await attempt.ensureCreated(configMaps, configMap('made'));
    expect((await attempt.ensureCreated(configMaps, configMap('made'))).metadata.uid).toBe(made.metadata.uid);
    expect((await (await resumed()).ensureCreated(configMaps, configMap('made'))).metadata.uid).toBe(made.metadata.uid);
    expect((await resumed()).journal.created['configmaps/made']).toEqual({ uid: made.metadata.uid });
  });

  it('goes on when the service died between the journal and the object, or between the object and its uid', async () => {
    await attempt.update({ created: { 'configmaps/before': {}, 'configmaps/after': {} } });
    const stored = await client.create(configMaps, configMap('after'));
    const later = await resumed();
    await later.ensureCreated(configMaps, configMap('before'));
    expect((await later.ensureCreated(configMaps, configMap('after'))).metadata.uid).toBe(stored.metadata.uid);
  });

  it('takes over nothing that somebody else made, although it looks like ours', async () => {
    await client.create(configMaps, configMap('foreign', {}));
    await expect(attempt.ensureCreated(configMaps, configMap('foreign'))).rejects.toThrow(StepFailure);
    await client.create(configMaps, configMap('alike'));
    await expect(attempt.ensureCreated(configMaps, configMap('alike'))).rejects.toThrow(
      /not created by this migration/,
    );
  });

  it('does not take a successor for what it made', async () => {
    const made = await attempt.ensureCreated(configMaps, configMap('replaced'));
    await client.delete(configMaps, made.metadata);
    await client.create(configMaps, configMap('replaced'));
    await expect(attempt.ensureCreated(configMaps, configMap('replaced'))).rejects.toThrow(StepFailure);
  });
});

describe('change', () => {
  it('journals the original first, and never overwrites it', async () => {
    const original = await client.create(services, service('changed'));
    const changed = await attempt.change(services, original, {
      type: 'merge',
      body: { spec: { selector: { app: 'ours' } } },
    });
    await (
      await resumed()
    ).change(services, changed, { type: 'merge', body: { spec: { selector: { app: 'later' } } } });
    expect((await resumed()).original(services, 'changed')).toEqual(original);
  });

  it('changes only the version that it looked at', async () => {
    const original = await client.create(services, service('raced'));
    await client.patch(services, original.metadata, { type: 'merge', body: { spec: { selector: { app: 'theirs' } } } });
    const ours = attempt.change(services, original, { type: 'merge', body: { spec: { selector: { app: 'ours' } } } });
    await expect(ours).rejects.toMatchObject({ code: 409 });
    expect((await client.get(services, 'raced', namespace))?.spec?.selector).toEqual({ app: 'theirs' });
  });

  it('keeps no value of a Secret in the journal', async () => {
    const metadata = { name: 'credentials', namespace };
    const secret = await client.create(secrets, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata,
      data: { password: 'c2VjcmV0' },
    });
    await attempt.recordOriginal(secrets, secret);
    expect(attempt.original(secrets, 'credentials')).not.toHaveProperty('data');
  });

  it('loses to a leader that has overtaken it, before anything is changed', async () => {
    const original = await client.create(services, service('fenced'));
    await (await resumed()).update({ retries: 1 });
    const ours = attempt.change(services, original, { type: 'merge', body: { spec: { selector: { app: 'ours' } } } });
    await expect(ours).rejects.toMatchObject({ code: 409 });
    expect((await client.get(services, 'fenced', namespace))?.spec?.selector).toEqual({ app: 'prod' });
  });
});

describe('removeCreated', () => {
  it('deletes what this attempt made, and says when it is gone', async () => {
    await attempt.ensureCreated(configMaps, configMap('made'));
    expect(await attempt.removeCreated(configMaps, 'made')).toBe(false);
    expect(await attempt.removeCreated(configMaps, 'made')).toBe(true);
  });

  it('leaves alone what others made under the same name', async () => {
    const made = await attempt.ensureCreated(configMaps, configMap('replaced'));
    await client.delete(configMaps, made.metadata);
    await client.create(configMaps, configMap('replaced'));
    await client.create(configMaps, configMap('foreign', {}));
    expect(await attempt.removeCreated(configMaps, 'replaced')).toBe(true);
    expect(await attempt.removeCreated(configMaps, 'foreign')).toBe(true);
    expect(await client.get(configMaps, 'replaced', namespace)).toBeDefined();
    expect(await client.get(configMaps, 'foreign', namespace)).toBeDefined();
  });
});

describe('the worst journal', () => {
  it('makes, restores, changes and deletes nothing in another namespace, for all the rights that the service has', async () => {
    const victim = await testCluster().createNamespace('attempt-victim');
    const kept = await client.create(services, { ...service('kept'), metadata: { name: 'kept', namespace: victim } });
    const evil: Deployment & { spec: object } = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'evil', namespace: victim },
      spec: { replicas: 1 },
    };
    // Not by the store, which refuses it: as a fault in the store would hand it on.
    const journal = journalOf({
      ecosystem: { namespace: victim, name: 'prod', uid: 'ecosystem-uid' },
      originals: { 'deployments/evil': evil },
      created: { 'services/kept': {}, 'services/..': {} },
    });
    const worst = new Attempt(reach, { journal, resourceVersion: '', uid: '', deleting: false }, settings);
    expect(worst.namespace).toBe(namespace);
    await expect(worst.client.create(deployments, evil)).rejects.toThrow(OutOfBounds);
    await expect(worst.change(services, kept, { type: 'merge', body: { spec: { selector: {} } } })).rejects.toThrow();
    await expect(worst.removeCreated(services, '..')).rejects.toThrow(OutOfBounds);
    expect(await worst.removeCreated(services, 'kept')).toBe(true);
    expect(await client.get(services, 'kept', victim)).toEqual(kept);
    expect(await client.list(deployments, { namespace: victim })).toEqual([]);
  });
});
