import type { Condition } from './condition.ts';
import type { KubernetesObject } from './object.ts';
import type { EnvVar } from './pod.ts';

/**
 * redhatcop.redhat.io/v1alpha1, as operators 1.0 and 1.1 (Quay 3.2 and 3.3) left it.
 * Every part may be missing, and a hand-edited one may have another type: domain/ecosystem checks before it believes.
 */
export interface QuayEcosystem extends KubernetesObject {
  readonly spec?: QuayEcosystemSpec;
  readonly status?: QuayEcosystemStatus;
}

export interface QuayEcosystemStatus {
  readonly hostname?: string;
  readonly setupComplete?: boolean;
  readonly conditions?: readonly Condition[];
}

export interface QuayEcosystemSpec {
  readonly quay?: QuaySpec;
  readonly redis?: RedisSpec;
  readonly clair?: ClairSpec;
}

export interface QuaySpec {
  readonly image?: string;
  readonly imagePullSecretName?: string;
  readonly replicas?: number;
  readonly superusers?: readonly string[];
  readonly migrationPhase?: string;
  readonly skipSetup?: boolean;
  readonly enableRepoMirroring?: boolean;
  readonly mirrorReplicas?: number;
  readonly repoMirrorTLSVerify?: boolean;
  readonly repoMirrorServerHostname?: string;
  readonly enableStorageReplication?: boolean;
  readonly database?: DatabaseSpec;
  readonly registryBackends?: readonly RegistryBackend[];
  readonly registryStorage?: Readonly<Record<string, unknown>>;
  readonly externalAccess?: ExternalAccessSpec;
  /** Operators before 1.1. */
  readonly sslCertificatesSecretName?: string;
  readonly configFiles?: readonly ConfigFiles[];
  readonly envVars?: readonly EnvVar[];
  readonly repoMirrorEnvVars?: readonly EnvVar[];
  readonly resources?: Readonly<Record<string, unknown>>;
  readonly repoMirrorResources?: Readonly<Record<string, unknown>>;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: unknown;
  readonly repoMirrorTolerations?: unknown;
}

export interface DatabaseSpec {
  readonly server?: string;
  readonly image?: string;
  readonly volumeSize?: string;
  readonly storageClass?: string;
  readonly credentialsSecretName?: string;
}

export interface RedisSpec {
  readonly hostname?: string;
  readonly port?: number;
  readonly credentialsSecretName?: string;
}

export interface ClairSpec {
  readonly enabled?: boolean;
  readonly database?: DatabaseSpec;
}

/** One of the driver keys (`local`, `s3`, `azure`, ...) is present; only `local` decides anything here. */
export interface RegistryBackend {
  readonly name?: string;
  readonly local?: Readonly<Record<string, unknown>>;
  readonly [driver: string]: unknown;
}

export interface ExternalAccessSpec {
  readonly type?: string;
  readonly hostname?: string;
  readonly nodePort?: number;
  readonly tls?: { readonly termination?: string; readonly secretName?: string };
}

export interface ConfigFiles {
  readonly secretName: string;
  readonly type?: string;
  readonly files?: readonly { readonly key: string; readonly filename?: string; readonly type?: string }[];
}
