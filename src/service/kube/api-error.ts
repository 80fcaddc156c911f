/** A response with a code other than 2xx, with its Kubernetes Status. */
export class ApiError extends Error {
  readonly code: number;
  /** `NotFound`, `Conflict`, `Forbidden`, `Invalid`, ...; empty when the response had no Status. */
  readonly reason: string;

  constructor(code: number, reason: string, message: string) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.reason = reason;
  }
}

/** A write that the API server will keep rejecting until something is changed: not a conflict or a server error. */
export class RejectedWrite extends ApiError {
  /** The RBAC verb. */
  readonly verb: string;
  /** `Deployment quay-enterprise/prod-quay` */
  readonly object: string;

  constructor(error: ApiError, verb: string, object: string) {
    super(error.code, error.reason, error.message);
    this.verb = verb;
    this.object = object;
  }
}

const permanentCodes: readonly number[] = [400, 403, 404, 405, 413, 415, 422];

export function isPermanent(error: unknown): error is ApiError {
  return error instanceof ApiError && permanentCodes.includes(error.code);
}

/** The API server sent no complete response: connection refused, interrupted or timed out. */
export class ConnectionError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ConnectionError';
  }
}

export function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.code === 409;
}

export function isAlreadyExists(error: unknown): boolean {
  return error instanceof ApiError && error.reason === 'AlreadyExists';
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.code === 404;
}

export function isForbidden(error: unknown): boolean {
  return error instanceof ApiError && error.code === 403;
}

/** The error for a response body that should be a Status; accepts any other text. */
export function apiErrorOf(code: number, body: string, request: string): ApiError {
  const status = parseStatus(body);
  const message = status.message ?? (body.trim().slice(0, 500) || `the server responded with ${code}`);
  return new ApiError(code, status.reason ?? '', `${request}: ${message}`);
}

function parseStatus(body: string): { message?: string; reason?: string } {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null) return {};
    const { message, reason } = parsed as Record<string, unknown>;
    return {
      ...(typeof message === 'string' && { message }),
      ...(typeof reason === 'string' && { reason }),
    };
  } catch {
    return {};
  }
}
