import { beforeEach, describe, expect, it } from 'vitest';
import { testCluster } from '../../../../dev/checks/cluster-context.ts';
import { bindUser } from '../../../../dev/cluster/grant-users.ts';
import { operatorDeployment, operatorNamespace } from '../../../../dev/cluster/operator-objects.ts';
import { simulatedVersion, versions } from '../../../../dev/operator/version-facts.ts';
import { posingOperator } from '../../../../dev/attacks/posing-operator.ts';
import type { EcosystemFacts } from '../../../domain/ecosystem/facts.ts';
import { oldOperators } from '../../../domain/ecosystem/operators/read-operators.ts';
import { readFacts } from '../../../domain/ecosystem/read-facts.ts';
import {
  clusterServiceVersions,
  deployments,
  roleBindings,
  roles,
  selfSubjectAccessReviews,
} from '../../../k8s/resource.ts';
import { readSnapshot } from './read-snapshot.ts';

const admin = testCluster().client('admin');
const attackers = testCluster().client('nobody');
let victim: string;
let attacker: string;

/** The victim's facts as the service reads them: with all rights, so that nothing is hidden from it. */
async function victimsFacts(): Promise<EcosystemFacts> {
  return readFacts(await readSnapshot(admin, { namespace: victim, name: 'prod' }, new Date(), { reviewer: admin }));
}

/** Gives a ServiceAccount of the attacker's namespace everything with one kind, in the victim's namespace. */
async function grant(name: string, group: string, plural: string): Promise<void> {
  const metadata = { name: `${name}-${plural}`, namespace: victim };
  const rules = [{ apiGroups: [group], resources: [plural, `${plural}/status`], verbs: ['*'] }];
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  await admin.create(roles, { apiVersion, kind: 'Role', metadata, ...{ rules } });
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: metadata.name };
  const subjects = [{ kind: 'ServiceAccount', name, namespace: attacker }];
  await admin.create(roleBindings, { apiVersion, kind: 'RoleBinding', metadata, ...{ roleRef, subjects } });
}

beforeEach(async () => {
  victim = await testCluster().createNamespace('victim');
  attacker = await testCluster().createNamespace('attacker');
  await bindUser(admin, 'nobody', 'edit', attacker);
  await expect.poll(mayCreateDeployments, { timeout: 30_000 }).toBe(true);
});

/** The API server sees a new RoleBinding a moment after it was written. */
async function mayCreateDeployments(): Promise<boolean> {
  const review = await attackers.create(selfSubjectAccessReviews, {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    metadata: { name: '' },
    spec: {
      resourceAttributes: { group: 'apps', resource: 'deployments', verb: 'create', namespace: attacker, name: '' },
    },
  });
  return review.status?.allowed === true;
}

describe('a user with the role edit in a namespace of his own', () => {
  it('cannot make his Deployments pass for an operator, by no label, name or image', async () => {
    await attackers.create(
      deployments,
      posingOperator(attacker, { name: 'x', version: 'v3.18.0', label: 'olm.owner' }),
    );
    await attackers.create(deployments, posingOperator(attacker, { name: 'quay-operator', version: 'v3.25.0' }));
    const label = 'olm.operatorframework.io/owner-kind';
    await attackers.create(deployments, posingOperator(attacker, { name: 'y', version: 'v4.0.0', label }));
    const facts = await victimsFacts();
    const sources = facts.operators.map(({ source }) => source);
    for (const name of ['x', 'quay-operator', 'y']) expect(sources).toContain(`Deployment ${attacker}/${name}`);
    expect(facts.operator).toMatchObject({
      namespace: operatorNamespace,
      deployment: operatorDeployment,
      quayVersion: 'v3.17.4',
      quayImage: versions[simulatedVersion()].images.quay,
      postgresImage: versions[simulatedVersion()].images.postgres,
      notVouched: '',
    });
    expect(facts.snapshot.accountReviews).toMatchObject({ asked: true });
  });

  it('cannot block anybody with what looks like a legacy or bridging operator', async () => {
    await attackers.create(
      deployments,
      posingOperator(attacker, { name: 'old', version: 'v3.3.1', label: 'olm.owner' }),
    );
    await attackers.create(
      deployments,
      posingOperator(attacker, { name: 'mid', version: 'v3.6.1', label: 'olm.owner' }),
    );
    const facts = await victimsFacts();
    const seen = facts.operators.filter(({ namespace }) => namespace === attacker);
    expect(seen.map(({ generation }) => generation)).toEqual(['bridging', 'bridging']);
    expect([...oldOperators(facts, 'legacy'), ...oldOperators(facts, 'bridging')]).toEqual([]);
  });

  it('cannot write ClusterServiceVersions, nor give his accounts rights in another namespace', async () => {
    const csv = { apiVersion: 'operators.coreos.com/v1alpha1', kind: 'ClusterServiceVersion' };
    const metadata = { name: 'quay-operator.v3.18.0', namespace: attacker };
    await expect(attackers.create(clusterServiceVersions, { ...csv, metadata })).rejects.toMatchObject({ code: 403 });
    const binding = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'x', namespace: victim },
    };
    await expect(attackers.create(roleBindings, binding)).rejects.toMatchObject({ code: 403 });
  });
});

describe('an operator that OLM v0 knows nothing of', () => {
  it('counts when the cluster gave its account the rights: manifests and OLM v1', async () => {
    await admin.create(deployments, posingOperator(attacker, { name: 'quay-operator-tng', version: 'v3.18.0' }));
    expect((await victimsFacts()).operator?.quayVersion).toBe('v3.17.4');
    await grant('quay-operator-tng', 'quay.redhat.com', 'quayregistries');
    expect((await victimsFacts()).operator).toMatchObject({ namespace: attacker, quayVersion: 'v3.18.0' });
  });

  it('stands in the way when it is an old one that may write QuayEcosystems there', async () => {
    await admin.create(deployments, posingOperator(attacker, { name: 'quay-operator', version: 'v3.6.1' }));
    expect(oldOperators(await victimsFacts(), 'bridging')).toEqual([]);
    await grant('quay-operator', 'redhatcop.redhat.io', 'quayecosystems');
    expect(oldOperators(await victimsFacts(), 'bridging')).toMatchObject([{ namespace: attacker }]);
  });
});
