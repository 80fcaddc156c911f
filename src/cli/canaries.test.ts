import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { Canaries } from '../../dev/checks/canaries.ts';
import { recordingTerminal } from '../../dev/command-line/recording-terminal.ts';
import { sampleDump, sampleSources } from '../../dev/command-line/sample-dumps.ts';
import type { KubernetesObject } from '../k8s/object.ts';
import { runCommandLine } from './command-line.ts';

const canaries = new Canaries();
const quoted = (place: string): string => JSON.stringify(canaries.at(place));

/** A config.yaml with a value to look for in every setting that may hold a secret, and in names that are none. */
const config = `# ${canaries.at('comment').replace(/"/g, '')}
SERVER_HOSTNAME: quay.example.com
PREFERRED_URL_SCHEME: https
SECRET_KEY: ${quoted('SECRET_KEY')}
DATABASE_SECRET_KEY: ${quoted('DATABASE_SECRET_KEY')}
DB_URI: ${JSON.stringify(`postgresql://quay:${canaries.at('DB_URI')}@prod-quay-postgresql/quay`)}
DB_CONNECTION_ARGS: {sslmode: verify-full, password: ${quoted('DB_CONNECTION_ARGS')}}
BUILDLOGS_REDIS: {host: redis.example.com, port: 6379, password: ${quoted('redis password')}, ${quoted('redis key')}: 1}
USER_EVENTS_REDIS: {host: ${JSON.stringify(`redis://:${canaries.at('redis address')}@redis`)}, port: 6379}
DISTRIBUTED_STORAGE_CONFIG:
  default: [S3Storage, {s3_bucket: b, s3_access_key: ${quoted('s3 access')}, s3_secret_key: ${quoted('s3 secret')}}]
  swift: [SwiftStorage, {auth_url: ${JSON.stringify(`https://u:${canaries.at('auth_url')}@swift`)}, os_options: {a: ${quoted('os_options')}}}]
  azure: [AzureStorage, {sas_token: ${quoted('sas')}, sas: [${quoted('sas in a list')}]}]
  own: [${quoted('a driver')}, ${quoted('beside a driver')}]
  ${quoted('a location')}: [S3Storage, {}]
DISTRIBUTED_STORAGE_PREFERENCE: [default]
DISTRIBUTED_STORAGE_DEFAULT_LOCATIONS: []
X_AUTH: ${quoted('X_AUTH')}
MY_OTP: ${quoted('otp')}
A_LIST: [${quoted('in a list')}, {b: ${quoted('deep')}}]
A_BLOCK: |
  ${canaries.at('in a block')}
HELP: ${quoted('HELP')}
${quoted('name of a setting')}: 1
SSO_LOGIN_CONFIG: {CLIENT_ID: a, CLIENT_SECRET: ${quoted('CLIENT_SECRET')}, OIDC_SERVER: "https://sso/?k=${canaries.at('in a query').replace(/"/g, '')}"}
LDAP_ADMIN_PASSWD: ${quoted('LDAP_ADMIN_PASSWD')}
MAIL_SERVER: ${JSON.stringify(`user:${canaries.at('MAIL_SERVER')}@smtp`)}
PROMETHEUS_PUSHGATEWAY_URL: ${JSON.stringify(`http://u:${canaries.at('push gateway')}@push:9091`)}
BUILD_MANAGER: [ephemeral, {ORCHESTRATOR: {REDIS_PASSWORD: ${quoted('BUILD_MANAGER')}}}]
A_BINARY: !!binary ${Buffer.from(canaries.at('binary')).toString('base64')}
AN_ANCHOR: &x ${quoted('anchor')}
AN_ALIAS: *x
`;

const encoded = (place: string): string => Buffer.from(canaries.at(place)).toString('base64');

function object(apiVersion: string, kind: string, name: string, content: unknown): KubernetesObject {
  const metadata = {
    name,
    namespace: 'quay-enterprise',
    annotations: { [`example.com/${kind}`]: canaries.at(`annotation of ${kind}`) },
  };
  return { apiVersion, kind, metadata, ...(content as object) };
}

/** Everything that a namespace can hold, with a value of its own in each place. */
const others = [
  object('v1', 'Secret', 'prod-quay-postgresql', {
    data: {
      'database-username': encoded('user'),
      'database-password': encoded('password'),
      'database-name': encoded('database'),
    },
  }),
  object('v1', 'Secret', 'somebody-elses', { stringData: { token: canaries.at('stringData') } }),
  object('v1', 'Secret', 'files', {
    data: { 'config.yaml': encoded('mounted config.yaml'), 'a.pem': encoded('mounted file') },
  }),
  object('v1', 'Secret', 'tls', {
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': encoded('tls.crt'), 'tls.key': encoded('tls.key') },
  }),
  object('v1', 'ConfigMap', 'settings', { data: { a: canaries.at('ConfigMap') } }),
  object('v1', 'ConfigMap', 'prod-cluster-service-ca', { data: { a: canaries.at('CA ConfigMap') } }),
];

function everything(text: string): readonly unknown[] {
  const { database, ...quay } = sampleSources.managed.quay;
  // Without the CRD the overrides count as those of quay-operator 3.9, which has variables.
  const dumped = sampleDump('managed', { config: text }).filter(({ kind }) => kind !== 'CustomResourceDefinition');
  const changed = dumped.map((part) => {
    if (part.kind === 'QuayEcosystem') {
      const spec = {
        quay: {
          ...quay,
          database: { volumeSize: database.volumeSize },
          envVars: [
            { name: 'QUAY_PROXY', value: canaries.at('envVars') },
            { name: 'A', value: 7 },
          ],
          configFiles: [{ secretName: 'files' }],
        },
        redis: { hostname: `redis://:${canaries.at('redis.hostname')}@redis` },
      };
      return { ...part, spec, metadata: { ...part.metadata, annotations: { own: canaries.at('annotation') } } };
    }
    if (part.metadata.name !== 'quay-enterprise-config-secret') return part;
    const { data } = part as KubernetesObject & { readonly data: Readonly<Record<string, string>> };
    return { ...part, data: { ...data, 'ssl.key': encoded('ssl.key'), 'ldap.crt': encoded('ldap.crt') } };
  });
  return [...changed, ...others];
}

interface Said {
  readonly status: number;
  readonly text: string;
}

async function run(dump: string, format: string): Promise<Said> {
  const terminal = recordingTerminal({ dump });
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation((warning) => {
    terminal.error(String(warning));
  });
  try {
    const status = await runCommandLine(
      ['plan', '-f', 'dump', '-n', 'quay-enterprise', 'prod', '-o', format],
      terminal,
    );
    return { status, text: terminal.output() + terminal.errors() };
  } finally {
    warned.mockRestore();
  }
}

const listOf = (items: readonly unknown[]): string => stringify({ kind: 'List', items }, { lineWidth: 0 });
const formats = ['table', 'json', 'yaml'];
const whole = listOf(everything(config));

test.each(formats)('nothing that may be secret is in -o %s', async (format) => {
  const { status, text } = await run(whole, format);
  expect(text).toContain(format === 'yaml' ? 'QUAY_PROXY' : 'prod');
  expect([0, 1]).toContain(status);
  expect(text.length).toBeGreaterThan(1000);
  expect(canaries.in(text)).toEqual([]);
});

test('with --show-secrets it is, so that this test would see it', async () => {
  const terminal = recordingTerminal({ dump: whole });
  await runCommandLine(['plan', '-f', 'dump', 'prod', '-o', 'json', '--show-secrets'], terminal);
  const shown = canaries.in(terminal.output());
  expect(shown).toEqual(expect.arrayContaining(['envVars', 'SECRET_KEY', 'otp', 'mounted file', 'ldap.crt']));
});

/** A value where a host, a name or an address should be: what findings and reasons name. */
const misplaced: Readonly<Record<string, string>> = {
  BUILDLOGS_REDIS: `{host: ${JSON.stringify(`redis://:${canaries.at('host of redis')}@redis`)}}`,
  SERVER_HOSTNAME: JSON.stringify(`https://u:${canaries.at('SERVER_HOSTNAME')}@quay:8443`),
  DISTRIBUTED_STORAGE_CONFIG: `{${quoted('a local location')}: [LocalStorage, {}], b: [${quoted('an unknown driver')}, {}]}`,
  DISTRIBUTED_STORAGE_PREFERENCE: `[${JSON.stringify(`https://u:${canaries.at('a preference')}@s3`)}]`,
  SECURITY_SCANNER_V4_ENDPOINT: JSON.stringify(`http://u:${canaries.at('scanner')}@clair`),
  BUILDMAN_HOSTNAME: `[${JSON.stringify(`https://u:${canaries.at('BUILDMAN_HOSTNAME')}@builds`)}]`,
  ...Object.fromEntries(
    [
      `postgresql://u:${canaries.at('uri without database')}@db`,
      `postgresql://u:p@${canaries.at('uri with @')}/x@db`,
      `postgresql://u:${canaries.at('uri with parameters')}@db.example.com/quay?password=${canaries.at('parameter')}`,
      `postgresql://${canaries.at('uri of nothing else')}`,
      `mysql+pymysql://u:${canaries.at('uri of MySQL')}@db/quay`,
      canaries.at('no uri'),
    ].map((uri, index) => [`DB_URI ${index}`, JSON.stringify(uri)]),
  ),
};

test.each(Object.keys(misplaced))('%s of another form is not said', async (place) => {
  const key = place.replace(/ .*/, '');
  const lines = [
    `${key}: ${misplaced[place] ?? ''}`,
    ...config.split('\n').filter((line) => !line.startsWith(' ') && !line.startsWith(`${key}:`)),
  ];
  const text = lines.filter((line) => !/^(?:A_BLOCK|DISTRIBUTED_STORAGE_CONFIG):(?: \||$)/.test(line)).join('\n');
  for (const format of formats) {
    const { text: said } = await run(listOf(everything(text)), format);
    expect(said).not.toContain('config-yaml-unparsable');
    expect(canaries.in(said)).toEqual([]);
  }
});

const breakages = [
  '*',
  '&',
  '|',
  '>',
  '!',
  '!!x ',
  '%',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  '{{ ',
  ' }}',
  '? ',
  '@',
  '`',
  '<<: ',
];
const breakage = fc.constantFrom(...breakages, '#', '\\', '\n---\n', '\t', '\n', '\u0001', ': ', '- ', '=');

test('whatever breaks config.yaml, nothing of it is said', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: config.length }),
      breakage,
      fc.constantFrom(...formats),
      async (at, text, format) => {
        const { text: said } = await run(listOf(everything(config.slice(0, at) + text + config.slice(at))), format);
        expect(canaries.in(said)).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
});

test('whatever breaks the dump, nothing of it is said', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: whole.length }), breakage, fc.constantFrom(...formats), async (at, text, format) => {
      expect(canaries.in((await run(whole.slice(0, at) + text + whole.slice(at), format)).text)).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test('a dump of something else says nothing of it', async () => {
  for (const dump of [
    canaries.at('text'),
    `${quoted('key')}: {{ ${quoted('template')} }}`,
    JSON.stringify({ kind: quoted('kind') }),
  ]) {
    expect(canaries.in((await run(dump, 'table')).text)).toEqual([]);
  }
});
