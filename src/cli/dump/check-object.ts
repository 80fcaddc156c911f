import type { KubernetesObject } from '../../k8s/object.ts';
import { hidden } from '../../domain/redaction/shown-settings.ts';
import { InputError } from '../input-error.ts';
import { isRemovedValue } from './redacted-secret.ts';

type Mapping = Readonly<Record<string, unknown>>;

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Checks that the value has the common fields of Kubernetes objects with the right types, on which all other code
 * relies. The domain checks `spec` and `status`.
 */
export function checkObject(value: unknown, place: string, path: string): KubernetesObject {
  const field = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const reject = (name: string, expected: string, found: unknown): never => {
    throw new InputError(`${place}: field ${name} must be ${expected}, but ${describeValue(found)}`);
  };
  if (!isMapping(value)) return reject(path, 'a Kubernetes object', value);
  const requireText = (name: string, found: unknown): void => {
    if (typeof found !== 'string' || found === '') reject(field(name), 'a string', found);
  };
  const requireTexts = (name: string, found: unknown): void => {
    if (found === undefined || found === null) return;
    if (!isMapping(found)) return reject(field(name), 'a mapping', found);
    for (const [key, entry] of Object.entries(found)) {
      if (typeof entry !== 'string') reject(`${field(name)}[${shownKey(key)}]`, 'a string', entry);
    }
  };

  requireText('apiVersion', value.apiVersion);
  requireText('kind', value.kind);
  const { metadata } = value;
  if (!isMapping(metadata)) return reject(field('metadata'), 'a mapping', metadata);
  requireText('metadata.name', metadata.name);
  if (metadata.namespace !== undefined) requireText('metadata.namespace', metadata.namespace);
  requireTexts('metadata.labels', metadata.labels);
  requireTexts('metadata.annotations', metadata.annotations);
  if (value.kind === 'ConfigMap') requireTexts('data', value.data);
  if (value.kind === 'Secret') checkSecret(value, requireTexts, (name) => reject(field(name), 'base64', 'other text'));
  return value as unknown as KubernetesObject;
}

function isBase64(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(value);
}

function checkSecret(
  { data, stringData }: Mapping,
  requireTexts: (name: string, found: unknown) => void,
  reject: (name: string) => void,
): void {
  requireTexts('data', data);
  requireTexts('stringData', stringData);
  if (!isMapping(data)) return;
  for (const [key, entry] of Object.entries(data)) {
    if (typeof entry === 'string' && !isBase64(entry) && !isRemovedValue(entry)) reject(`data[${shownKey(key)}]`);
  }
}

/** A key, unless it looks unusual: in a damaged dump it could be a secret. */
function shownKey(key: string): string {
  return /^[\w./-]{1,128}$/.test(key) && key.length <= 128 ? key : hidden;
}

/** The type of the value, never its content, which may be a secret. */
function describeValue(value: unknown): string {
  if (value === undefined) return 'is missing';
  if (value === null || value === '') return 'is empty';
  if (Array.isArray(value)) return 'is a list';
  if (value === 'other text') return 'is not';
  return `is a ${typeof value === 'object' ? 'mapping' : typeof value}`;
}
