import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { CertificateAuthority } from '../node/network/certificates.ts';
import { type UserName, tokenLine, userNames } from './users.ts';

/** Paths of files in the control plane's directory, readable by their owner alone. */
export interface Credentials {
  readonly caFile: string;
  /** The API server's own. */
  readonly certificateFile: string;
  readonly keyFile: string;
  /** Signs and checks the tokens of ServiceAccounts. */
  readonly serviceAccountKeyFile: string;
  /** All users' tokens, for the API server. */
  readonly tokenFile: string;
  readonly kubeconfigs: Readonly<Record<UserName, string>>;
}

/** Makes new keys, certificates and tokens. `address` is where the API server listens, `server` its URL. */
export async function writeCredentials(directory: string, server: string, address: string): Promise<Credentials> {
  const write = async (name: string, text: string): Promise<string> => {
    const path = join(directory, name);
    await writeFile(path, text, { mode: 0o600 });
    return path;
  };
  const authority = await CertificateAuthority.open(directory);
  const { certificate, key } = await authority.issue([
    address,
    'localhost',
    'kubernetes',
    'kubernetes.default',
    'kubernetes.default.svc',
    'kubernetes.default.svc.cluster.local',
  ]);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const caFile = await write('ca.crt', authority.certificate);
  const tokens = userNames.map((user) => [user, randomBytes(16).toString('hex')] as const);
  const kubeconfigs = await Promise.all(
    tokens.map(async ([user, token]) => {
      const text = stringify(kubeconfigOf({ user, token, server, authority: authority.certificate }));
      return [user, await write(`kubeconfig-${user}.yaml`, text)] as const;
    }),
  );
  return {
    caFile,
    certificateFile: await write('server.crt', certificate),
    keyFile: await write('server.key', key),
    serviceAccountKeyFile: await write(
      'service-account.key',
      privateKey.export({ type: 'sec1', format: 'pem' }).toString(),
    ),
    tokenFile: await write('tokens.csv', tokens.map(([user, token]) => tokenLine(user, token)).join('\n') + '\n'),
    kubeconfigs: Object.fromEntries(kubeconfigs) as Record<UserName, string>,
  };
}

interface Login {
  readonly user: UserName;
  readonly token: string;
  readonly server: string;
  /** PEM. */
  readonly authority: string;
}

function kubeconfigOf({ user, token, server, authority }: Login): unknown {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'development',
        cluster: { server, 'certificate-authority-data': Buffer.from(authority).toString('base64') },
      },
    ],
    users: [{ name: user, user: { token } }],
    contexts: [{ name: user, context: { cluster: 'development', user, namespace: 'quay-enterprise' } }],
    'current-context': user,
  };
}
