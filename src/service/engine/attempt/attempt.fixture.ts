import { type Choices, defaultChoices } from '../../../domain/choices.ts';
import { type Change, operatorDeployment, prodSnapshot } from '../../../domain/fixtures/prod-registry.fixture.ts';
import type { MigrationPlan } from '../../../domain/plan/migration-plan.ts';
import { context, plan as planOf } from '../../../domain/plan/plan.fixture.ts';
import type { KubernetesObject } from '../../../k8s/object.ts';
import * as kinds from '../../../k8s/resource.ts';
import { MemoryCluster } from '../../kube/memory-cluster.fixture.ts';
import { Attempt, type AttemptSettings } from './attempt.ts';
import type { Journal } from '../journal/journal.ts';
import { journalOf } from '../journal/journal.fixture.ts';
import { JournalStore } from '../journal/journal-store.ts';
import { type Reach, reachOf } from '../journal/reach.ts';

/** Where the service itself runs. */
export const serviceNamespace = 'quay-migration';

export const target = { namespace: 'quay-enterprise', name: 'prod' };

export interface AttemptCase {
  /** How the registry differs from `prod`. */
  readonly change?: Change;
  readonly choices?: Partial<Choices>;
  /** How the journal differs from that of an attempt that has just begun. */
  readonly journal?: Partial<Journal>;
  readonly settings?: Partial<AttemptSettings>;
  /** How the plan differs from what is planned for `change`. */
  readonly plan?: (planned: MigrationPlan) => MigrationPlan;
}

export interface AttemptUnderTest {
  readonly cluster: MemoryCluster;
  readonly reach: Reach;
  readonly plan: MigrationPlan;
  readonly attempt: Attempt;
  /** The same attempt as a service sees it that was started anew: from what is stored alone. */
  readonly restarted: () => Promise<Attempt>;
}

/** An attempt for the registry `prod` in a cluster in memory, planned and journaled. */
export async function attemptOf(differs: AttemptCase = {}): Promise<AttemptUnderTest> {
  const cluster = new MemoryCluster();
  const { objects } = prodSnapshot(differs.change ?? {});
  for (const object of [...objects, operatorDeployment]) cluster.seed(resourceOf(object), object);
  const reach = reachOf(
    { client: cluster, facts: cluster, journals: new JournalStore(cluster, serviceNamespace) },
    target,
  );
  const settings = { waitScale: 1, workerImage: context.workerImage, imagePullSecrets: [], ...differs.settings };
  const planned = planOf(differs.change, differs.choices);
  const plan = differs.plan?.(planned) ?? planned;
  const uid = objects.find(({ kind }) => kind === 'QuayEcosystem')?.metadata.uid ?? 'uid-QuayEcosystem-prod';
  const journal = journalOf({
    attempt: context.attempt,
    ecosystem: { ...target, uid },
    choices: { ...defaultChoices, ...differs.choices },
    startedAt: new Date().toISOString(),
    ...differs.journal,
  });
  const attempt = new Attempt(reach, await reach.journals.create(journal), settings);
  await attempt.update({ plan: await reach.journals.storePlan(attempt.journal, plan) });
  cluster.writes.length = 0;
  const restarted = async (): Promise<Attempt> => {
    const stored = (await reach.journals.list()).at(-1);
    if (stored === undefined) throw new Error('no journal is stored');
    return new Attempt(reach, stored, settings);
  };
  return { cluster, reach, plan, attempt, restarted };
}

/** What was written to the registry's namespace, as `patch Deployment prod-quay`. */
export function changesIn({ writes }: MemoryCluster): readonly string[] {
  const place = ` ${target.namespace}/`;
  return writes.filter((write) => write.includes(place)).map((write) => write.replace(place, ' '));
}

/** Every write that a look tries, also one that changes nothing, as `patch Deployment prod-quay`. */
export async function triesOf(cluster: MemoryCluster, look: () => Promise<unknown>): Promise<readonly string[]> {
  const tries: string[] = [];
  const before = cluster.beforeWrite;
  cluster.beforeWrite = (verb, { kind }, name) => {
    if (kind !== kinds.localSubjectAccessReviews.kind) tries.push(`${verb} ${kind} ${name}`);
  };
  await look();
  cluster.beforeWrite = before;
  return tries;
}

/** The kind of an object, by its apiVersion and kind. */
export function resourceOf({ apiVersion, kind }: KubernetesObject): kinds.Resource {
  for (const value of Object.values(kinds)) {
    if (typeof value !== 'function' && value.kind === kind && kinds.apiVersionOf(value) === apiVersion) return value;
  }
  throw new Error(`no resource is known for ${apiVersion} ${kind}`);
}
