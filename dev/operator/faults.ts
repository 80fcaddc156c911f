import { configMaps } from '../../src/k8s/resource.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';

/** What a test wants the operator to do wrong: ConfigMap `dev-faults` in the registry's namespace. */
export interface OperatorFaults {
  /** RolloutBlocked=True with this message, as long as it stands. */
  readonly rolloutBlocked?: string;
  /** The operator's process is away: nothing happens. */
  readonly operatorDown?: string;
  /** The status write of the pass that starts the upgrade Job is lost to the other loop. */
  readonly loseStatusWrite?: string;
}

export async function readFaults(client: KubeClient, namespace: string): Promise<OperatorFaults> {
  return (await client.get(configMaps, 'dev-faults', namespace))?.data ?? {};
}
