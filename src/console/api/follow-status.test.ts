import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MigrationStatus } from '../../contract/migration-status.ts';
import type { Failure } from './failure.ts';
import { followStatus, type StatusSource } from './follow-status.ts';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

let server: Server;
let address: string;
let stream: Answer;
let poll: Answer;
let counts: { stream: number; poll: number };
let order: string[];
let seen: string[];
let failures: (Failure | undefined)[];
let stop: AbortController;
let following: Promise<void>;

beforeEach(async () => {
  counts = { stream: 0, poll: 0 };
  order = [];
  seen = [];
  failures = [];
  stop = new AbortController();
  server = createServer((request, response) => {
    const kind = request.url === '/stream' ? 'stream' : 'poll';
    counts[kind] += 1;
    order.push(kind);
    (kind === 'stream' ? stream : poll)(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  stop.abort();
  await following;
  server.closeAllConnections();
  server.close();
});

const status = (cause: string): string => JSON.stringify({ status: { cause } });

/** As the console's fetch: an answer that is not 2xx is thrown, with its code. */
async function consoleFetch(path: string, signal: AbortSignal): Promise<Response> {
  const answer = await fetch(address + path, { signal });
  if (answer.ok) return answer;
  throw Object.assign(new Error(answer.statusText), {
    code: answer.status,
    json: await answer.json().catch(() => ({})),
  });
}

const source: StatusSource = {
  stream: async (signal) => (await consoleFetch('/stream', signal)).body,
  poll: async (signal) => (await (await consoleFetch('/poll', signal)).json()) as MigrationStatus,
};

function follow({ silence = 5000, answer = 5000 } = {}): void {
  const listener = {
    status: ({ cause }: MigrationStatus) => seen.push(cause),
    failure: (failure: Failure | undefined) => failures.push(failure),
  };
  const patience = { firstLine: answer, answer, silence, firstWait: 5, pollWait: 5, longestWait: 20 };
  following = followStatus(source, listener, stop.signal, patience);
}

const refuse =
  (code: number): Answer =>
  (response) => {
    response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify({ message: `no: ${code}` }));
  };

test('each status of the stream is told, heartbeats are not, and nothing is asked beside it', async () => {
  stream = (response) => {
    response.write(`${status('one')}\n{"heartbeat":true}\n`);
    setTimeout(() => response.write(`${status('two')}\n`), 20);
  };
  poll = refuse(500);
  follow();
  await vi.waitFor(() => {
    expect(seen).toEqual(['one', 'two']);
  });
  expect(counts).toEqual({ stream: 1, poll: 0 });
  expect(failures.filter((failure) => failure !== undefined)).toEqual([]);
});

test('a stream that ends is opened again', async () => {
  stream = (response) => response.end(`${status(`stream ${counts.stream}`)}\n`);
  poll = refuse(500);
  follow();
  await vi.waitFor(() => {
    expect(seen).toContain('stream 3');
  });
  expect(counts.poll).toBe(0);
});

test('where no stream comes through, asking again and again takes its place', async () => {
  stream = (response) => response.end();
  poll = (response) => response.end(JSON.stringify({ cause: `poll ${counts.poll}` }));
  follow();
  await vi.waitFor(() => {
    expect(seen).toContain('poll 3');
  });
  expect(failures.every((failure) => failure === undefined)).toBe(true);
});

test('a stream that falls silent is given up for a new one', async () => {
  stream = (response) => response.write(`${status(`stream ${counts.stream}`)}\n`);
  poll = (response) => response.end(JSON.stringify({ cause: 'poll' }));
  follow({ silence: 50 });
  await vi.waitFor(() => {
    expect(seen).toContain('stream 2');
  });
});

test('a network that holds streams back is asked more often than it is tried for a stream', async () => {
  stream = () => undefined;
  poll = (response) => response.end(JSON.stringify({ cause: `poll ${counts.poll}` }));
  follow({ answer: 40 });
  await vi.waitFor(() => {
    expect(counts.stream).toBeGreaterThan(3);
  });
  const twice = ['poll', 'poll'];
  expect(order.slice(0, 11)).toEqual(['stream', 'poll', 'stream', ...twice, 'stream', ...twice, ...twice, 'stream']);
  expect(failures.every((failure) => failure === undefined)).toBe(true);
  stream = (response) => response.write(`${status('through')}\n`);
  await vi.waitFor(() => {
    expect(seen.at(-1)).toBe('through');
  });
});

test('a stream that is cut off in the middle is asked about once, and opened again', async () => {
  stream = (response) => {
    response.write(`${status(`stream ${counts.stream}`)}\n`);
    setTimeout(() => response.destroy(), 10);
  };
  poll = (response) => response.end(JSON.stringify({ cause: 'poll' }));
  follow();
  await vi.waitFor(() => {
    expect(counts.stream).toBeGreaterThan(3);
  });
  expect(order.slice(0, 6)).toEqual(['stream', 'poll', 'stream', 'poll', 'stream', 'poll']);
  expect(failures.every((failure) => failure === undefined)).toBe(true);
});

test('where nothing is answered at all, that is told, and recovered from by itself', async () => {
  stream = () => undefined;
  poll = () => undefined;
  follow({ answer: 30 });
  await vi.waitFor(() => {
    expect(failures.at(-1)).toEqual({ kind: 'unreachable', message: 'No answer within 0.03 seconds.', causes: [] });
  });
  stream = (response) => response.write(`${status('well again')}\n`);
  await vi.waitFor(() => {
    expect(seen).toEqual(['well again']);
  });
  expect(failures.at(-1)).toBeUndefined();
});

test.each([
  [401, 'session'],
  [403, 'forbidden'],
  [404, 'missing'],
  [409, 'refused'],
  [502, 'unreachable'],
  [503, 'unreachable'],
])('%d is told as %s, and recovered from by itself', async (code, kind) => {
  stream = refuse(code);
  poll = refuse(code);
  follow();
  await vi.waitFor(() => {
    expect(failures.at(-1)).toMatchObject({ kind, message: `no: ${code}` });
  });
  stream = (response) => response.write(`${status('well again')}\n`);
  await vi.waitFor(() => {
    expect(seen).toContain('well again');
  });
  expect(failures.at(-1)).toBeUndefined();
});

test('an error inside the stream is a failure like any other', async () => {
  stream = (response) => response.end(`{"error":{"code":403,"message":"no longer"}}\n`);
  poll = refuse(403);
  follow();
  await vi.waitFor(() => {
    expect(failures.at(-1)?.kind).toBe('forbidden');
  });
});

test('nothing is asked after the end, and the open stream is closed', async () => {
  let closed = false;
  stream = (response, request) => {
    request.once('close', () => (closed = true));
    response.write(`${status('one')}\n`);
  };
  poll = refuse(500);
  follow();
  await vi.waitFor(() => {
    expect(seen).toEqual(['one']);
  });
  stop.abort();
  await following;
  await vi.waitFor(() => {
    expect(closed).toBe(true);
  });
  expect(counts).toEqual({ stream: 1, poll: 0 });
  expect(failures.filter((failure) => failure !== undefined)).toEqual([]);
});
