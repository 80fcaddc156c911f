import { type Document, Scalar, isMap, isScalar, parseDocument, visit } from 'yaml';
import { decodeBase64, encodeBase64 } from '../config/base64.ts';
import type { KubernetesObject } from '../../k8s/object.ts';
import type { Secret } from '../../k8s/secret.ts';

export const hidden = '(hidden)';

/** Keys whose values are secrets, at any depth of config.yaml. Rather a file name hidden than a password shown. */
const secretName = /secret|passw|token|credential|private|pepper|psk|dsn|db_uri|(^|_)(access|account)?_?keys?(_|$)/i;

/** An address with a user and a password in it. The legacy operator escaped neither, so either may hold anything. */
const addressWithUser = /:\/\/.*@/s;

export function isSecret(object: KubernetesObject): object is Secret {
  return object.kind === 'Secret' && object.apiVersion === 'v1';
}

/** The object without secret values. Of config.yaml everything stays readable but the values of secret keys. */
export function hideSecrets(object: KubernetesObject): KubernetesObject {
  if (!isSecret(object)) return object;
  const { data, stringData } = object;
  return {
    ...object,
    ...(data && { data: hideFiles(data, hideInEncodedConfig) }),
    ...(stringData && { stringData: hideFiles(stringData, hideInConfig) }),
  };
}

function hideInEncodedConfig(value: string): string {
  return encodeBase64(hideInConfig(decodeBase64(value)));
}

function hideFiles(
  files: Readonly<Record<string, string>>,
  ofConfig: (value: string) => string,
): Readonly<Record<string, string>> {
  const shown = Object.entries(files).map(([name, value]) => [name, name === 'config.yaml' ? ofConfig(value) : hidden]);
  return Object.fromEntries(shown) as Readonly<Record<string, string>>;
}

/** config.yaml with the values of secret keys replaced. Comments go too: one may hold what a key held before. */
export function hideInConfig(text: string): string {
  const document: Document = parseDocument(text, { version: '1.1', intAsBigInt: true, prettyErrors: false });
  if (document.errors.length > 0 || !isMap(document.contents)) return hidden;
  removeComments(document);
  visit(document, {
    Alias: replacement,
    Pair: (_, pair) => {
      const name = isScalar(pair.key) ? String(pair.key.value) : '';
      if (!secretName.test(name) || !holdsSomething(pair.value)) return undefined;
      pair.value = replacement();
      return visit.SKIP;
    },
    Scalar: (_, { value }) => (typeof value === 'string' && addressWithUser.test(value) ? replacement() : undefined),
  });
  return document.toString({ lineWidth: 0 });
}

function removeComments(document: Document): void {
  const remove = (place: { comment?: string | null; commentBefore?: string | null }): void => {
    place.comment = null;
    place.commentBefore = null;
  };
  remove(document);
  visit(document, {
    Node: (_, node) => {
      remove(node);
    },
  });
}

function replacement(): Scalar {
  return new Scalar(hidden);
}

/** A switch, or nothing at all, is no secret, whatever its name. */
function holdsSomething(value: unknown): boolean {
  if (!isScalar(value)) return value !== null;
  return typeof value.value !== 'boolean' && value.value !== null && value.value !== '';
}
