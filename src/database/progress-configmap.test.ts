import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type Server, createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { selfSignedPair } from '../../dev/command-line/self-signed-pair.ts';
import { ProgressConfigMap, noReports, openProgressConfigMap } from './progress-configmap.ts';

interface Heard {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
}

let server: Server;
let account: string;
let ca: string;
let port: number;
let heard: Heard[];
/** The next answers; 200 with an empty ConfigMap when there is none. */
let answers: [status: number, body: string][];
let beforeAnswer: () => Promise<void>;

const path = '/api/v1/namespaces/quay/configmaps/prod-quay-migration-progress';

beforeAll(async () => {
  const pair = await selfSignedPair('localhost');
  ca = pair.certificate;
  account = await mkdtemp(join(tmpdir(), 'service-account-'));
  server = createServer({ cert: pair.certificate, key: pair.key }, (request, response) => {
    void text(request).then(async (body) => {
      const { authorization, 'content-type': contentType } = request.headers;
      heard.push({ method: request.method, path: request.url, authorization, contentType, body });
      await beforeAnswer();
      const [status, content] = answers.shift() ?? [200, '{}'];
      response.writeHead(status, { 'content-type': 'application/json' }).end(content);
    });
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  port = address.port;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(account, { recursive: true });
});

beforeEach(async () => {
  heard = [];
  answers = [];
  beforeAnswer = () => Promise.resolve();
  await writeFile(join(account, 'token'), 'token-1\n');
});

afterEach(() => {
  vi.restoreAllMocks();
});

function configMap(patience = 5000): ProgressConfigMap {
  return new ProgressConfigMap(`https://localhost:${port}${path}`, ca, { account, patience, pause: 10 });
}

describe('write', () => {
  test('patches one key, as the ServiceAccount', async () => {
    await configMap().write('proof', { equal: true });
    expect(heard).toEqual([
      {
        method: 'PATCH',
        path,
        authorization: 'Bearer token-1',
        contentType: 'application/merge-patch+json',
        body: JSON.stringify({ data: { proof: '{"equal":true}' } }),
      },
    ]);
  });

  test('tries again until it is written, each time with the token that is there', async () => {
    answers = [
      [503, 'the API server starts'],
      [401, 'the token has run out'],
    ];
    beforeAnswer = () => writeFile(join(account, 'token'), `token-${heard.length + 1}`);
    await configMap().write('proof', {});
    expect(heard.map(({ authorization }) => authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
      'Bearer token-3',
    ]);
  });

  test('gives up with what was answered', async () => {
    answers = Array.from({ length: 1000 }, () => [403, 'not allowed']);
    await expect(configMap(50).write('proof', {})).rejects.toThrow(
      /^proof could not be written: PATCH of the progress ConfigMap: 403 not allowed$/,
    );
    expect(heard.length).toBeGreaterThan(1);
  });

  test('does not believe a server with another certificate', async () => {
    const other = (await selfSignedPair('localhost')).certificate;
    const stranger = new ProgressConfigMap(`https://localhost:${port}${path}`, other, { account, patience: 0 });
    await expect(stranger.write('proof', {})).rejects.toThrow(/could not be written: .*certificate/);
    expect(heard).toEqual([]);
  });
});

describe('tell', () => {
  test('tries once and says once that it was not heard', async () => {
    const said = vi.spyOn(console, 'log').mockReturnValue();
    answers = [
      [500, 'no'],
      [500, 'no'],
    ];
    const reports = configMap();
    for (let n = 0; n < 3; n += 1) await reports.tell('progress', { n });
    expect(heard).toHaveLength(3);
    expect(said.mock.calls).toEqual([['progress could not be told: PATCH of the progress ConfigMap: 500 no']]);
  });
});

describe('read', () => {
  test.each<[string, string, unknown]>([
    ['a report', '{"data":{"proof":"{\\"equal\\":true}"}}', { equal: true }],
    ['no report', '{"data":{"progress":"{}"}}', undefined],
    ['an empty ConfigMap', '{}', undefined],
  ])('%s', async (_title, body, report) => {
    answers = [[200, body]];
    expect(await configMap().read('proof')).toEqual(report);
  });

  test('a ConfigMap that is not there', async () => {
    answers = [[404, 'not found']];
    await expect(configMap().read('proof')).rejects.toThrow(/GET of the progress ConfigMap: 404/);
  });
});

test('by hand there is no ConfigMap, and reports go nowhere', async () => {
  expect(await openProgressConfigMap({})).toBeUndefined();
  await noReports.tell('progress', {});
  await noReports.write('proof', {});
});
