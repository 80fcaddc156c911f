import { beforeAll, describe, expect, it } from 'vitest';
import { testCluster } from '../../../../dev/checks/cluster-context.ts';
import { mirrorsOf } from '../../../domain/ecosystem/image-sources.ts';
import { blockingPolicies } from '../../../domain/ecosystem/network-policies.ts';
import { readFacts } from '../../../domain/ecosystem/read-facts.ts';
import type { ImageDigestMirrorSet } from '../../../k8s/image-mirrors.ts';
import type { NetworkPolicy } from '../../../k8s/networkpolicy.ts';
import type { Secret } from '../../../k8s/secret.ts';
import type { QuayEcosystem } from '../../../k8s/quayecosystem.ts';
import { imageDigestMirrorSets, networkPolicies, quayEcosystems, secrets } from '../../../k8s/resource.ts';
import { readSnapshot } from './read-snapshot.ts';

const now = new Date('2026-11-24T12:00:00Z');
const admin = testCluster().client('admin');
const viewer = testCluster().client('viewer');
let namespace: string;

beforeAll(async () => {
  namespace = await testCluster().createNamespace('snapshot');
  const ecosystem: QuayEcosystem = {
    apiVersion: 'redhatcop.redhat.io/v1alpha1',
    kind: 'QuayEcosystem',
    metadata: { name: 'prod', namespace },
    spec: { quay: { externalAccess: { type: 'Route' } } },
  };
  const secret: Secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'quay-enterprise-config-secret', namespace },
    data: { 'config.yaml': Buffer.from('SERVER_HOSTNAME: quay.example.com\n').toString('base64') },
  };
  await admin.create(quayEcosystems, ecosystem);
  await admin.create(secrets, secret);
});

describe('readSnapshot', () => {
  it('finds the QuayEcosystem, its configuration and the installed operator', async () => {
    const snapshot = await readSnapshot(admin, { namespace, name: 'prod' }, now, { reviewer: admin });
    expect(snapshot.unread).toEqual([]);
    const facts = readFacts(snapshot);
    expect(facts.ecosystem?.spec?.quay?.externalAccess?.type).toBe('Route');
    expect(facts.config.hostname).toBe('quay.example.com');
    expect(facts.operator).toMatchObject({ running: true, covers: true });
    expect(facts.operator?.quayImage).toBeDefined();
    expect(facts.quayRegistryCrd).toBeDefined();
  });

  it('tells a viewer what the API server refused, in its words', async () => {
    const snapshot = await readSnapshot(viewer, { namespace, name: 'prod' }, now, { reviewer: admin });
    const refused = snapshot.unread.find(({ resource }) => resource === 'secrets');
    expect(refused?.reason).toMatch(/cannot list resource "secrets"/);
    const { ecosystem, config } = readFacts(snapshot);
    expect(ecosystem).toBeDefined();
    expect(config.secret).toBeUndefined();
  });

  it("finds the cluster's mirrors of images, and the namespace's policies and quotas", async () => {
    const name = `mirrors-${namespace}`;
    const mirrors = [{ source: 'registry.redhat.io/quay', mirrors: ['quay.example.com/m'] }];
    const apiVersion = 'config.openshift.io/v1';
    const set: ImageDigestMirrorSet = {
      apiVersion,
      kind: 'ImageDigestMirrorSet',
      metadata: { name },
      spec: { imageDigestMirrors: mirrors },
    };
    const policy: NetworkPolicy = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'closed', namespace },
      spec: { podSelector: {} },
    };
    await admin.create(imageDigestMirrorSets, set);
    await admin.create(networkPolicies, policy);
    const snapshot = await readSnapshot(admin, { namespace, name: 'prod' }, now, { reviewer: admin });
    await admin.delete(imageDigestMirrorSets, { name });
    expect(mirrorsOf(snapshot, 'registry.redhat.io/quay/quay-rhel8@sha256:1')).toContainEqual({
      object: `ImageDigestMirrorSet ${name}`,
      field: 'spec.imageDigestMirrors',
      mirrors: ['quay.example.com/m'],
      exclusive: false,
    });
    const port = 5432;
    expect(
      blockingPolicies(snapshot, { labels: {} }, { labels: {} }, port).map(({ metadata }) => metadata.name),
    ).toEqual(['closed']);
  });
});
