import { ApiError, ConnectionError } from '../kube/api-error.ts';

export interface RejectionCause {
  /** The id of a finding, or a field of the request. */
  readonly field: string;
  readonly reason: string;
  readonly message: string;
}

/** An error response in the form of a Kubernetes Status: the console shows its message as it is. */
export class Rejection extends Error {
  readonly code: number;
  readonly reason: string;
  readonly causes: readonly RejectionCause[];

  constructor(code: number, reason: string, message: string, causes: readonly RejectionCause[] = []) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.causes = causes;
  }
}

/** The Status of any error. Details of internal errors appear only in the log. */
export function statusOfError(error: unknown): { readonly code: number; readonly body: Record<string, unknown> } {
  const rejection = rejectionOf(error);
  const details = rejection.causes.length === 0 ? {} : { details: { causes: rejection.causes } };
  const { code, reason, message } = rejection;
  return { code, body: { apiVersion: 'v1', kind: 'Status', status: 'Failure', code, reason, message, ...details } };
}

function rejectionOf(error: unknown): Rejection {
  if (error instanceof Rejection) return error;
  if (error instanceof ConnectionError) {
    return new Rejection(503, 'ServiceUnavailable', 'The API server does not respond. Try again later.');
  }
  if (error instanceof ApiError) return ofApiServer(error);
  return new Rejection(500, 'InternalError', 'The service failed to handle the request. See its log for the reason.');
}

function ofApiServer({ code, reason, message }: ApiError): Rejection {
  if (code === 401) {
    return new Rejection(401, 'Unauthorized', 'Your session has expired or its token was rejected. Log in again.');
  }
  if (code === 403) {
    return new Rejection(
      403,
      'Forbidden',
      `${withoutRequest(message)}. Ask an administrator of the namespace to grant the permission.`,
    );
  }
  return new Rejection(code, reason === '' ? 'Unknown' : reason, withoutRequest(message));
}

/** Removes the request that ApiError puts before the message of the API server. */
function withoutRequest(message: string): string {
  return message.replace(/^(GET|POST|PUT|PATCH|DELETE) \S+: /, '');
}
