import { type ApiPart, apiPath } from '../../contract/api-paths.ts';
import type { Ecosystem } from './ecosystem.ts';

/** The console hands on what follows, with the user's token. The alias `service` is the ConsolePlugin's. */
const proxy = '/api/proxy/plugin/quay-migration-plugin/service';

export type Query = Readonly<Record<string, string | boolean>>;

/** Where the browser reaches a part of the service's API. */
export function serviceAddress(ecosystem: Ecosystem, part: ApiPart, query: Query = {}): string {
  const parameters = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]));
  const search = parameters.toString();
  return `${proxy}${apiPath(ecosystem, part)}${search === '' ? '' : `?${search}`}`;
}
