import { describe, expect, test } from 'vitest';
import { runCommand } from '../run-command.ts';
import { connectionOf, hasTarget } from './worker-environment.ts';

const source = {
  SOURCE_HOST: 'prod-quay-postgresql',
  SOURCE_PORT: '5432',
  SOURCE_DATABASE: 'quay',
  SOURCE_USER: 'quay',
  SOURCE_PASSWORD: 'p@ss word',
};

describe('connectionOf', () => {
  test('reads one side', () => {
    expect(connectionOf(source, 'source')).toEqual({
      side: 'source',
      host: 'prod-quay-postgresql',
      port: 5432,
      database: 'quay',
      user: 'quay',
      password: 'p@ss word',
      encryption: { mode: 'prefer' },
    });
  });

  test('reads how it is encrypted, of each side', () => {
    const files = { SOURCE_SSLROOTCERT: '/ca', SOURCE_SSLCERT: '/crt', SOURCE_SSLKEY: '' };
    expect(connectionOf({ ...source, ...files, SOURCE_SSLMODE: 'verify-ca' }, 'source').encryption).toEqual({
      mode: 'verify-ca',
      rootCertificate: '/ca',
      certificate: '/crt',
    });
    const target = Object.fromEntries(
      Object.entries(source).map(([name, value]) => [name.replace('SOURCE', 'TARGET'), value]),
    );
    const encryption = { TARGET_SSLMODE: 'require', TARGET_SSLKEY: '/key' };
    expect(connectionOf({ ...target, ...encryption }, 'target').encryption).toEqual({ mode: 'require', key: '/key' });
    expect(() => connectionOf({ ...source, SOURCE_SSLMODE: 'no' }, 'source')).toThrow(
      'has the unknown sslmode no; expected one of disable,',
    );
  });

  test.each(Object.keys(source))('says that %s is missing', (name) => {
    for (const value of [undefined, '']) {
      expect(() => connectionOf({ ...source, [name]: value }, 'source')).toThrow(
        `the environment variable ${name} is missing`,
      );
    }
  });

  test.each(['x', '0', '65536', '1.5', '-1'])('takes no port %s', (port) => {
    expect(() => connectionOf({ ...source, SOURCE_PORT: port }, 'source')).toThrow(
      'the environment variable SOURCE_PORT must be a port number',
    );
  });

  test('never names a value', () => {
    expect(() => connectionOf({ ...source, SOURCE_PORT: 'p@ss word' }, 'source')).toThrow(/^[^@]*$/);
  });

  test('knows whether there is a target', () => {
    expect(hasTarget(source)).toBe(false);
    expect(hasTarget({ ...source, TARGET_HOST: 'prod-qm-db-1' })).toBe(true);
  });
});

describe('runCommand', () => {
  test.each(['', 'drop', 'Copy', 'toString'])('takes no command %j', async (command) => {
    await expect(runCommand(command, source)).rejects.toThrow(
      `unknown command "${command}"; expected one of inspect, at-rest, copy, first-copy, catch-up, check-upgrade, repair-upgrade, check-volume, start`,
    );
  });

  test.each<[string, NodeJS.ProcessEnv, RegExp]>([
    ['inspect', {}, /SOURCE_PORT is missing/],
    ['copy', source, /TARGET_PORT is missing/],
    ['check-upgrade', source, /TARGET_PORT is missing/],
    ['check-volume', {}, /DATA_DIRECTORY is missing/],
  ])('%s wants its environment', async (command, env, problem) => {
    await expect(runCommand(command, env)).rejects.toThrow(problem);
  });

  test('start needs nothing', async () => {
    await runCommand('start', {});
  });
});
