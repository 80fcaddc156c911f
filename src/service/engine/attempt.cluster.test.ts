import { beforeEach, describe, expect, it } from 'vitest';
import { testCluster } from '../../../dev/checks/cluster-context.ts';
import { labelsOf } from '../../domain/plan/migration-names.ts';
import type { ConfigMap } from '../../k8s/configmap.ts';
import { configMaps, secrets } from '../../k8s/resource.ts';
import type { KubeClient } from '../kube/client.ts';
import { Attempt } from './attempt.ts';
import { journalOf } from './journal.fixture.ts';
import { createJournal, loadJournals } from './journal-store.ts';
import { StepFailure } from './step-outcome.ts';

let client: KubeClient;
let namespace: string;
let attempt: Attempt;

const settings = { waitScale: 1, workerImage: 'worker', imagePullSecrets: [] };

function configMap(name: string, labels: Readonly<Record<string, string>> = labelsOf('prod', 1)): ConfigMap {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, labels }, data: { key: 'value' } };
}

beforeEach(async () => {
  client = testCluster().client('admin');
  namespace = await testCluster().createNamespace('attempt');
  const ecosystem = { namespace, name: 'prod', uid: 'ecosystem-uid' };
  attempt = new Attempt(client, await createJournal(client, journalOf({ ecosystem })), settings);
});

/** What a service that starts now would find. */
async function resumed(): Promise<Attempt> {
  const [stored] = await loadJournals(client, namespace, 'prod');
  if (stored === undefined) throw new Error('the journal is gone');
  return new Attempt(client, stored, settings);
}

describe('ensureCreated', () => {
  it('makes an object once, whoever asks again', async () => {
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
    await expect(attempt.ensureCreated(configMaps, configMap('alike'))).rejects.toThrow(/not made by this migration/);
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
    const original = await client.create(configMaps, configMap('changed', {}));
    const changed = await attempt.change(configMaps, original, { type: 'merge', body: { data: { key: 'ours' } } });
    await (await resumed()).change(configMaps, changed, { type: 'merge', body: { data: { key: 'later' } } });
    expect((await resumed()).original(configMaps, 'changed')).toEqual(original);
  });

  it('changes only the version that it looked at', async () => {
    const original = await client.create(configMaps, configMap('raced', {}));
    await client.patch(configMaps, original.metadata, { type: 'merge', body: { data: { key: 'theirs' } } });
    const ours = attempt.change(configMaps, original, { type: 'merge', body: { data: { key: 'ours' } } });
    await expect(ours).rejects.toMatchObject({ code: 409 });
    expect((await client.get(configMaps, 'raced', namespace))?.data).toEqual({ key: 'theirs' });
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
    const original = await client.create(configMaps, configMap('fenced', {}));
    await (await resumed()).update({ retries: 1 });
    const ours = attempt.change(configMaps, original, { type: 'merge', body: { data: { key: 'ours' } } });
    await expect(ours).rejects.toMatchObject({ code: 409 });
    expect((await client.get(configMaps, 'fenced', namespace))?.data).toEqual({ key: 'value' });
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
