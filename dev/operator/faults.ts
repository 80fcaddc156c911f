import { configMaps } from '../../src/k8s/resource.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';

/**
 * What a test wants the operator to do wrong: ConfigMap `dev-faults` in the registry's namespace, read at each pass.
 * A key that is there is on, whatever its value.
 */
export interface OperatorFaults {
  /** RolloutBlocked=True with this message, as long as it stands. */
  readonly rolloutBlocked?: string;
  /** RolloutBlocked=True with this message for one pass, as a process that has just started may say it. */
  readonly transientBlock?: string;
  /** The status write of the pass that starts the upgrade Job is lost to the other loop. */
  readonly loseStatusWrite?: string;
  /** The database server's readiness probe fails: what waits for it waits for ever. */
  readonly databaseNeverReady?: string;
  /** The operator takes the registry's Route for one that no router has admitted. */
  readonly routeNotAdmitted?: string;
  /** The operator's process is away: nothing happens. */
  readonly operatorDown?: string;
}

export async function readFaults(client: KubeClient, namespace: string): Promise<OperatorFaults> {
  return (await client.get(configMaps, 'dev-faults', namespace))?.data ?? {};
}
