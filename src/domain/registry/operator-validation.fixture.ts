import { type ComponentKind } from '../../k8s/quayregistry.ts';
import { decodeBase64 } from '../config/base64.ts';
import { configKeys, parseConfigDocument } from '../config/config-document.ts';
import type { RegistryObjects } from './build-registry.ts';

/** The fields by which quay-operator tells that the bundle configures a component (3.9 to 3.18, all releases together). */
const fields: Partial<Record<ComponentKind, readonly string[]>> = {
  postgres: ['DB_URI', 'DB_CONNECTION_ARGS'],
  redis: ['BUILDLOGS_REDIS', 'USER_EVENTS_REDIS', 'PULL_METRICS_REDIS'],
  objectstorage: [
    'DISTRIBUTED_STORAGE_CONFIG',
    'DISTRIBUTED_STORAGE_PREFERENCE',
    'DISTRIBUTED_STORAGE_DEFAULT_LOCATIONS',
    'FEATURE_STORAGE_REPLICATION',
  ],
  route: ['SERVER_HOSTNAME', 'PREFERRED_URL_SCHEME', 'EXTERNAL_TLS_TERMINATION'],
  clair: [
    'FEATURE_SECURITY_SCANNER',
    'SECURITY_SCANNER_ENDPOINT',
    'SECURITY_SCANNER_INDEXING_INTERVAL',
    'SECURITY_SCANNER_NOTIFICATIONS',
    'SECURITY_SCANNER_V4_ENDPOINT',
    'SECURITY_SCANNER_V4_NAMESPACE_WHITELIST',
  ],
};

/** Refused when managed and configured: the strictest release counts, which for redis is 3.15. */
const exclusive: readonly ComponentKind[] = ['postgres', 'redis', 'objectstorage', 'tls', 'clair'];
const required: readonly ComponentKind[] = ['postgres', 'redis', 'objectstorage', 'route', 'tls'];

/** What quay-operator would set RolloutBlocked for; empty when it accepts registry and bundle. */
export function refusals({ registry, bundle }: RegistryObjects): readonly string[] {
  const files = bundle.data ?? {};
  const { document } = parseConfigDocument(decodeBase64(files['config.yaml'] ?? ''));
  const present = document ? configKeys(document) : [];
  const configured = (kind: ComponentKind): boolean =>
    kind === 'tls'
      ? 'ssl.cert' in files && 'ssl.key' in files
      : (fields[kind] ?? []).some((key) => present.includes(key));
  const components = registry.spec?.components ?? [];
  const refused = components.flatMap(({ kind, managed, overrides }) => [
    ...(managed && configured(kind) && exclusive.includes(kind) ? [`${kind} is managed and configured`] : []),
    ...(!managed && !configured(kind) && required.includes(kind) ? [`${kind} is unmanaged and not configured`] : []),
    ...(!managed && overrides !== undefined ? [`${kind} is unmanaged and has overrides`] : []),
  ]);
  const managed = (kind: ComponentKind): boolean => components.some((one) => one.kind === kind && one.managed);
  const clairOnly = managed('clair') && !managed('clairpostgres') ? ['clair has no database'] : [];
  // Not refused, but never Available (3.12 and newer).
  const waits = managed('horizontalpodautoscaler') && !(managed('mirror') && managed('clair'));
  return [...refused, ...clairOnly, ...(waits ? ['autoscalers never come'] : [])];
}
