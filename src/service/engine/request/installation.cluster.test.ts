import { beforeEach, describe, expect, it } from 'vitest';
import { testCluster } from '../../../../dev/checks/cluster-context.ts';
import { configMaps, quayEcosystems } from '../../../k8s/resource.ts';
import type { KubeClient } from '../../kube/client.ts';
import { type Installation, openInstallation } from './installation.ts';
import { requestHash } from '../memory/remembered.ts';

const name = 'installation';

let client: KubeClient;
let home: string;
let tenant: string;

beforeEach(async () => {
  client = testCluster().client('admin');
  home = await testCluster().createNamespace('installation');
  tenant = await testCluster().createNamespace('tenant');
  await client.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: home } });
});

function opened(): Promise<Installation> {
  return openInstallation(client, { namespace: home, name, watched: [tenant] });
}

async function ecosystem(of: string, labelled = true): Promise<{ namespace: string; uid: string }> {
  const labels = labelled ? { 'quay-operator/migrate': 'true' } : {};
  const head = { apiVersion: 'redhatcop.redhat.io/v1alpha1', kind: 'QuayEcosystem' };
  const made = await client.create(quayEcosystems, { ...head, metadata: { name: of, namespace: tenant, labels } });
  return { namespace: tenant, uid: made.metadata.uid ?? '' };
}

async function data(): Promise<Readonly<Record<string, string>>> {
  return (await client.get(configMaps, name, home))?.data ?? {};
}

describe('the first start', () => {
  it('records which labels are older, once', async () => {
    const [old, unlabelled] = [await ecosystem('old'), await ecosystem('unlabelled', false)];
    const first = await opened();
    expect(await first.recall(old)).toMatchObject({ labelledBefore: true });
    expect(await first.recall(unlabelled)).toEqual({ executed: [] });
    expect(await data()).toEqual({ labelsRecorded: 'true' });
    const later = await ecosystem('later');
    expect(await (await opened()).recall(later)).toEqual({ executed: [] });
  });

  it('takes over what an earlier version has remembered: what it has executed is not executed again', async () => {
    const [done, old] = [await ecosystem('done'), await ecosystem('old')];
    const long = 'x'.repeat(1000);
    const earlier = {
      executedRequests: JSON.stringify({ [done.uid]: ['label', long], 'uid-that-is-gone': ['1'] }),
      labelledBefore: JSON.stringify([old.uid, 'uid-that-is-gone']),
      'asked-by.7': 'alice',
      [`taken-back-by.${done.uid}.1`]: 'bob',
    };
    await client.patch(configMaps, { name, namespace: home }, { type: 'merge', body: { data: earlier } });
    const installation = await opened();
    expect((await installation.recall(done)).executed).toEqual(['label', long].map(requestHash));
    expect(await installation.recall(done)).not.toHaveProperty('labelledBefore');
    expect(await installation.recall(old)).toMatchObject({ labelledBefore: true });
    expect(await data()).toEqual({ labelsRecorded: 'true' });
  });

  it('guesses nothing where that cannot be read', async () => {
    const earlier = { executedRequests: '{"uid": 7}' };
    await client.patch(configMaps, { name, namespace: home }, { type: 'merge', body: { data: earlier } });
    await expect(opened()).rejects.toThrow(/executedRequests/);
    expect(await data()).toEqual(earlier);
  });
});

describe('later', () => {
  it('knows what was executed, whoever starts next', async () => {
    const id = await ecosystem('prod');
    const first = await opened();
    await first.remember(id, ['1', '2']);
    await first.remember(id, ['1', '2']);
    expect((await (await opened()).recall(id)).executed).toEqual([requestHash('1'), requestHash('2')]);
  });

  it('remembers of many at once', async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, (_, number) => ecosystem(`prod-${number}`)));
    const installation = await opened();
    await Promise.all(ids.map((id) => installation.remember(id, ['1'])));
    for (const id of ids) expect((await installation.recall(id)).executed).toEqual([requestHash('1')]);
  });

  it('takes the next label for a request when the old one was taken away, also while nobody looked', async () => {
    const [seen, missed] = [await ecosystem('seen'), await ecosystem('missed')];
    const installation = await opened();
    await installation.forgetLabel(seen);
    expect(await installation.recall(seen)).toEqual({ executed: [] });
    const labels = { 'quay-operator/migrate': null };
    await client.patch(
      quayEcosystems,
      { name: 'missed', namespace: tenant },
      { type: 'merge', body: { metadata: { labels } } },
    );
    expect(await (await opened()).recall(missed)).toEqual({ executed: [] });
  });

  it('forgets ecosystems that are gone, and no others', async () => {
    const [gone, left] = [await ecosystem('gone'), await ecosystem('left')];
    const installation = await opened();
    for (const id of [gone, left]) await installation.remember(id, ['1']);
    await client.delete(quayEcosystems, { name: 'gone', namespace: tenant });
    await installation.forgetGone(tenant);
    expect(await installation.recall(gone)).toEqual({ executed: [] });
    expect((await installation.recall(left)).executed).toHaveLength(1);
    await client.delete(quayEcosystems, { name: 'left', namespace: tenant });
    const again = await opened();
    expect(await again.recall(left)).toEqual({ executed: [] });
  });

  it('keeps what it remembers of a namespace that is not watched for a while', async () => {
    const id = await ecosystem('prod');
    await (await opened()).remember(id, ['1']);
    const elsewhere = { namespace: home, name, watched: [home] };
    expect((await (await openInstallation(client, elsewhere)).recall(id)).executed).toHaveLength(1);
  });
});
