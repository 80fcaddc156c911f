import type { ConfigFiles, QuayEcosystemSpec } from '../../k8s/quayecosystem.ts';
import { secrets } from '../../k8s/resource.ts';
import type { Route } from '../../k8s/route.ts';
import type { Secret } from '../../k8s/secret.ts';
import { decodeBase64 } from '../config/base64.ts';
import { configString, parseConfigDocument } from '../config/config-document.ts';
import { type Snapshot, objectNamed } from '../snapshot.ts';
import { isMapping } from './check-fields.ts';
import type { ConfigFacts, ExtraConfigFile } from './facts.ts';

/** The legacy operator's name for it, the same for every QuayEcosystem. */
export const configSecretName = 'quay-enterprise-config-secret';

type ListedFile = NonNullable<ConfigFiles['files']>[number];

type ReadDocument = Pick<ConfigFacts, 'document' | 'problem'>;

export function readConfig(snapshot: Snapshot, spec: QuayEcosystemSpec, route: Route | undefined): ConfigFacts {
  const secret = objectNamed(snapshot, secrets, configSecretName);
  const { 'config.yaml': text, ...files } = dataOf(secret);
  const { document, problem } = readDocument(secret, text);
  return {
    secretName: configSecretName,
    secret,
    files,
    document,
    problem,
    extraFiles: (spec.quay?.configFiles ?? []).flatMap((entry) => readConfigFiles(snapshot, entry)),
    hostname: (document && configString(document, 'SERVER_HOSTNAME')) ?? hostOf(route),
  };
}

/** The values of a Secret, base64 as they are; what a hand-made dump holds beside them is left out. */
export function dataOf(secret: Secret | undefined): Readonly<Record<string, string>> {
  const data: unknown = secret?.data;
  if (!isMapping(data)) return {};
  return Object.fromEntries(
    Object.entries(data).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function readDocument(secret: Secret | undefined, base64: string | undefined): ReadDocument {
  if (secret === undefined) return { document: undefined, problem: 'the Secret is missing' };
  if (base64 === undefined || base64.trim() === '') {
    return { document: undefined, problem: 'the key config.yaml is missing or empty' };
  }
  return parseSafely(decodeBase64(base64));
}

/** An alias that leads nowhere, or to too much, is only found when its value is asked for: here, once, for all. */
function parseSafely(text: string): ReadDocument {
  try {
    const { document, problem } = parseConfigDocument(text);
    document?.toJS();
    return { document, problem };
  } catch (error) {
    return { document: undefined, problem: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Files that the legacy operator mounted into `/conf/stack` straight from the user's Secret (operator 1.1.2): all keys
 * of an entry, or those that it lists. Entries of type `extraCaCert` are in the config Secret already.
 */
function readConfigFiles(snapshot: Snapshot, entry: ConfigFiles): readonly ExtraConfigFile[] {
  const { secretName } = entry as Partial<ConfigFiles>;
  if (secretName === undefined || entry.type === 'extraCaCert') return [];
  const secret = objectNamed(snapshot, secrets, secretName);
  const data = dataOf(secret);
  const listed: readonly Partial<ListedFile>[] = entry.files ?? [];
  if (listed.length > 0) {
    return listed
      .filter((file) => file.type !== 'extraCaCert')
      .map(({ key = '', filename = '' }) => ({
        secretName,
        key,
        filename: filename === '' ? key : filename,
        content: data[key],
      }));
  }
  if (secret === undefined) return [{ secretName, key: '*', filename: '', content: undefined }];
  return Object.entries(data).map(([key, content]) => ({ secretName, key, filename: key, content }));
}

function hostOf(route: Route | undefined): string {
  const host: unknown = route?.spec?.host;
  return typeof host === 'string' ? host : '';
}
