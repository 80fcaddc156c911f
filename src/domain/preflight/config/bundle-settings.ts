import type { Secret } from '../../../k8s/secret.ts';
import { decodeBase64 } from '../../config/base64.ts';
import { configEntries, parseConfigDocument } from '../../config/config-document.ts';

/** A file that does not fit into a Secret has its own blocker, and would take long to read. */
const longestRead = 1.5 * 1024 ** 2;

const known = new WeakMap<Secret, ReadonlyMap<string, unknown>>();

/** The settings of the new registry as its config bundle will hold them; read once for all rules. */
export function bundleSettings(bundle: Secret): ReadonlyMap<string, unknown> {
  const found = known.get(bundle) ?? read(bundle.data?.['config.yaml'] ?? '');
  known.set(bundle, found);
  return found;
}

function read(base64: string): ReadonlyMap<string, unknown> {
  const { document } = base64.length > longestRead ? {} : parseConfigDocument(decodeBase64(base64));
  return document === undefined ? new Map() : configEntries(document);
}
