import type { Resource } from '../../k8s/resource.ts';
import type { Selection, WriteOptions } from './client.ts';

/** The path of a kind's collection, in one namespace or in all. */
export function collectionPath(resource: Resource, namespace?: string): string {
  const base = resource.group === '' ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`;
  const scope = namespace !== undefined && resource.namespaced ? `/namespaces/${segment(namespace)}` : '';
  return `${base}${scope}/${resource.plural}`;
}

export function objectPath(resource: Resource, name: string, namespace?: string): string {
  if (resource.namespaced && namespace === undefined) throw new Error(`${resource.kind} ${name} needs a namespace`);
  if (name === '') throw new Error(`${resource.kind} needs a name`);
  return `${collectionPath(resource, namespace)}/${segment(name)}`;
}

/** Rejects `.` and `..`: HTTP clients would resolve them to another path. */
function segment(name: string): string {
  if (name === '.' || name === '..') throw new Error(`"${name}" is not a valid object name`);
  return encodeURIComponent(name);
}

export function selectionQuery(selection: Selection, more: Record<string, string> = {}): URLSearchParams {
  const query = new URLSearchParams(more);
  if (selection.labelSelector !== undefined) query.set('labelSelector', selection.labelSelector);
  if (selection.fieldSelector !== undefined) query.set('fieldSelector', selection.fieldSelector);
  return query;
}

export function writeQuery(options: WriteOptions & { readonly force?: boolean } = {}): string {
  const query = new URLSearchParams();
  if (options.dryRun === true) query.set('dryRun', 'All');
  query.set('fieldManager', options.fieldManager ?? 'quay-migration-plugin');
  if (options.force === true) query.set('force', 'true');
  return `?${query.toString()}`;
}
