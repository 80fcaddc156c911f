import type { RedisAddress } from '../redis/redis-address.ts';
import { redisAddress } from '../redis/redis-address.ts';
import { type QuayVersion, isBefore } from './quay-version.ts';

// What the real Quay reads, wants or connects to before the first statement of a schema upgrade, as read in its sources
// (github.com/quay/quay, tags v3.9.0 to v3.18.0). The simulated Quay refuses by this table, and a test holds the schema
// upgrade that the migration plans against it.

/** What a Quay container finds when it starts. */
export interface QuayStart {
  readonly version: QuayVersion;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether a file is there, by its path in the container. */
  readonly exists: (path: string) => boolean;
  /** config.yaml; undefined when there is none. */
  readonly config: Readonly<Record<string, unknown>> | undefined;
}

export interface QuayNeed {
  readonly name: string;
  /** File and line, or function, of the tag that is named; the same in all versions between `since` and `before`. */
  readonly source: string;
  /** First version that has it; from 3.9.0 on where nothing is said. */
  readonly since?: string;
  /** First version that has it no more. */
  readonly before?: string;
  /** What Quay says when it is not met; undefined when it is. */
  readonly unmet: (start: QuayStart) => string | undefined;
}

/** What Quay connects to while it is imported; it ends when nobody answers. */
export interface QuayConnection {
  readonly name: string;
  readonly source: string;
  readonly since?: string;
  readonly address: (start: QuayStart) => RedisAddress | undefined;
}

const tokenFile = '/var/run/secrets/kubernetes.io/serviceaccount/token';
const schemes = ['postgresql', 'postgresql+psycopg2', 'mysql', 'mysql+pymysql', 'sqlite'];

export const needsAtImport: readonly QuayNeed[] = [
  {
    name: 'a token file inside Kubernetes',
    source: 'v3.17.4 _init.py IS_KUBERNETES; util/config/provider/k8sprovider.py:45; the same in v3.9.0',
    unmet: ({ environment, exists }) =>
      environment.KUBERNETES_SERVICE_HOST !== undefined && !exists(tokenFile)
        ? 'Exception: Cannot load Kubernetes service account token'
        : undefined,
  },
  {
    // Without it all of Quay's defaults hold: `migrate head` then upgrades a SQLite file of the image, and ends well.
    name: 'DB_URI',
    source: 'v3.17.4 config.py:219 (sqlite:///test/data/test.db); data/database.py _SCHEME_DRIVERS',
    unmet: unknownScheme,
  },
  {
    name: 'SECRET_KEY that is not empty',
    source: 'v3.17.4 util/security/secret.py:29, from data/users/__init__.py UserAuthentication.init_app',
    unmet: ({ config }) => (config?.SECRET_KEY === '' ? 'AssertionError' : undefined),
  },
  {
    name: 'DATABASE_SECRET_KEY once the setup is complete',
    source: 'v3.17.4 app.py:352; v3.9.25 app.py:333',
    unmet: ({ config }) =>
      config?.SETUP_COMPLETE === true && (config.DATABASE_SECRET_KEY ?? undefined) === undefined
        ? 'Exception: Missing DATABASE_SECRET_KEY in config; did you perhaps forget to add it?'
        : undefined,
  },
  {
    name: 'QUAY_DISTRIBUTED_STORAGE_PREFERENCE with storage replication',
    source: 'v3.9.25 app.py:325',
    before: '3.17.4',
    unmet: ({ config, environment }) =>
      config?.FEATURE_STORAGE_REPLICATION === true && environment.QUAY_DISTRIBUTED_STORAGE_PREFERENCE === undefined
        ? 'Exception: Missing storage preference'
        : undefined,
  },
  {
    name: 'a storage preference with storage replication',
    source: 'v3.17.4 app.py:121 apply_storage_replication_config',
    since: '3.17.4',
    unmet: ({ config, environment }) =>
      config?.FEATURE_STORAGE_REPLICATION === true &&
      isEmpty(config.DISTRIBUTED_STORAGE_PREFERENCE) &&
      (environment.QUAY_DISTRIBUTED_STORAGE_PREFERENCE ?? '') === ''
        ? 'Exception: Missing storage preference for geo-replication.'
        : undefined,
  },
  {
    name: 'a known AUTHENTICATION_TYPE',
    source: 'v3.17.4 data/users/__init__.py get_users_handler; OIDC since v3.11.0',
    unmet: unknownAuthentication,
  },
  {
    name: 'jwt-authn.cert with JWT',
    source: 'v3.17.4 data/users/externaljwt.py:38',
    unmet: ({ config, exists }) =>
      config?.AUTHENTICATION_TYPE === 'JWT' && !exists('/conf/stack/jwt-authn.cert')
        ? 'Exception: JWT Authentication public key file "/conf/stack/jwt-authn.cert" not found'
        : undefined,
  },
  {
    name: 'no direct login with AppToken',
    source: 'v3.17.4 data/users/__init__.py:135',
    unmet: ({ config }) =>
      config?.AUTHENTICATION_TYPE === 'AppToken' && config.FEATURE_DIRECT_LOGIN !== false
        ? 'Exception: Direct login feature must be disabled to use AppToken internal auth'
        : undefined,
  },
  {
    name: 'no login service under a reserved name',
    source: 'v3.17.4 oauth/loginmanager.py:36',
    unmet: reservedLogin,
  },
  {
    name: 'a known model cache',
    source: 'v3.17.4 data/cache/__init__.py get_model_cache',
    unmet: ({ config }) => unknownEngine(config?.DATA_MODEL_CACHE_CONFIG),
  },
  {
    name: 'a known logs model',
    source: 'v3.17.4 data/logs_model/__init__.py configure',
    unmet: unknownLogsModel,
  },
];

/**
 * Others that the table leaves out, because only some configurations have them: storage STSS3Storage asks AWS for a role
 * (3.11 and newer), logs model splunk logs in, a model cache rediscluster connects. Storage, LDAP, OIDC, Clair and mail
 * are not asked before somebody uses them; `config-tool validate` asks them at each start.
 */
export const connectionsAtImport: readonly QuayConnection[] = [
  {
    name: 'USER_EVENTS_REDIS',
    source: 'v3.17.4 app.py:358 GlobalLock.configure; util/locking.py _redis_lock_factory (single_connection_client)',
    since: '3.17.3',
    address: ({ config }) => (config?.TESTING === false ? redisAddress(config.USER_EVENTS_REDIS) : undefined),
  },
];

/** What a version needs, of a table. */
export function ofVersion<Row extends { readonly since?: string; readonly before?: string }>(
  rows: readonly Row[],
  version: QuayVersion,
): readonly Row[] {
  return rows.filter(({ since, before }) => {
    const early = since !== undefined && isBefore(version, since);
    return !early && (before === undefined || isBefore(version, before));
  });
}

function unknownScheme({ config }: QuayStart): string | undefined {
  const uri = config?.DB_URI;
  if (typeof uri !== 'string' || uri.startsWith('sqlite')) return 'no PostgreSQL database is named: SQLite is taken';
  const [scheme = ''] = uri.split('://');
  return schemes.includes(scheme) ? undefined : `KeyError: '${scheme}'`;
}

function unknownAuthentication({ config, version }: QuayStart): string | undefined {
  const type = config?.AUTHENTICATION_TYPE ?? 'Database';
  const known = ['Database', 'LDAP', 'JWT', 'Keystone', 'AppToken', ...(isBefore(version, '3.11.0') ? [] : ['OIDC'])];
  return isOneOf(type, known) ? undefined : `RuntimeError: Unknown authentication type: ${JSON.stringify(type)}`;
}

function reservedLogin({ config }: QuayStart): string | undefined {
  const reserved = ['LDAP_LOGIN_CONFIG', 'JWT_LOGIN_CONFIG', 'KEYSTONE_LOGIN_CONFIG'];
  const found = Object.keys(config ?? {}).find((key) => reserved.includes(key));
  return found && `Exception: Cannot use reserved config name ${found}`;
}

function unknownLogsModel({ config }: QuayStart): string | undefined {
  const model = config?.LOGS_MODEL ?? 'database';
  const known = ['database', 'transition_reads_both_writes_es', 'elasticsearch', 'splunk'];
  return isOneOf(model, known) ? undefined : `KeyError: ${JSON.stringify(model)}`;
}

function isOneOf(value: unknown, known: readonly string[]): boolean {
  return typeof value === 'string' && known.includes(value);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

function unknownEngine(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { engine = 'noop' } = value as { readonly engine?: unknown };
  const known = ['noop', 'inmemory', 'memcached', 'redis', 'rediscluster'];
  return typeof engine === 'string' && known.includes(engine)
    ? undefined
    : `Exception: Unknown model cache engine \`${String(engine)}\``;
}
