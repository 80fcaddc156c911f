import { describe, expect, it } from 'vitest';
import { type Change, operatorDeployment } from '../../../domain/fixtures/prod-registry.fixture.ts';
import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';
import { context } from '../../../domain/plan/plan.fixture.ts';
import type { Deployment } from '../../../k8s/deployment.ts';
import * as kinds from '../../../k8s/resource.ts';
import { ApiError } from '../../kube/api-error.ts';
import { type AttemptCase, type AttemptUnderTest, attemptOf, changesIn, target } from '../attempt/attempt.fixture.ts';
import { journalOf } from '../journal/journal.fixture.ts';
import { fit } from './fit-registry.fixture.ts';
import { preflight, readNow, recheckOperator } from './preflight.ts';

const { namespace } = target;
const operator = { namespace: 'openshift-operators', name: 'quay-operator.v3.17.4' };
const request = { request: 'r1', requests: ['r1'] };

/** As `fit`, but for two ports of the Service that lead nowhere: a warning each. */
const warned = {
  ...fit,
  patch: {
    ...fit.patch,
    'Service/prod-quay': {
      spec: {
        ports: [
          { port: 443, targetPort: 8443 },
          { port: 444, targetPort: 8443 },
        ],
      },
    },
  },
} as const;

function annotated(change: Change, annotations: Readonly<Record<string, string>>): Change {
  return { ...change, ecosystem: { ...change.ecosystem, metadata: { annotations } } };
}

/** What preflight says against it, after it has written nothing. */
async function refusalOf(differs: AttemptCase, prepare: (test: AttemptUnderTest) => void = () => undefined) {
  const test = await attemptOf(differs);
  prepare(test);
  const before = test.attempt.journal;
  const refusal: unknown = await preflight(test.attempt).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ name: 'StepFailure' });
  expect(test.attempt.journal).toBe(before);
  expect(changesIn(test.cluster)).toEqual([]);
  return refusal as { message: string; remedy: string; found: AttemptUnderTest['attempt']['journal'] };
}

describe('preflight', () => {
  it('plans anew for what is there now, and journals plan, choices and findings', async () => {
    const change = annotated(fit, { 'quay-migration/copy-before-freeze': 'false' });
    const { cluster, attempt, restarted } = await attemptOf({ change });
    const before = attempt.journal.plan;
    const outcome = await preflight(attempt);
    expect(outcome.kind).toBe('done');
    const again = await restarted();
    const plan = await again.plan();
    const managed = plan.components.filter((component) => component.managed).length;
    expect(managed).toBeLessThan(plan.components.length);
    expect(outcome.message).toMatch(new RegExp(`${managed} components will be managed`));
    expect(again.journal.plan).not.toEqual(before);
    expect(again.journal.choices.copyBeforeFreeze).toBe(false);
    expect(again.journal.findings).toEqual(plan.findings);
    expect(plan).toMatchObject({ attempt: context.attempt, quayVersion: 'v3.17.4' });
    expect(plan.work.firstCopy).toBeUndefined();
    expect(JSON.stringify(plan.work.inspect)).toContain(context.workerImage);
    expect(changesIn(cluster)).toEqual([]);
  });

  it('puts the pull secrets of the service into its pods, and draws other passwords each time', async () => {
    const plans = [];
    for (const name of ['one', 'two']) {
      const { attempt, restarted } = await attemptOf({ change: fit, settings: { imagePullSecrets: [name] } });
      await preflight(attempt);
      plans.push(await (await restarted()).plan());
    }
    expect(JSON.stringify(plans[0]?.work.inspect)).toMatch(/"imagePullSecrets":.*"one"/);
    expect(plans[0]?.work.secret.data).not.toEqual(plans[1]?.work.secret.data);
  });

  it('refuses for every blocker, with what helps against each, and with all that was found', async () => {
    const change = { ...fit, remove: ['Secret/prod-db-creds'] };
    const refusal = await refusalOf({ change }, ({ cluster }) => {
      cluster.vanish(kinds.deployments, operator);
      cluster.vanish(kinds.clusterServiceVersions, operator);
    });
    const blockers = refusal.found.findings.filter(({ severity }) => severity === 'blocker');
    expect(blockers.length).toBeGreaterThan(1);
    for (const { id, object, field, message, remedy } of blockers) {
      expect(refusal.message).toContain(`${id}: ${object} ${field}: ${message}`);
      expect(refusal.remedy).toContain(remedy);
    }
    expect(refusal.message.split('; ').length).toBeGreaterThanOrEqual(blockers.length);
    expect(refusal.remedy).toContain('quay-migration/request');
    expect(refusal.found.findings.some(({ severity }) => severity !== 'blocker')).toBe(true);
    expect(refusal.found).toHaveProperty('choices');
    expect(refusal.message).not.toMatch(/^info/);
  });

  it('asks the cluster for no dry run while a blocker stands', async () => {
    const tried: string[] = [];
    await refusalOf({ change: { ...fit, config: { SECRET_KEY: null } } }, ({ cluster }) => {
      cluster.beforeWrite = (verb, resource) => void tried.push(`${verb} ${resource.kind}`);
    });
    expect(tried.filter((write) => !write.includes('AccessReview'))).toEqual([]);
  });

  it('refuses what the cluster would refuse, and names the object', async () => {
    const refusal = await refusalOf({ change: fit }, ({ cluster }) => {
      cluster.beforeWrite = (_verb, { kind }) => {
        if (kind === 'QuayRegistry') throw new ApiError(403, 'Forbidden', 'denied by the policy require-owner');
      };
    });
    expect(refusal.message).toMatch(
      /^refused-by-cluster: QuayRegistry quay-enterprise\/prod metadata: .*denied by the policy require-owner$/,
    );
    expect(refusal.found.findings.at(-1)?.id).toBe('refused-by-cluster');
  });

  it('wants each warning acknowledged, and says how', async () => {
    const refusal = await refusalOf({ change: warned, journal: request });
    expect(refusal.message.match(/service-port-unserved: Service quay-enterprise\/prod-quay/g)).toHaveLength(2);
    expect(refusal.remedy).toContain('quay-migration/acknowledged: "NEW: service-port-unserved"');
    expect(refusal.remedy).toContain('"r1"');
    expect(refusal.found.findings.map(({ id }) => id)).toContain('service-port-unserved');
    expect(refusal.message).not.toContain(refusal.found.findings.find(({ severity }) => severity === 'info')?.message);
  });

  it.each([
    ['r1: service-port-unserved', true],
    ['r1: another-finding', false],
    ['r0: service-port-unserved', false],
  ])('goes on with the acknowledgement %s: %s', async (acknowledged, goesOn) => {
    const change = annotated(warned, {
      'quay-migration/request': 'r1',
      'quay-migration/acknowledged': acknowledged,
    });
    const differs = { change, journal: request };
    if (!goesOn) {
      expect((await refusalOf(differs)).message).toMatch(/service-port-unserved/);
      return;
    }
    const { attempt } = await attemptOf(differs);
    expect((await preflight(attempt)).kind).toBe('done');
    expect(attempt.journal.choices.acknowledged).toEqual(['service-port-unserved']);
  });

  it('names the ids of several warnings once each', async () => {
    const change = annotated(warned, { 'argocd.argoproj.io/tracking-id': 'registries' });
    const { remedy, found } = await refusalOf({ change, journal: request });
    const ids = [...new Set(found.findings.filter(({ severity }) => severity === 'warning').map(({ id }) => id))];
    expect(ids.length).toBeGreaterThan(1);
    expect(remedy).toContain(`NEW: ${ids.join(',')}"`);
  });

  it('may read by lists that are shared', async () => {
    const stale = await attemptOf({ change: { ...fit, config: { SECRET_KEY: null } } });
    const { attempt } = await attemptOf({ change: fit, settings: { preflightReads: stale.reach } });
    await expect(preflight(attempt)).rejects.toThrow(/SECRET_KEY/);
    await expect(readNow(attempt)).resolves.toMatchObject({ facts: { name: 'prod' } });
  });
});

describe('readNow', () => {
  const claim = { name: 'prod-quay-postgres-13', namespace, uid: 'claim' };
  const created = { 'persistentvolumeclaims/prod-quay-postgres-13': { uid: 'claim' }, 'jobs/not-yet': {} };

  async function journaled(test: AttemptUnderTest): Promise<readonly string[]> {
    return (await readNow(test.attempt)).facts.snapshot.journaledUids;
  }

  it('knows what this and earlier attempts have made', async () => {
    const test = await attemptOf({ journal: { created } });
    await test.reach.journals.create(
      journalOf({
        attempt: 2,
        ecosystem: test.attempt.journal.ecosystem,
        phase: 'rolled-back',
        created: { 'secrets/kept': { uid: 'secret' } },
      }),
    );
    expect(await journaled(test)).toEqual(['secret', 'claim']);
  });

  it('asks a first attempt for no earlier ones', async () => {
    const test = await attemptOf({ journal: { attempt: 1, created } });
    test.attempt.journals.list = async () => Promise.reject(new Error('there was none'));
    expect(await journaled(test)).toEqual(['claim']);
  });

  it('so that a claim of theirs is not in the way, and that of somebody else is', async () => {
    const seed = ({ cluster }: AttemptUnderTest): void => {
      cluster.seed(kinds.persistentVolumeClaims, { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: claim });
    };
    const refusal = await refusalOf({ change: fit }, seed);
    expect(refusal.message).toMatch(/name-in-use: PersistentVolumeClaim quay-enterprise\/prod-quay-postgres-13/);
    const own = await attemptOf({ change: fit, journal: { created } });
    seed(own);
    await expect(preflight(own.attempt)).resolves.toMatchObject({ kind: 'done' });
  });

  it('looks for operators where it was told to', async () => {
    const operatorPlaces = { everywhere: false, namespaces: [] };
    const { attempt } = await attemptOf({ settings: { operatorPlaces } });
    expect((await readNow(attempt)).facts.operator).toBeUndefined();
  });
});

describe('recheckOperator', () => {
  function another(version: string): Deployment {
    return JSON.parse(
      JSON.stringify({ ...operatorDeployment, metadata: { ...operatorDeployment.metadata, uid: version } })
        .replaceAll('v3.17.4', version)
        .replaceAll('openshift-operators', 'elsewhere'),
    ) as Deployment;
  }

  it('has nothing against the operator of the plan', async () => {
    const { attempt, plan } = await attemptOf();
    await expect(recheckOperator(attempt, plan)).resolves.toBeUndefined();
  });

  it.each(['v3.3.4', 'v3.6.1'])('fails where an operator %s has come, and says how to stop it', async (version) => {
    const { cluster, attempt, plan } = await attemptOf();
    cluster.seed(kinds.deployments, another(version));
    await expect(recheckOperator(attempt, plan)).rejects.toMatchObject({
      message: expect.stringMatching(/elsewhere\/quay-operator.*was started/) as never,
      remedy: expect.stringContaining(`oc scale deployment quay-operator.${version} -n elsewhere`) as never,
    });
    cluster.edit(
      kinds.deployments,
      { namespace: 'elsewhere', name: `quay-operator.${version}` },
      { spec: { replicas: 0 } },
    );
    await expect(recheckOperator(attempt, plan)).resolves.toBeUndefined();
  });

  it('fails where the operator of 3.3 has come, which migrates nothing and reconciles all', async () => {
    const { cluster, attempt, plan } = await attemptOf();
    const containers = [{ name: 'quay-operator', image: 'registry.redhat.io/quay3/quay-rhel8-operator:v3.3.4' }];
    const metadata = { name: 'quay-operator', namespace: 'elsewhere' };
    const spec = { replicas: 1, template: { spec: { containers } } };
    cluster.seed(kinds.deployments, { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec });
    expect((await readNow(attempt)).facts.operators.map(({ generation }) => generation)).toContain('legacy');
    await expect(recheckOperator(attempt, plan)).rejects.toThrow(/elsewhere\/quay-operator.*was started/);
  });

  it('leaves an old operator alone that may not write here', async () => {
    const { cluster, attempt, plan } = await attemptOf();
    cluster.seed(kinds.deployments, another('v3.6.1'));
    cluster.allows = (review) => !JSON.stringify(review).includes('elsewhere');
    await expect(recheckOperator(attempt, plan)).resolves.toBeUndefined();
  });

  const image = (name: string) => (planned: MigrationPlan) =>
    JSON.parse(JSON.stringify(planned).replaceAll(name, 'another/image')) as MigrationPlan;
  const changed: [string, (planned: MigrationPlan) => MigrationPlan][] = [
    ['version', (planned) => ({ ...planned, quayVersion: 'v3.16.0' })],
    ['image of Quay', image('registry.redhat.io/quay/quay-rhel8:v3.17.4')],
    ['image of PostgreSQL', image('registry.redhat.io/rhel8/postgresql-13:1')],
  ];
  it.each(changed)('fails where the plan was made with another %s', async (_what, differ) => {
    const { attempt, plan } = await attemptOf();
    await expect(recheckOperator(attempt, differ(plan))).rejects.toThrow(
      `quay-operator changed during the migration: it was planned for ${differ(plan).quayVersion}, but the cluster has v3.17.4`,
    );
  });

  it('does not mind the image of PostgreSQL where the database stays', async () => {
    const { attempt, plan } = await attemptOf({ choices: { database: 'unmanaged' } });
    await expect(recheckOperator(attempt, plan)).resolves.toBeUndefined();
  });

  it('fails where there is none any more', async () => {
    const { cluster, attempt, plan } = await attemptOf();
    cluster.vanish(kinds.deployments, operator);
    await expect(recheckOperator(attempt, plan)).rejects.toThrow(/the cluster has none/);
  });
});
