import { consoleFetch } from '@openshift-console/dynamic-plugin-sdk';
import { pluginVersionHeader, serviceVersionHeader } from '../../contract/api-paths.ts';
import { pluginVersion, serviceVersion } from './service-version.ts';

/** Planning reads a whole namespace, on a slow cluster too. */
const timeoutMilliseconds = 90_000;

/** Asks the service through the console, which adds the CSRF token and whom the user impersonates. */
export async function askService(address: string, options: RequestInit = {}): Promise<Response> {
  const headers = plainHeaders(options.headers);
  try {
    const answer = await consoleFetch(address, { ...options, headers }, timeoutMilliseconds);
    serviceVersion.seen(answer.headers.get(serviceVersionHeader));
    return answer;
  } catch (error) {
    serviceVersion.seen((error as { response?: Response }).response?.headers.get(serviceVersionHeader) ?? null);
    throw error;
  }
}

/** What is sent over the wire is of the contract of the same release; another release is told by the version. */
export async function readJson<T>(address: string, signal?: AbortSignal): Promise<T> {
  const answer = await askService(address, signal === undefined ? {} : { signal });
  return (await answer.json()) as T;
}

export async function readText(address: string, signal?: AbortSignal): Promise<string> {
  const options = { headers: { Accept: 'text/plain' }, ...(signal !== undefined && { signal }) };
  return (await askService(address, options)).text();
}

export async function postJson(address: string, body: unknown): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  await askService(address, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** Consoles spread `headers`, which loses what a Headers object holds. */
function plainHeaders(given: RequestInit['headers']): Record<string, string> {
  const headers = new Headers(given ?? {});
  if (!headers.has('Accept')) headers.set('Accept', 'application/json');
  headers.set(pluginVersionHeader, pluginVersion);
  return Object.fromEntries(headers.entries());
}
