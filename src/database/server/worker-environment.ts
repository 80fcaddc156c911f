import { workerEnvironment } from '../../contract/worker.ts';
import type { ConnectionTarget } from './connection-target.ts';
import { type Encryption, sslModes } from './encryption.ts';
import { WorkerFailure } from './worker-failure.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The connection of the variables SOURCE_* or TARGET_*. Throws with the name of a missing variable. */
export function connectionOf(env: Environment, side: 'source' | 'target'): ConnectionTarget {
  const read = (part: 'Host' | 'Port' | 'Database' | 'User' | 'Password'): string => {
    const name = workerEnvironment[`${side}${part}`];
    const value = env[name];
    if (value === undefined || value === '') throw new WorkerFailure(`the environment variable ${name} is missing`);
    return value;
  };
  const port = Number(read('Port'));
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new WorkerFailure(`the environment variable ${workerEnvironment[`${side}Port`]} must be a port number`);
  }
  return {
    ...{ side, host: read('Host'), port, database: read('Database'), user: read('User'), password: read('Password') },
    encryption: encryptionOf(env, side),
  };
}

function encryptionOf(env: Environment, side: 'source' | 'target'): Encryption {
  const read = (part: 'SslMode' | 'SslRootCertificate' | 'SslCertificate' | 'SslKey'): string =>
    env[workerEnvironment[`${side}${part}`]] ?? '';
  const asked = read('SslMode') || 'prefer';
  const mode = sslModes.find((known) => known === asked);
  if (mode === undefined) {
    throw new WorkerFailure(
      `the configuration of the old registry has the unknown sslmode ${asked}; expected one of ${sslModes.join(', ')}`,
    );
  }
  const [rootCertificate, certificate, key] = [read('SslRootCertificate'), read('SslCertificate'), read('SslKey')];
  return {
    mode,
    ...(rootCertificate !== '' && { rootCertificate }),
    ...(certificate !== '' && { certificate }),
    ...(key !== '' && { key }),
  };
}

export function hasTarget(env: Environment): boolean {
  return (env[workerEnvironment.targetHost] ?? '') !== '';
}
