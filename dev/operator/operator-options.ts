import type { KubeClient } from '../../src/service/kube/client.ts';
import type { OperatorVersion } from './version-facts.ts';

export interface OperatorOptions {
  /** The operator's own identity. */
  readonly client: KubeClient;
  /** Multiplies the operator's delays of 10 and 60 seconds, so that tests need not wait a minute. */
  readonly timeScale: number;
  readonly version: OperatorVersion;
}
