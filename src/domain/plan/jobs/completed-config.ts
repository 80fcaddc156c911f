import type { ComponentDecision } from '../../components/decision.ts';
import {
  type ConfigDocument,
  configKeys,
  configValue,
  copyDocument,
  serializeConfig,
  setConfigValue,
} from '../../config/config-document.ts';
import type { EcosystemFacts } from '../../ecosystem/facts.ts';

/** What quay-operator writes where a bundle says nothing (3.9 to 3.18: BaseQuayConfig), as far as Quay looks at it. */
const operatorDefaults: Readonly<Record<string, unknown>> = {
  SETUP_COMPLETE: true,
  TESTING: false,
  AUTHENTICATION_TYPE: 'Database',
  FEATURE_DIRECT_LOGIN: true,
  FEATURE_MAILING: false,
  FEATURE_BUILD_SUPPORT: false,
  DEFAULT_TAG_EXPIRATION: '2w',
  TAG_EXPIRATION_OPTIONS: ['2w'],
  TEAM_RESYNC_STALE_TIME: '60m',
};

export interface ConfigCompletion {
  readonly facts: EcosystemFacts;
  readonly decisions: readonly ComponentDecision[];
  /** config.yaml of the bundle. */
  readonly document: ConfigDocument;
  /** The database to use; undefined where the bundle names the right one itself. */
  readonly databaseUri: string | undefined;
}

/**
 * config.yaml as Quay will have it once the operator has added what it manages, for the Jobs that run Quay's image
 * before there is an operator's work: without those keys Quay does not start (docs/quay-start.md has the whole list).
 * Two differ from what the operator will write, because its own do not exist yet: the database, and Redis, for which the
 * old registry's stands in. Quay 3.17.3 and newer connects to USER_EVENTS_REDIS while it is imported, also for
 * `migrate head`. `TESTING: true` would spare it that, but nobody runs Quay's migrations so, and other things hang on it.
 */
export function completedConfig({ facts, decisions, document, databaseUri }: ConfigCompletion): string {
  const completed = copyDocument(document);
  const present = configKeys(completed);
  const values = {
    ...missing(operatorDefaults, present),
    ...(managed(decisions, 'redis') && oldRedis(facts)),
    ...(managed(decisions, 'route') && {
      PREFERRED_URL_SCHEME: 'https',
      EXTERNAL_TLS_TERMINATION: managed(decisions, 'tls'),
    }),
    ...(managed(decisions, 'mirror') && {
      FEATURE_REPO_MIRROR: true,
      REPO_MIRROR_INTERVAL: 30,
      REPO_MIRROR_TLS_VERIFY: true,
    }),
    ...(managed(decisions, 'clair') && {
      FEATURE_SECURITY_SCANNER: true,
      SECURITY_SCANNER_V4_ENDPOINT: `http://${facts.name}-clair-app.${facts.namespace}.svc.cluster.local`,
    }),
    ...(databaseUri !== undefined && { DB_URI: databaseUri }),
  };
  for (const [key, value] of Object.entries(values)) setConfigValue(completed, key, value);
  return serializeConfig(completed);
}

function managed(decisions: readonly ComponentDecision[], kind: ComponentDecision['kind']): boolean {
  return decisions.some((decision) => decision.kind === kind && decision.managed);
}

function missing(values: Readonly<Record<string, unknown>>, present: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !present.includes(key)));
}

/** The Redis that the old registry uses, which stands until the migration is final, in both of its keys. */
function oldRedis({ config, redis }: EcosystemFacts): Readonly<Record<string, unknown>> {
  const configured = (key: string): unknown => config.document && configValue(config.document, key);
  const own = { host: redis.hostname, port: 6379 };
  const buildLogs = configured('BUILDLOGS_REDIS') ?? configured('USER_EVENTS_REDIS') ?? own;
  return { BUILDLOGS_REDIS: buildLogs, USER_EVENTS_REDIS: configured('USER_EVENTS_REDIS') ?? buildLogs };
}
