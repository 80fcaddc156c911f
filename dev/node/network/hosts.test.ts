import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Service } from '../../../src/k8s/service.ts';
import { HostsFiles } from './hosts-files.ts';
import { hostsText } from './hosts.ts';

function service(namespace: string, name: string, clusterIP: string): Service {
  return { apiVersion: 'v1', kind: 'Service', metadata: { namespace, name }, spec: { clusterIP } };
}

const addressOf = ({ spec }: Service) => (spec?.clusterIP === 'None' ? undefined : spec?.clusterIP);

describe('hostsText', () => {
  const services = [service('one', 'db', '1.1.1.1'), service('two', 'db', '2.2.2.2'), service('one', 'bare', 'None')];

  test('knows a Service of the own namespace by its short name, and all by the long ones', () => {
    expect(hostsText('one', services, addressOf).split('\n')).toEqual([
      '1.1.1.1 db db.one db.one.svc db.one.svc.cluster.local',
      '127.0.0.1 localhost',
      '2.2.2.2 db.two db.two.svc db.two.svc.cluster.local',
      '::1 localhost ip6-localhost',
      '',
    ]);
  });

  test('does not depend on the order of the Services', () => {
    expect(hostsText('two', [...services].reverse(), addressOf)).toBe(hostsText('two', services, addressOf));
  });
});

describe('HostsFiles', () => {
  test('rewrites a file in place, shorter ones too', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'hosts-'));
    onTestFinished(() => rm(directory, { recursive: true }));
    let services = [service('one', 'database-with-a-long-name', '1.1.1.1')];
    const files = new HostsFiles(directory, () => services, addressOf);
    const path = await files.fileFor('one');
    const { ino } = await stat(path);
    expect(await readFile(path, 'utf8')).toContain('database-with-a-long-name.one.svc');
    services = [service('one', 'db', '1.1.1.1')];
    await Promise.all([files.update(), files.update()]);
    expect(await readFile(path, 'utf8')).toBe(hostsText('one', services, addressOf));
    expect((await stat(path)).ino).toBe(ino);
  });
});
