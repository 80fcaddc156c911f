import { registryFinalizer } from '../../../domain/migration-names.ts';
import type { ObjectMeta } from '../../../k8s/object.ts';
import type { Pod } from '../../../k8s/pod.ts';
import * as kinds from '../../../k8s/resource.ts';
import { type AttemptUnderTest, target } from '../attempt/attempt.fixture.ts';
import type { Attempt } from '../attempt/attempt.ts';

const { namespace, name } = target;

/** As an attempt is that was refused before its plan was stored. */
export async function forgetPlan(attempt: Attempt): Promise<void> {
  const { plan: _plan, ...rest } = attempt.journal;
  await attempt.replaceJournal(rest);
}

/** The QuayRegistry as the engine has created it, with its uid in the journal. */
export async function madeRegistry(
  { cluster, attempt, plan }: Pick<AttemptUnderTest, 'cluster' | 'attempt' | 'plan'>,
  metadata: Partial<ObjectMeta> = {},
): Promise<void> {
  const { registry } = plan.registry;
  const finalizers = ['quay-operator/finalizer', registryFinalizer];
  cluster.seed(kinds.quayRegistries, {
    ...registry,
    metadata: { ...registry.metadata, uid: 'registry-uid', finalizers, ...metadata },
  });
  await attempt.update({ created: { ...attempt.journal.created, 'quayregistries/prod': { uid: 'registry-uid' } } });
}

/** A pod of the new registry, whose container runs. */
export function newPod(component: string, of = name): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${of}-${component}-1`,
      namespace,
      labels: { 'quay-operator/quayregistry': of, 'quay-component': component },
    },
    status: {
      phase: 'Running',
      containerStatuses: [
        { name: component, image: '', imageID: '', ready: true, restartCount: 0, state: { running: {} } },
      ],
    },
  };
}
