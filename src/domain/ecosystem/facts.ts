import type { CustomResourceDefinition } from '../../k8s/customresourcedefinition.ts';
import type { Deployment } from '../../k8s/deployment.ts';
import type { PersistentVolumeClaim } from '../../k8s/persistentvolumeclaim.ts';
import type { QuayEcosystem } from '../../k8s/quayecosystem.ts';
import type { QuayRegistry } from '../../k8s/quayregistry.ts';
import type { Route } from '../../k8s/route.ts';
import type { Secret } from '../../k8s/secret.ts';
import type { Service } from '../../k8s/service.ts';
import type { ConfigDocument } from '../config/config-document.ts';
import type { CertificateInspection, Snapshot } from '../snapshot.ts';

/**
 * What is true of one QuayEcosystem: what its spec says, what really exists, and what config.yaml holds.
 * Reading never throws: what has the wrong type is left out and listed in `fieldProblems`.
 */
export interface EcosystemFacts {
  readonly namespace: string;
  readonly name: string;
  readonly snapshot: Snapshot;
  /** Undefined when the snapshot holds no QuayEcosystem of that name. */
  readonly ecosystem: QuayEcosystem | undefined;
  /** Fields of the QuayEcosystem that are missing where the legacy operator always writes them, or of a wrong type. */
  readonly fieldProblems: readonly FieldProblem[];
  readonly config: ConfigFacts;
  readonly database: DatabaseFacts;
  readonly access: AccessFacts;
  readonly redis: { readonly external: boolean; readonly hostname: string };
  readonly mirror: { readonly enabled: boolean };
  readonly clair: { readonly enabled: boolean };
  /** Workloads that write to the database: quay, mirror and config app, those that exist. */
  readonly writers: readonly Deployment[];
  /** The pair that config.yaml's bundle would carry: `ssl.cert` and `ssl.key` of the config Secret. */
  readonly certificate: CertificateInspection | undefined;
  readonly operators: readonly OperatorFacts[];
  /** The operator that will manage the QuayRegistry: version 3.9 or newer, covering the namespace. */
  readonly operator: QuayOperatorFacts | undefined;
  readonly quayRegistryCrd: CustomResourceDefinition | undefined;
  /** A QuayRegistry of the same name, whoever made it. */
  readonly quayRegistry: QuayRegistry | undefined;
}

export interface FieldProblem {
  /** `spec.quay.replicas` */
  readonly field: string;
  /** `must be a number, but is the string "two"` */
  readonly problem: string;
}

export interface ConfigFacts {
  readonly secretName: 'quay-enterprise-config-secret';
  readonly secret: Secret | undefined;
  /** The files of the Secret, base64 as they are, but config.yaml. */
  readonly files: Readonly<Record<string, string>>;
  /** config.yaml, when it is there and is a YAML mapping. */
  readonly document: ConfigDocument | undefined;
  /** Why there is no document: the Secret is missing, the key is missing, a parse error with its line. */
  readonly problem: string | undefined;
  /** Files of `configFiles` entries of type `config`, which the legacy operator mounted from the user's own Secrets. */
  readonly extraFiles: readonly ExtraConfigFile[];
  /** SERVER_HOSTNAME, or else the Route's host; empty when neither is known. */
  readonly hostname: string;
}

export interface ExtraConfigFile {
  readonly secretName: string;
  readonly key: string;
  readonly filename: string;
  /** Base64; undefined when the Secret or the key is missing. */
  readonly content: string | undefined;
}

export interface DatabaseFacts {
  /**
   * `managed`: the legacy operator's Deployment on a volume. `external`: a server of the customer's.
   * `ephemeral`: the legacy operator's Deployment on an emptyDir.
   */
  readonly kind: 'managed' | 'external' | 'ephemeral';
  readonly deployment: Deployment | undefined;
  readonly claim: PersistentVolumeClaim | undefined;
  readonly service: Service | undefined;
  /** Where the credentials of the managed database are. */
  readonly credentialsSecretName: string;
  readonly credentialsSecret: Secret | undefined;
  /** DB_URI of config.yaml taken apart; undefined when it is missing or no PostgreSQL URI. */
  readonly uri: DatabaseUri | undefined;
  readonly volumeSize: string | undefined;
  readonly storageClass: string | undefined;
}

export interface DatabaseUri {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export interface AccessFacts {
  /** The empty type is a Route, as the legacy operator defaulted it. */
  readonly type: 'Route' | 'LoadBalancer' | 'NodePort' | 'Ingress';
  readonly termination: 'passthrough' | 'edge' | 'reencrypt' | 'none';
  readonly route: Route | undefined;
  readonly service: Service | undefined;
}

export interface OperatorFacts {
  /** `legacy`: reconciles QuayEcosystems (1.x); `bridging`: 3.4 to 3.8, migrates by itself; `current`: 3.9 and newer. */
  readonly generation: 'legacy' | 'bridging' | 'current';
  readonly version: string;
  /** `ClusterServiceVersion quay/quay-operator.v3.17.4` or `Deployment ...`: where it was seen. */
  readonly source: string;
  /** False when the CSV has not succeeded, or its Deployment has no replicas. */
  readonly running: boolean;
  /** Namespaces that it watches; empty for all. */
  readonly watches: readonly string[];
}

export interface QuayOperatorFacts extends OperatorFacts {
  readonly generation: 'current';
  /** `3.17.4` as numbers. */
  readonly major: number;
  readonly minor: number;
  /** What `status.currentVersion` will be: the annotation `quay-version`, `v3.17.4`. */
  readonly quayVersion: string;
  /** RELATED_IMAGE_COMPONENT_QUAY and _POSTGRES of its Deployment; undefined when it does not say. */
  readonly quayImage: string | undefined;
  readonly postgresImage: string | undefined;
}
