import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = import.meta.dirname;
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /^(?!.*\.test\.ts$).*\.ts$/.test(file),
);

/** Ways out of the process. The type of an agent, or of a server, opens nothing. */
const opens =
  /^import (?!type )[^;]*'(?:undici|(?:node:)?(?:net|tls|http|https|http2|dgram|dns|dns\/promises|child_process))';$|(?<![.\w])(?:fetch|WebSocket|EventSource)\(|@kubernetes\/client-node'/m;

/**
 * Whoever may edit a QuayEcosystem or a Service names hosts: the service's own, the API server's, the metadata address of
 * the cloud. The service must connect to none of them, so it has one way out, to the API server.
 */
test('nothing in the service opens a connection but the client of the API server', () => {
  expect(files.length).toBeGreaterThan(80);
  const found = files
    .filter((file) => opens.test(readFileSync(join(root, file), 'utf8')))
    .map((file) => file.replaceAll('\\', '/'));
  expect(found.sort()).toEqual([
    // Listens.
    'http/https-server.ts',
    // A Helm test, in a pod of its own, asks the service itself.
    'installation/ask-service.ts',
    // Reads the kubeconfig of the pod.
    'installation/hook.ts',
    'kube/api-client.ts',
    'kube/connection.ts',
    'main.ts',
  ]);
});
