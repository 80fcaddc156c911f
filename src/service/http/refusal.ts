import { ApiError, ConnectionError } from '../kube/api-error.ts';

export interface RefusalCause {
  /** What it is about: a finding's id, or a field of the request. */
  readonly field: string;
  readonly reason: string;
  readonly message: string;
}

/** An answer that is no success, as a Kubernetes Status says it: the console shows such messages as they are. */
export class Refusal extends Error {
  readonly code: number;
  readonly reason: string;
  readonly causes: readonly RefusalCause[];

  constructor(code: number, reason: string, message: string, causes: readonly RefusalCause[] = []) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.causes = causes;
  }
}

/** The Status of anything that went wrong. What is nobody's business but the log's is not in it. */
export function statusOfError(error: unknown): { readonly code: number; readonly body: Record<string, unknown> } {
  const refusal = refusalOf(error);
  const details = refusal.causes.length === 0 ? {} : { details: { causes: refusal.causes } };
  const { code, reason, message } = refusal;
  return { code, body: { apiVersion: 'v1', kind: 'Status', status: 'Failure', code, reason, message, ...details } };
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof ConnectionError) {
    return new Refusal(503, 'ServiceUnavailable', 'The API server does not answer. Try again in a moment.');
  }
  if (error instanceof ApiError) return ofApiServer(error);
  return new Refusal(500, 'InternalError', 'The service could not answer this. Its log says why.');
}

function ofApiServer({ code, reason, message }: ApiError): Refusal {
  if (code === 401) {
    return new Refusal(401, 'Unauthorized', 'Your session is over or its token is not accepted. Log in again.');
  }
  if (code === 403) {
    return new Refusal(403, 'Forbidden', `${withoutRequest(message)}. An administrator of the namespace can grant it.`);
  }
  return new Refusal(code, reason === '' ? 'Unknown' : reason, withoutRequest(message));
}

/** ApiError begins with the request that was sent; a person wants what the API server said to it. */
function withoutRequest(message: string): string {
  return message.replace(/^(GET|POST|PUT|PATCH|DELETE) \S+: /, '');
}
