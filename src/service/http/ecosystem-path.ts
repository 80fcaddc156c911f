import { type ApiPart, apiParts } from '../../contract/api-paths.ts';
import { Rejection } from './rejection.ts';

export interface EcosystemPath {
  readonly namespace: string;
  readonly name: string;
  readonly part: ApiPart;
}

const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
const shape = /^\/api\/v1\/namespaces\/([^/]*)\/quayecosystems\/([^/]*)\/([^/]*)$/;

/** Parses a path of the API; undefined for another path. Rejects invalid Kubernetes names without a request. */
export function readEcosystemPath(path: string): EcosystemPath | undefined {
  const [, namespace, name, last] = shape.exec(path) ?? [];
  const part = apiParts.find((known) => known === last);
  if (namespace === undefined || name === undefined || part === undefined) return undefined;
  if (!label.test(namespace)) throw invalid('namespace', namespace);
  if (!subdomain.test(name) || name.includes('..')) throw invalid('name', name);
  return { namespace, name, part };
}

function invalid(parameter: string, value: string): Rejection {
  const message = `The ${parameter} in the path is not a valid Kubernetes name: ${JSON.stringify(value.slice(0, 100))}.`;
  return new Rejection(400, 'BadRequest', message);
}
