import type { CustomResourceDefinition } from '../../k8s/customresourcedefinition.ts';
import type { Deployment } from '../../k8s/deployment.ts';
import type { Ingress } from '../../k8s/ingress.ts';
import type { KubernetesObject } from '../../k8s/object.ts';
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
  /**
   * Undefined when the snapshot holds no QuayEcosystem of that name. Known fields of a wrong type are left out here (the
   * snapshot has the original), so that what is read from it has the type that it says.
   */
  readonly ecosystem: QuayEcosystem | undefined;
  /** Fields of the QuayEcosystem that are missing where the legacy operator always writes them, or of a wrong type. */
  readonly fieldProblems: readonly FieldProblem[];
  readonly config: ConfigFacts;
  readonly database: DatabaseFacts;
  readonly access: AccessFacts;
  /** What leads to the old registry's pods, the objects of `access` among it. */
  readonly doors: readonly Door[];
  readonly redis: RedisFacts;
  /** `enabled` when it runs or the QuayEcosystem wants it to; `claimed` is what that says alone. */
  readonly mirror: { readonly enabled: boolean; readonly claimed: boolean };
  readonly clair: { readonly enabled: boolean };
  /** Workloads that write to the database: quay, mirror and config app, those that exist, and others on their configuration. */
  readonly writers: readonly Deployment[];
  /** The pair that config.yaml's bundle would carry: `ssl.cert` and `ssl.key` of the config Secret. */
  readonly certificate: CertificateInspection | undefined;
  readonly operators: readonly OperatorFacts[];
  /** The operator that will manage the QuayRegistry: version 3.9 or newer, covering the namespace, vouched for. */
  readonly operator: QuayOperatorFacts | undefined;
  /** ServiceMonitor and PrometheusRule are served. */
  readonly monitoringApis: boolean;
  readonly quayRegistryCrd: CustomResourceDefinition | undefined;
  /** A QuayRegistry of the same name, whoever made it. */
  readonly quayRegistry: QuayRegistry | undefined;
}

export interface FieldProblem {
  /** `spec.quay.replicas` */
  readonly field: string;
  readonly kind: 'wrong-type' | 'missing';
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

export interface RedisFacts {
  /** Whether none that config.yaml names is the legacy operator's. */
  readonly external: boolean;
  readonly hostname: string;
  /** Settings that name another host, which the new registry will not use because it gets a Redis of its own. */
  readonly abandoned: readonly { readonly key: string; readonly host: string }[];
}

export interface DatabaseFacts {
  /**
   * `managed`: the legacy operator's Deployment on a volume. `external`: a server of the customer's.
   * `ephemeral`: the legacy operator's Deployment on an emptyDir. Where DB_URI of config.yaml leads decides, then what
   * the Deployment mounts, and only then what the QuayEcosystem says.
   */
  readonly kind: 'managed' | 'external' | 'ephemeral';
  /** What the QuayEcosystem alone says. */
  readonly claimed: 'managed' | 'external' | 'ephemeral';
  /** `claim`, `emptyDir` or what else the Deployment's data volume is; undefined without Deployment or volume. */
  readonly volume: 'claim' | 'emptyDir' | 'other' | undefined;
  readonly deployment: Deployment | undefined;
  readonly claim: PersistentVolumeClaim | undefined;
  readonly service: Service | undefined;
  /** Where the credentials of the managed database are. */
  readonly credentialsSecretName: string;
  readonly credentialsSecret: Secret | undefined;
  /** DB_URI of config.yaml taken apart; undefined when it is missing or no PostgreSQL URI. */
  readonly uri: DatabaseUri | undefined;
  readonly encryption: DatabaseEncryption;
  readonly volumeSize: string | undefined;
  readonly storageClass: string | undefined;
}

export interface DatabaseUri {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** What follows the question mark: `sslmode` and so on. */
  readonly query: Readonly<Record<string, string>>;
}

/** As the configuration says it, in libpq's words; where it says nothing, libpq's defaults hold. */
export interface DatabaseEncryption {
  readonly mode: string | undefined;
  readonly rootCertificate: NamedFile | undefined;
  readonly certificate: NamedFile | undefined;
  readonly key: NamedFile | undefined;
}

export interface NamedFile {
  /** As the configuration names it. */
  readonly path: string;
  /** Base64; undefined when no file of the configuration is there. */
  readonly content: string | undefined;
}

export interface AccessFacts {
  /** What really leads to the registry; where the QuayEcosystem says nothing, a Route, as the legacy operator defaulted. */
  readonly type: 'Route' | 'LoadBalancer' | 'NodePort' | 'Ingress';
  /** What the Route does, where a Route leads to the registry; else what the QuayEcosystem says. */
  readonly termination: 'passthrough' | 'edge' | 'reencrypt' | 'none';
  /** What the QuayEcosystem says. */
  readonly claimedType: 'Route' | 'LoadBalancer' | 'NodePort' | 'Ingress';
  readonly route: Route | undefined;
  readonly service: Service | undefined;
  readonly ingress: Ingress | undefined;
}

export interface Door {
  /** A Service, Route, Ingress or ServiceMonitor of the namespace. */
  readonly object: KubernetesObject;
  /** The Services through which it leads to the old pods; for such a Service its own name. */
  readonly services: readonly string[];
}

export interface OperatorFacts {
  /** Where its ClusterServiceVersion or Deployment is. */
  readonly namespace: string;
  /** The Deployment in that namespace that runs it; empty when neither a CSV nor a Deployment names one. */
  readonly deployment: string;
  /** `legacy`: reconciles QuayEcosystems (1.x); `bridging`: 3.4 to 3.8, migrates by itself; `current`: 3.9 and newer. */
  readonly generation: 'legacy' | 'bridging' | 'current';
  readonly version: string;
  /** `ClusterServiceVersion quay/quay-operator.v3.17.4` or `Deployment ...`: where it was seen. */
  readonly source: string;
  /** False when the CSV has not succeeded, or its Deployment has no replicas. */
  readonly running: boolean;
  /** True when its Deployment is known to have no replicas. */
  readonly stopped: boolean;
  /** Why it does not run, in words; empty when it does. */
  readonly notRunning: string;
  /** Namespaces that it watches; empty for all. */
  readonly watches: readonly string[];
  /** Whether it watches the ecosystem's namespace. */
  readonly covers: boolean;
  /** Why the cluster does not vouch for it; empty when it does, or when there was no cluster to ask. */
  readonly notVouched: string;
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
  /** All images that its Deployment names for the pods of a registry, by variable, those two included. */
  readonly componentImages: Readonly<Record<string, string>>;
  /** The operator's own; undefined when it has none of the usual names. */
  readonly operatorImage: string | undefined;
}
