import type { ClusterExtras } from './cluster-extras.ts';
import { join } from 'node:path';
import type { Credentials } from './credentials.ts';

export interface ServerArguments {
  /** On which all of them listen. */
  readonly address: string;
  readonly ports: Ports;
  readonly directory: string;
  readonly credentials: Credentials;
}

export interface Ports {
  readonly etcd: number;
  readonly etcdPeers: number;
  readonly apiServer: number;
  readonly controllers: number;
}

/** Of the Services. The simulated node puts each address of it on one of the instance's loopback addresses. */
const serviceAddresses = '10.96.0.0/17';

export function etcdArguments({ address, ports, directory }: ServerArguments): string[] {
  const clients = `http://${address}:${ports.etcd}`;
  const peers = `http://${address}:${ports.etcdPeers}`;
  return [
    `--data-dir=${join(directory, 'etcd')}`,
    // Nothing here outlives the instance.
    '--unsafe-no-fsync',
    `--listen-client-urls=${clients}`,
    `--advertise-client-urls=${clients}`,
    `--listen-peer-urls=${peers}`,
    `--initial-advertise-peer-urls=${peers}`,
    `--initial-cluster=default=${peers}`,
  ];
}

/** What ServiceAccounts ask for, one JSON document a line, and nothing that they send. */
export function auditFiles({ directory }: Pick<ServerArguments, 'directory'>): { policy: string; log: string } {
  return { policy: join(directory, 'audit-policy.json'), log: join(directory, 'audit.log') };
}

export const auditPolicy = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [{ level: 'Metadata', userGroups: ['system:serviceaccounts'] }, { level: 'None' }],
} as const;

export function apiServerArguments({ address, ports, directory, credentials }: ServerArguments): string[] {
  const audit = auditFiles({ directory });
  return [
    `--etcd-servers=http://${address}:${ports.etcd}`,
    `--bind-address=${address}`,
    `--secure-port=${ports.apiServer}`,
    // The Endpoints of Service `kubernetes` refuse a loopback address, and a machine without network has no other:
    // this one is for documentation. Pods find the API server by their environment.
    '--advertise-address=192.0.2.1',
    `--cert-dir=${join(directory, 'certificates')}`,
    `--tls-cert-file=${credentials.certificateFile}`,
    `--tls-private-key-file=${credentials.keyFile}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${credentials.serviceAccountKeyFile}`,
    `--service-account-signing-key-file=${credentials.serviceAccountKeyFile}`,
    `--token-auth-file=${credentials.tokenFile}`,
    '--authorization-mode=Node,RBAC',
    // OpenShift has it on, and it decides what an owner reference needs. Pod Security and the protection of volumes in
    // use are on by default.
    '--enable-admission-plugins=OwnerReferencesPermissionEnforcement',
    `--service-cluster-ip-range=${serviceAddresses}`,
    '--allow-privileged=true',
    `--audit-policy-file=${audit.policy}`,
    `--audit-log-path=${audit.log}`,
    // In megabytes; it would begin another file at 100.
    '--audit-log-maxsize=4096',
    '--kubelet-preferred-address-types=InternalIP',
  ];
}

export function controllerArguments(
  { address, ports, credentials }: ServerArguments,
  { autoscaler }: Pick<ClusterExtras, 'autoscaler'>,
): string[] {
  return [
    `--kubeconfig=${credentials.kubeconfigs.admin}`,
    `--service-account-private-key-file=${credentials.serviceAccountKeyFile}`,
    `--root-ca-file=${credentials.caFile}`,
    '--leader-elect=false',
    `--bind-address=${address}`,
    `--secure-port=${ports.controllers}`,
    // There are no metrics by which to scale, so that it would only see to the least number of pods.
    autoscaler ? '--horizontal-pod-autoscaler-sync-period=2s' : '--controllers=*,-horizontal-pod-autoscaler-controller',
    // Its own limit of 20 requests a second would make tests that run side by side wait for each other.
    '--kube-api-qps=200',
    '--kube-api-burst=400',
  ];
}
