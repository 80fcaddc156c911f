import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Container, Probe } from '../../../src/k8s/pod.ts';
import { idleProcess } from './idle-process.ts';
import { askProbe, portNumber } from './probe.ts';

const server = createServer((request, response) => {
  if (request.url === '/slow') return;
  response.writeHead(request.headers['x-probe'] ? 204 : Number(request.url?.slice(1))).end();
});
let port = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function ask(probe: Probe, exitCode = 0): Promise<string | undefined> {
  const container: Container = { name: 'c', ports: [{ name: 'web', containerPort: port }] };
  const process = { ...idleProcess(false), exec: async () => ({ exitCode, output: 'no route\n' }) };
  return askProbe(probe, { address: '127.0.0.1', container, process });
}

describe('askProbe', () => {
  test.each([200, 204, 302, 399])('takes HTTP %i for well', async (code) => {
    expect(await ask({ httpGet: { path: `/${code}`, port } })).toBeUndefined();
  });

  test.each([400, 404, 500, 503])('takes HTTP %i for ill', async (code) => {
    expect(await ask({ httpGet: { path: `/${code}`, port: 'web' } })).toBe(
      `HTTP probe failed with statuscode: ${code}`,
    );
  });

  test('sends the headers', async () => {
    const httpHeaders = [{ name: 'X-Probe', value: '1' }];
    expect(await ask({ httpGet: { path: '/500', port, httpHeaders } })).toBeUndefined();
  });

  test('does not wait longer than it may', async () => {
    expect(await ask({ httpGet: { path: '/slow', port }, timeoutSeconds: 0.1 })).toContain('aborted');
  });

  test('says that nothing listens', async () => {
    expect(await ask({ httpGet: { path: '/200', port: 1 } })).toContain('ECONNREFUSED');
    expect(await ask({ tcpSocket: { port: 1 } })).toContain('ECONNREFUSED');
  });

  test('says that TLS is not spoken', async () => {
    expect(await ask({ httpGet: { path: '/200', port, scheme: 'HTTPS' } })).toBeDefined();
  });

  test('connects', async () => {
    expect(await ask({ tcpSocket: { port: 'web' } })).toBeUndefined();
  });

  test('runs a command', async () => {
    expect(await ask({ exec: { command: ['true'] } })).toBeUndefined();
    expect(await ask({ exec: { command: ['false'] } }, 1)).toBe('exit code 1: no route');
  });
});

describe('portNumber', () => {
  const container: Container = { name: 'c', ports: [{ name: 'https', containerPort: 8443 }] };

  test.each([
    [8080, 8080],
    ['https', 8443],
    ['9000', 9000],
  ])('%s is %i', (given, expected) => {
    expect(portNumber(given, container)).toBe(expected);
  });

  test('names a port that is not there', () => {
    expect(() => portNumber('http', container)).toThrow('container c has no port called http');
  });
});
