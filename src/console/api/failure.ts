/**
 * Why a request failed, as far as a reader acts on it differently. `unreachable`: no answer, or one of a proxy on the
 * way. `session`: logged out. `forbidden`: the API server refuses this user. `reload`: this page is of another release.
 * `refused`: the service says no, and why.
 */
export type FailureKind = 'unreachable' | 'session' | 'forbidden' | 'missing' | 'reload' | 'refused';

export interface Failure {
  readonly kind: FailureKind;
  /** In the service's words, or the browser's. */
  readonly message: string;
  /** What stands behind it, one sentence each; mostly empty. */
  readonly causes: readonly string[];
}

interface HttpFailure {
  readonly code?: number;
  readonly message?: string;
  readonly json?: {
    readonly message?: string;
    readonly reason?: string;
    readonly details?: { readonly causes?: readonly { readonly message?: string }[] };
  };
}

/** The console throws an error with `code` and `json`; its class is exported only from 4.22 on. */
export function failureOf(error: unknown): Failure {
  const {
    code,
    message = String(error),
    json,
  } = (typeof error === 'object' && error !== null ? error : {}) as HttpFailure;
  const causes = (json?.details?.causes ?? []).flatMap((cause) => cause.message ?? []);
  return { kind: kindOf(code, json?.reason), message: json?.message ?? message, causes };
}

function kindOf(code: number | undefined, reason: string | undefined): FailureKind {
  if (reason === 'ReloadNeeded') return 'reload';
  if (code === undefined || code >= 502) return 'unreachable';
  if (code === 401) return 'session';
  if (code === 403) return 'forbidden';
  return code === 404 ? 'missing' : 'refused';
}
