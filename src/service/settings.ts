import type { OperatorPlaces } from './kube/snapshot/read-snapshot.ts';

export interface ServiceSettings {
  readonly podName: string;
  readonly namespace: string;
  readonly installationConfigMap: string;
  readonly leaseName: string;
  /** Empty for all namespaces. */
  readonly watched: readonly string[];
  /** Namespaces in which every Deployment is checked for being an operator. */
  readonly operatorNamespaces: readonly string[];
  readonly waitScale: number;
  readonly logLevel: string;
  readonly workerImage: string;
  readonly imagePullSecrets: readonly string[];
  readonly tlsDirectory: string;
  readonly address: string;
  readonly port: number;
  /** Of this product. */
  readonly version: string;
  /** Folder of the built console plugin. */
  readonly pluginDirectory: string;
}

/** Reads the environment that the chart sets. Throws with the name of the missing or invalid variable. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): ServiceSettings {
  return {
    podName: required(env, 'POD_NAME'),
    namespace: required(env, 'POD_NAMESPACE'),
    installationConfigMap: required(env, 'INSTALLATION_CONFIGMAP'),
    leaseName: required(env, 'LEASE_NAME'),
    watched: list(env.WATCH_NAMESPACES),
    operatorNamespaces: list(env.OPERATOR_NAMESPACES),
    waitScale: positive(env, 'WAIT_SCALE', 1),
    logLevel: env.LOG_LEVEL ?? 'info',
    workerImage: required(env, 'WORKER_IMAGE'),
    imagePullSecrets: list(env.IMAGE_PULL_SECRETS),
    tlsDirectory: env.TLS_DIRECTORY ?? '/etc/serving-certificate',
    address: env.LISTEN_ADDRESS ?? '0.0.0.0',
    port: positive(env, 'PORT', 8443),
    version: process.env.QUAY_MIGRATION_VERSION ?? 'development',
    pluginDirectory: env.PLUGIN_DIRECTORY ?? 'plugin',
  };
}

/** With `watched` set, the service may list Deployments only in those and in the operators' namespaces. */
export function operatorPlaces({
  watched,
  operatorNamespaces,
}: Pick<ServiceSettings, 'watched' | 'operatorNamespaces'>): OperatorPlaces {
  return { everywhere: watched.length === 0, namespaces: operatorNamespaces };
}

export function required(env: Readonly<Record<string, string | undefined>>, name: string): string {
  const value = env[name];
  if (value === undefined || value === '') throw new Error(`the environment variable ${name} is missing`);
  return value;
}

function positive(env: Readonly<Record<string, string | undefined>>, name: string, otherwise: number): number {
  const text = env[name];
  if (text === undefined || text === '') return otherwise;
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) {
    throw new Error(`the environment variable ${name} must be a number greater than 0, but is "${text}"`);
  }
  return value;
}

/** Splits a comma-separated list. */
export function list(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
