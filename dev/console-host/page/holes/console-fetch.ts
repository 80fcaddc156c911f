/** What the console throws for an answer that is not 2xx. */
class HttpError extends Error {
  constructor(
    message: string,
    readonly code: number,
    readonly response: Response,
    readonly json: unknown,
  ) {
    super(message);
  }
}

/** Adds the CSRF token, and throws what the API server says in words. The SDK passes null for no options. */
export async function coFetch(url: string, options: RequestInit | null = {}, timeout = 60_000): Promise<Response> {
  const headers = new Headers(options?.headers);
  if ((options?.method ?? 'GET').toUpperCase() !== 'GET') headers.set('X-CSRFToken', csrfToken());
  const answer = await withinTime(fetch(url, { ...options, headers }), timeout);
  if (answer.ok) return answer;
  if (answer.status === 401 && url.includes('api/kubernetes/')) window.dispatchEvent(new Event('session-expired'));
  const json = (await answer.json().catch(() => undefined)) as Failure | undefined;
  const message = json?.details?.causes?.[0]?.message ?? json?.message ?? json?.error ?? answer.statusText;
  throw new HttpError(message, answer.status, answer, json);
}

interface Failure {
  readonly message?: string;
  readonly error?: string;
  readonly details?: { readonly causes?: readonly { readonly message?: string }[] };
}

type Fetch = (url: string, options?: RequestInit | null, timeout?: number) => Promise<unknown>;

const fetchJSON = async (url: string, method = 'GET', options: RequestInit | null = {}, timeout?: number) => {
  const headers = new Headers(options?.headers);
  if (!headers.has('Accept')) headers.set('Accept', 'application/json');
  const answer = await coFetch(url, { ...options, method, headers }, timeout);
  const text = await answer.text();
  if (text === '') return {};
  return answer.headers.get('Content-Type')?.startsWith('text/plain') === true ? text : (JSON.parse(text) as unknown);
};

const sending =
  (method: string, type = 'application/json') =>
  (url: string, json: unknown, options: RequestInit | null = {}, timeout?: number): Promise<unknown> => {
    const headers = new Headers(options?.headers);
    headers.set('Content-Type', type);
    return fetchJSON(url, method, { ...options, headers, body: JSON.stringify(json) }, timeout);
  };

export const coFetchJSON = Object.assign(fetchJSON, {
  post: sending('POST'),
  put: sending('PUT'),
  patch: sending('PATCH', 'application/json-patch+json'),
  delete: ((url: string, json?: unknown, options?: RequestInit | null, timeout?: number) =>
    json === undefined
      ? fetchJSON(url, 'DELETE', options, timeout)
      : sending('DELETE')(url, json, options, timeout)) as unknown as Fetch,
});

export async function coFetchText(url: string, options?: RequestInit | null, timeout?: number): Promise<string> {
  return (await coFetch(url, options, timeout)).text();
}

function csrfToken(): string {
  return /(?:^|; )csrf-token=([^;]*)/.exec(document.cookie)?.[1] ?? '';
}

/** The console's timer: it covers the time to the headers and aborts nothing. */
async function withinTime(answer: Promise<Response>, timeout: number): Promise<Response> {
  if (timeout <= 0) return answer;
  return Promise.race([
    answer,
    new Promise<never>((_, reject) => {
      setTimeout(() => {
        reject(new Error(`Call timed out after ${timeout}ms.`));
      }, timeout);
    }),
  ]);
}
