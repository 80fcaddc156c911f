import type { KubernetesObject } from './object.ts';

export interface Secret extends KubernetesObject {
  readonly type?: string;
  readonly immutable?: boolean;
  /** Values are base64. */
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: Readonly<Record<string, string>>;
}

export function isSecret(object: KubernetesObject): object is Secret {
  return object.kind === 'Secret' && object.apiVersion === 'v1';
}
