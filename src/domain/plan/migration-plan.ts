import type { StepId } from '../../contract/steps.ts';
import type { ConfigMap } from '../../k8s/configmap.ts';
import type { Job } from '../../k8s/job.ts';
import type { KubernetesObject } from '../../k8s/object.ts';
import type { PersistentVolumeClaim } from '../../k8s/persistentvolumeclaim.ts';
import type { Pod } from '../../k8s/pod.ts';
import type { QuayRegistry } from '../../k8s/quayregistry.ts';
import type { Secret } from '../../k8s/secret.ts';
import type { Service } from '../../k8s/service.ts';
import type { Choices } from '../choices.ts';
import type { ComponentDecision } from '../components/decision.ts';
import type { ConfigDifference } from '../config/config-diff.ts';
import type { Finding } from '../../contract/finding.ts';
import type { GeneratedSecrets } from '../registry/generated-secrets.ts';

/** What a plan needs and the ecosystem does not tell. */
export interface PlanContext {
  readonly attempt: number;
  readonly generated: GeneratedSecrets;
  /** The image of this product, which holds the database worker. */
  readonly workerImage: string;
  readonly imagePullSecrets: readonly string[];
}

/** All that a migration will do. What people preview, what the engine runs and what the report prints is this. */
export interface MigrationPlan {
  readonly ecosystem: { readonly namespace: string; readonly name: string };
  readonly attempt: number;
  readonly choices: Choices;
  readonly components: readonly ComponentDecision[];
  readonly configDiff: readonly ConfigDifference[];
  readonly findings: readonly Finding[];
  readonly steps: readonly PlannedStep[];
  /** What stays: CA ConfigMaps, volume, keys, bundle, QuayRegistry, in the order of creation. */
  readonly resources: readonly KubernetesObject[];
  readonly freeze: FreezePlan;
  readonly database: DatabasePlan;
  readonly registry: RegistryPlan;
  readonly access: AccessPlan;
  /** Objects of the migration itself, removed at its end. */
  readonly work: WorkPlan;
  /** What `status.currentVersion` will be; empty when no operator was found. */
  readonly quayVersion: string;
}

export interface PlannedStep {
  readonly id: StepId;
  readonly title: string;
  /** Why this step has nothing to do here; absent when it has. */
  readonly skipped?: string;
  /** How long it may take before it fails. */
  readonly deadlineSeconds: number;
}

export interface FreezePlan {
  /** Deployments that are scaled to zero. */
  readonly writers: readonly string[];
  /** Objects of the old database that lose their owner while the migration runs, as `plural` and name. */
  readonly detached: readonly { readonly plural: string; readonly name: string }[];
}

export interface DatabasePlan {
  /** `copy`: into the new operator's PostgreSQL. `in-place`: the database that config.yaml names is upgraded itself. */
  readonly mode: 'copy' | 'in-place';
  readonly claim: PersistentVolumeClaim | undefined;
  readonly server: Pod | undefined;
  readonly serverService: Service | undefined;
}

export interface RegistryPlan {
  readonly registry: QuayRegistry;
  readonly bundle: Secret;
  readonly managedKeys: Secret;
  readonly caConfigMaps: readonly ConfigMap[];
}

export interface AccessPlan {
  /** The Service that keeps its address and gets the new pods' selector; undefined where there is none behind a Route. */
  readonly service: string | undefined;
  readonly selector: Readonly<Record<string, string>>;
  /** The Ingress in front of it, which must outlive the QuayEcosystem like the Service. */
  readonly ingress: string | undefined;
  readonly route: string | undefined;
  /** Secrets of the QuayEcosystem with the certificates of such Ingresses; plans of older releases have none. */
  readonly secrets?: readonly string[];
}

export interface WorkPlan {
  readonly serviceAccount: KubernetesObject;
  readonly secret: Secret;
  /** Hands the proof of the copy over to the check after the upgrade; still empty. */
  readonly proof: Secret | undefined;
  /** `/conf/stack` of the schema upgrade. */
  readonly upgradeConfig: Secret;
  /** config.yaml as the installed Quay validates it at its start; plans of older releases have none. */
  readonly validateConfig?: Secret;
  /** Starts each image once in the namespace, so that it is there and may run: Quay's as the schema upgrade will. */
  readonly pull: readonly Job[];
  /** Shows that the installed Quay would not refuse its configuration; plans of older releases have none. */
  readonly validate?: Job;
  readonly inspect: Job;
  /** Shows that nobody else uses a database that is upgraded in place. */
  readonly rest: Job | undefined;
  /** Pre-copies the database while the old registry is available; plans of older releases have none. */
  readonly firstCopy?: Job | undefined;
  readonly copy: Job | undefined;
  readonly upgrade: Job;
  /** Makes a copy whose upgrade was cut off fit for another one; plans of older releases have none. */
  readonly repair?: Job | undefined;
  readonly check: Job;
  readonly volumeCheck: Job | undefined;
}
