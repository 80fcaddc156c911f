import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** One request of a ServiceAccount of ours, as the API server's audit log has it. */
export interface Request {
  /** Name of the ServiceAccount. */
  readonly account: string;
  readonly verb: string;
  /** `pods/log`, `deployments.apps`. */
  readonly resource: string;
  /** Empty for what has none, and for a list of all namespaces. */
  readonly namespace: string;
  readonly allowed: boolean;
  /** The Role or ClusterRole that allowed it; empty where another authorizer did, or none. */
  readonly role: string;
}

interface AuditEvent {
  readonly verb?: string;
  readonly user?: { readonly username?: string; readonly extra?: Readonly<Record<string, unknown>> };
  readonly objectRef?: {
    readonly resource?: string;
    readonly subresource?: string;
    readonly apiGroup?: string;
    readonly namespace?: string;
  };
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The chart's ServiceAccounts, whatever the release is called, and the one of a migration's own pods. */
const ours = /^system:serviceaccount:[^:]+:(\S*quay-migration-plugin(?:-enable|-uninstall)?|\S+-qm-worker)$/;

export async function readAuditLog(file: string): Promise<readonly Request[]> {
  const requests: Request[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const request = requestOf(line);
    if (request !== undefined) requests.push(request);
  }
  return requests;
}

/** What the token of a pod says; a test that asks in the name of a ServiceAccount has another sort of token. */
const podName = 'authentication.kubernetes.io/pod-name';

/** Undefined for what others ask, and for what is no object: discovery and health are everybody's. */
export function requestOf(line: string): Request | undefined {
  const { user, verb = '', objectRef, annotations = {} } = JSON.parse(line) as AuditEvent;
  const account = accountOf(user);
  if (account === undefined || objectRef?.resource === undefined) return undefined;
  const { resource, subresource, apiGroup = '', namespace = '' } = objectRef;
  return {
    account,
    verb,
    resource: resourceName(apiGroup, subresource === undefined ? resource : `${resource}/${subresource}`),
    namespace,
    allowed: annotations['authorization.k8s.io/decision'] === 'allow',
    role: / of (?:Cluster)?Role "([^"]+)"/.exec(annotations['authorization.k8s.io/reason'] ?? '')?.[1] ?? '',
  };
}

function accountOf({ username = '', extra = {} }: NonNullable<AuditEvent['user']> = {}): string | undefined {
  const [, account] = ours.exec(username) ?? [];
  const isService = account?.endsWith('-qm-worker') === false;
  return isService && extra[podName] === undefined ? undefined : account;
}

export function resourceName(group: string, resource: string): string {
  return group === '' ? resource : `${resource}.${group}`;
}
