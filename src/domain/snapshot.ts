import type { KubernetesObject } from '../k8s/object.ts';
import type { Resource } from '../k8s/resource.ts';

/**
 * What was read of the cluster for one QuayEcosystem, at one moment, from a live cluster or from dumps alike.
 * The domain has no other source: no clock, no API server.
 */
export interface Snapshot {
  readonly namespace: string;
  readonly name: string;
  /** RFC 3339. */
  readonly readAt: string;
  /** Objects exactly as the API server sent them: those of the namespace, and cluster-wide ones that decide something. */
  readonly objects: readonly KubernetesObject[];
  /** What could not be read, for instance because the reader may not or the dump lacks it. */
  readonly unread: readonly UnreadResource[];
  /** The certificates found in Secrets, opened by the reader, because opening them takes a cryptographic library. */
  readonly certificates: readonly CertificateInspection[];
  /** Uids of the objects that our journals say we created: by name or label alone nothing counts as ours. */
  readonly journaledUids: readonly string[];
  /** What the API server answered about the accounts that pose as quay-operator. */
  readonly accountReviews: AccountReviews;
}

/** `asked: false`: there was no API server to ask, or whoever read may not ask it; operators are then taken as told. */
export type AccountReviews =
  | {
      readonly asked: true;
      readonly answers: readonly AccountReview[];
      /** Why there are no answers, although they were needed. */
      readonly refused?: string;
    }
  | { readonly asked: false; readonly reason: string };

/** Whether a ServiceAccount may write what quay-operators write, in the ecosystem's namespace. */
export interface AccountReview extends AccountQuestion {
  readonly allowed: boolean;
}

export interface AccountQuestion {
  readonly namespace: string;
  readonly name: string;
  /** `quayregistries`: their status, as an operator since 3.4 does; `quayecosystems`: as those up to 3.8 do. */
  readonly writes: 'quayregistries' | 'quayecosystems';
}

export interface UnreadResource {
  /** `plural` or `plural.group`, as `oc get` takes it. */
  readonly resource: string;
  /** Set where only other namespaces could not be read: the ecosystem's own could. */
  readonly elsewhere?: true;
  /** The caller has no permission to read it, or none any more; otherwise the cluster or the dump does not have it. */
  readonly denied?: true;
  readonly reason: string;
  /** What a person can do about it; where it is not set, another account may read it. */
  readonly remedy?: string;
}

/** A certificate and key pair of a Secret (`ssl.cert` with `ssl.key`, or `tls.crt` with `tls.key`). */
export interface CertificateInspection {
  readonly secretName: string;
  readonly certificateField: 'ssl.cert' | 'tls.crt';
  /** Why the pair cannot be read, in words; the fields below are then empty. */
  readonly error?: string;
  /** `quay.example.com`, `*.example.com`, `10.0.0.1`: DNS names and addresses of the SAN extension, not the CN. */
  readonly subjectAltNames: readonly string[];
  /** RFC 3339. */
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly keyMatches: boolean;
  /** True when the certificate is signed with its own key, as those are that the legacy operator made. */
  readonly selfSigned: boolean;
}

/** All objects of a kind, in the order in which they were read. */
export function objectsOf<T extends KubernetesObject>(
  snapshot: Pick<Snapshot, 'objects'>,
  resource: Resource<T>,
): readonly T[] {
  return snapshot.objects.filter(
    (object): object is T =>
      object.kind === resource.kind && (object.apiVersion.split('/').at(-2) ?? '') === resource.group,
  );
}

/** The object of a kind with that name, in the ecosystem's namespace for namespaced kinds. */
export function objectNamed<T extends KubernetesObject>(
  snapshot: Snapshot,
  resource: Resource<T>,
  name: string,
): T | undefined {
  return objectsOf(snapshot, resource).find(
    (object) =>
      object.metadata.name === name && (!resource.namespaced || object.metadata.namespace === snapshot.namespace),
  );
}
