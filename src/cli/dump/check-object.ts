import type { KubernetesObject } from '../../k8s/object.ts';
import { hidden } from '../../domain/redaction/shown-settings.ts';
import { InputError } from '../input-error.ts';
import { isPlaceholder } from './redacted-secret.ts';

type Mapping = Readonly<Record<string, unknown>>;

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The value as an object, when it has what every object has, in the right types: an API server would not have sent it
 * otherwise, and everything behind relies on it. What is inside `spec` and `status` is for the domain to judge.
 */
export function checkObject(value: unknown, place: string, path: string): KubernetesObject {
  const field = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const refuse = (name: string, expected: string, found: unknown): never => {
    throw new InputError(`${place}: field ${name} must be ${expected}, but ${describeValue(found)}`);
  };
  if (!isMapping(value)) return refuse(path, 'a Kubernetes object', value);
  const requireText = (name: string, found: unknown): void => {
    if (typeof found !== 'string' || found === '') refuse(field(name), 'a text', found);
  };
  const requireTexts = (name: string, found: unknown): void => {
    if (found === undefined || found === null) return;
    if (!isMapping(found)) return refuse(field(name), 'a mapping', found);
    for (const [key, entry] of Object.entries(found)) {
      if (typeof entry !== 'string') refuse(`${field(name)}[${shownKey(key)}]`, 'a text', entry);
    }
  };

  requireText('apiVersion', value.apiVersion);
  requireText('kind', value.kind);
  const { metadata } = value;
  if (!isMapping(metadata)) return refuse(field('metadata'), 'a mapping', metadata);
  requireText('metadata.name', metadata.name);
  if (metadata.namespace !== undefined) requireText('metadata.namespace', metadata.namespace);
  requireTexts('metadata.labels', metadata.labels);
  requireTexts('metadata.annotations', metadata.annotations);
  if (value.kind === 'ConfigMap') requireTexts('data', value.data);
  if (value.kind === 'Secret') checkSecret(value, requireTexts, (name) => refuse(field(name), 'base64', 'other text'));
  return value as unknown as KubernetesObject;
}

function isBase64(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(value);
}

function checkSecret(
  { data, stringData }: Mapping,
  requireTexts: (name: string, found: unknown) => void,
  refuse: (name: string) => void,
): void {
  requireTexts('data', data);
  requireTexts('stringData', stringData);
  if (!isMapping(data)) return;
  for (const [key, entry] of Object.entries(data)) {
    if (typeof entry === 'string' && !isBase64(entry) && !isPlaceholder(entry)) refuse(`data[${shownKey(key)}]`);
  }
}

/** The name of a file or an annotation; in a dump that somebody broke, a key can be anything. */
function shownKey(key: string): string {
  return /^[\w./-]{1,128}$/.test(key) && key.length <= 128 ? key : hidden;
}

/** What it is, never its content: it may be a secret. */
function describeValue(value: unknown): string {
  if (value === undefined) return 'is missing';
  if (value === null || value === '') return 'is empty';
  if (Array.isArray(value)) return 'is a list';
  if (value === 'other text') return 'is other text';
  return `is a ${typeof value === 'object' ? 'mapping' : typeof value}`;
}
