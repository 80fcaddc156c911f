import { parseDocument } from 'yaml';
import { decodeBase64 } from '../../../src/domain/config/base64.ts';
import { fieldGroups } from '../../../src/domain/config/field-groups.ts';
import { quantityBytes } from '../../../src/domain/ecosystem/quantity.ts';
import type { ComponentKind } from '../../../src/k8s/quayregistry.ts';
import { Blocked } from './blocked.ts';
import type { RegistryInputs } from '../registry-inputs.ts';

/** Components that may not be configured by the bundle while they are managed (quay-operator 3.16 and newer). */
const exclusive: readonly ComponentKind[] = ['postgres', 'objectstorage', 'clair', 'tls', 'clairpostgres'];
/** Components that the bundle must configure when they are not managed. */
const required: readonly ComponentKind[] = ['postgres', 'redis', 'objectstorage', 'route', 'tls'];

/** The operator's own validation of bundle against components: presence of fields, nothing more. */
export function checkBundle(inputs: RegistryInputs): void {
  checkOverrides(inputs);
  for (const component of inputs.registry.spec?.components ?? []) {
    const configured = isConfigured(inputs, component.kind);
    if (component.managed && configured && exclusive.includes(component.kind)) {
      throw new Blocked(
        'ConfigInvalid',
        `${component.kind} component marked as managed, but \`configBundleSecret\` contains required fields`,
      );
    }
    if (!component.managed && !configured && required.includes(component.kind)) {
      throw new Blocked(
        'ConfigInvalid',
        `required component \`${component.kind}\` marked as unmanaged, but \`configBundleSecret\` is missing necessary fields`,
      );
    }
  }
  if (inputs.managed('clair') && !inputs.managed('clairpostgres') && !isConfigured(inputs, 'clairpostgres')) {
    throw new Blocked('ConfigInvalid', 'clairpostgres component unmanaged but no clair postgres config provided');
  }
}

function isConfigured({ config, files }: RegistryInputs, kind: ComponentKind): boolean {
  if (kind === 'tls') return 'ssl.cert' in files && 'ssl.key' in files;
  if (kind === 'clairpostgres') return hasConnectionString(files['clair-config.yaml']);
  const group: readonly string[] = kind in fieldGroups ? fieldGroups[kind as keyof typeof fieldGroups] : [];
  return group.some((field) => field in config);
}

/** A file that is no YAML configures nothing. */
function hasConnectionString(file: string | undefined): boolean {
  if (file === undefined) return false;
  const document = parseDocument(decodeBase64(file), { version: '1.1' });
  return ['indexer', 'matcher', 'notifier'].some((part) => document.getIn([part, 'connstring']) !== undefined);
}

function checkOverrides({ registry, managed }: RegistryInputs): void {
  for (const { kind, overrides } of registry.spec?.components ?? []) {
    if (overrides?.volumeSize !== undefined && !['postgres', 'clairpostgres', 'clair'].includes(kind)) {
      throw new Blocked(
        'ComponentOverrideInvalid',
        `invalid overrides: component ${kind} does not support volumeSize overrides`,
      );
    }
    const scaled = overrides?.replicas !== undefined && overrides.replicas !== 0;
    if (scaled && managed('horizontalpodautoscaler')) {
      throw new Blocked('ComponentOverrideInvalid', 'invalid overrides: cannot override replicas with managed HPA');
    }
  }
}

/** The size that the operator asks for: 50Gi, or a larger override. */
export function volumeSize({ overrides }: RegistryInputs, kind: 'postgres' | 'clairpostgres'): string {
  const wanted = overrides(kind)?.volumeSize;
  if (wanted === undefined) return '50Gi';
  if ((quantityBytes(wanted) ?? 0) < (quantityBytes('50Gi') ?? 0)) {
    throw new Blocked(
      'ComponentCreationFailed',
      `could not inflate kubernetes objects: cannot shrink volume override size from 50Gi to ${wanted}`,
    );
  }
  return wanted;
}
