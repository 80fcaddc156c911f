import type { ConfigChange } from './config-change.ts';
import { isMapping } from '../ecosystem/check-fields.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';
import { type ConfigDocument, configEntries } from './config-document.ts';
import { correctedTypes } from './corrected-types.ts';
import { garbageCollectionFields } from './field-groups.ts';
import { retiredFields } from './retired-fields.ts';

type Entries = ReadonlyMap<string, unknown>;

/** Changes of config.yaml that belong to no component. */
export function generalChanges(document: ConfigDocument, facts: EcosystemFacts): readonly ConfigChange[] {
  const entries = configEntries(document);
  return [
    ...retired(entries),
    ...renamed(entries),
    ...nulls(entries),
    ...correctedTypes(document),
    ...readOnly(entries),
    ...preference(entries),
    ...garbageCollection(),
    ...defaults(entries),
    ...hostname(entries, facts),
  ];
}

function retired(entries: Entries): readonly ConfigChange[] {
  return [...entries.keys()].flatMap((key): readonly ConfigChange[] => {
    const field = retiredFields.find(({ name }) => name.test(key));
    return field ? [{ key, action: 'remove', reason: field.reason }] : [];
  });
}

function renamed(entries: Entries): readonly ConfigChange[] {
  const value = entries.get('FEATURE_EXPERIMENTAL_HELM_OCI_SUPPORT');
  if (typeof value !== 'boolean' || entries.has('FEATURE_HELM_OCI_SUPPORT')) return [];
  const reason = 'The field was called FEATURE_EXPERIMENTAL_HELM_OCI_SUPPORT';
  return [{ key: 'FEATURE_HELM_OCI_SUPPORT', action: 'set', value, reason }];
}

/** Only these: elsewhere null is a value like any other, which overrides Quay's default. */
const mustBeText = ['REPO_MIRROR_SERVER_HOSTNAME', 'SERVER_HOSTNAME', 'BUILDMAN_HOSTNAME'];

/** The legacy configuration app writes null for “not set”; quay-operator stops, or ends, at a host that is no string. */
function nulls(entries: Entries): readonly ConfigChange[] {
  const reason = 'null means “not set”, and quay-operator requires a string if the key exists';
  return mustBeText
    .filter((key) => entries.get(key) === null)
    .map((key): ConfigChange => ({ key, action: 'remove', reason }));
}

/** Current Quay versions (3.17: app.py) do not start where Quay 3.3 uses all locations, in the order of the file. */
function preference(entries: Entries): readonly ConfigChange[] {
  const [key, storage] = ['DISTRIBUTED_STORAGE_PREFERENCE', entries.get('DISTRIBUTED_STORAGE_CONFIG')];
  const own = entries.get(key) ?? [];
  const empty = Array.isArray(own) && own.length === 0;
  if (entries.get('FEATURE_STORAGE_REPLICATION') !== true || !empty || !isMapping(storage)) return [];
  const reason = 'Quay used all locations because none was named; with storage replication, they must be listed';
  return [{ key, action: 'set', value: Object.keys(storage), reason }];
}

/** Often what is left of a freeze: with it the new registry would answer every push with 405. */
function readOnly(entries: Entries): readonly ConfigChange[] {
  const reason = 'The new registry would reject pushes; set the field again if it is to be read-only';
  return entries.get('REGISTRY_STATE') === 'readonly' ? [{ key: 'REGISTRY_STATE', action: 'remove', reason }] : [];
}

function garbageCollection(): readonly ConfigChange[] {
  const reason =
    'A blob that the new registry deletes would be missing after a rollback; off until the migration is final';
  return garbageCollectionFields.map((key): ConfigChange => ({ key, action: 'set', value: false, reason }));
}

/** The default of Quay 3.3. */
const quayOptions = ['0s', '1d', '1w', '2w', '4w'];

/**
 * quay-operator fills in defaults that are not Quay's own (3.9 to 3.18: BaseQuayConfig). Quay's are written down where
 * the others would change what people have; `when` keeps features off that were on by default and never configured,
 * because the start-up validation refuses them.
 */
const quayDefaults: readonly { key: string; value: unknown; when: (entries: Entries) => boolean }[] = [
  { key: 'FEATURE_MAILING', value: true, when: (entries) => isText(entries.get('MAIL_SERVER')) },
  { key: 'FEATURE_BUILD_SUPPORT', value: true, when: (entries) => Array.isArray(entries.get('BUILD_MANAGER')) },
  { key: 'TEAM_RESYNC_STALE_TIME', value: '30m', when: (entries) => entries.get('FEATURE_TEAM_SYNCING') === true },
];

function defaults(entries: Entries): readonly ConfigChange[] {
  const reason = 'Default of Quay; quay-operator would write another one';
  return [
    ...quayDefaults
      .filter(({ key, when }) => !entries.has(key) && when(entries))
      .map(({ key, value }): ConfigChange => ({ key, action: 'set', value, reason })),
    ...expiration(entries),
  ];
}

/** The operator's only option is 2w, and Quay refuses to start when DEFAULT_TAG_EXPIRATION is none of the options. */
function expiration(entries: Entries): readonly ConfigChange[] {
  const [own, given] = [entries.get('DEFAULT_TAG_EXPIRATION'), entries.get('TAG_EXPIRATION_OPTIONS')];
  if (entries.has('TAG_EXPIRATION_OPTIONS')) return withOwnExpiration(own, given);
  const value = [...new Set([...quayOptions, ...(isText(own) ? [own] : [])])];
  const reason = 'Default of Quay; quay-operator would allow only 2w';
  return [{ key: 'TAG_EXPIRATION_OPTIONS', action: 'set', value, reason }];
}

/** Quay 3.3 does not check whether the default is one of the options. */
function withOwnExpiration(own: unknown, given: unknown): readonly ConfigChange[] {
  if (!isText(own) || !Array.isArray(given) || given.includes(own)) return [];
  const reason = 'Current Quay versions do not start unless DEFAULT_TAG_EXPIRATION is one of the options';
  return [{ key: 'TAG_EXPIRATION_OPTIONS', action: 'set', value: [...(given as readonly unknown[]), own], reason }];
}

/** The name that people pull by; where the old configuration leaves it to the Route, the new one names it. */
function hostname(entries: Entries, facts: EcosystemFacts): readonly ConfigChange[] {
  if (typeof entries.get('SERVER_HOSTNAME') === 'string' || facts.config.hostname === '') return [];
  const reason = 'config.yaml does not name the host; the Route does';
  return [{ key: 'SERVER_HOSTNAME', action: 'set', value: facts.config.hostname, reason }];
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
