import type { KubernetesObject } from '../../k8s/object.ts';
import type { Selection } from './client.ts';

/** Whether a list with this selection has the object. Selectors of a form that is not known here throw. */
export function matches(object: KubernetesObject, selection: Selection): boolean {
  const { namespace, labelSelector = '', fieldSelector = '' } = selection;
  if (namespace !== undefined && object.metadata.namespace !== undefined && object.metadata.namespace !== namespace) {
    return false;
  }
  const labels = object.metadata.labels ?? {};
  const byLabels = splitSelector(labelSelector).every((part) => matchesLabel(labels, part));
  return byLabels && splitSelector(fieldSelector).every((part) => matchesField(object, part));
}

/** At the commas that are not within `in (a,b)`. */
function splitSelector(selector: string): string[] {
  return selector === '' ? [] : selector.split(/,(?![^(]*\))/);
}

function matchesLabel(labels: Readonly<Record<string, string>>, part: string): boolean {
  const set = /^(\S+) in \((.*)\)$/.exec(part);
  if (set !== null) return (set[2] ?? '').split(',').includes(labels[set[1] ?? ''] ?? '');
  if (/^[^=!\s]+$/.test(part)) return part in labels;
  const { key, negated, value } = comparison(part);
  return (labels[key] === value) !== negated;
}

function matchesField(object: KubernetesObject, part: string): boolean {
  const { key, negated, value } = comparison(part);
  const found = key
    .split('.')
    .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], object);
  return (found === value) !== negated;
}

function comparison(part: string): { key: string; negated: boolean; value: string } {
  const [, key, operator, value] = /^([^=!\s]+)(=|==|!=)([^=!\s]*)$/.exec(part) ?? [];
  if (key === undefined || value === undefined) throw new Error(`a selector of an unknown form: ${part}`);
  return { key, negated: operator === '!=', value };
}
