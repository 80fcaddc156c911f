import { describe, expect, it } from 'vitest';
import type { MigrationStatus, StatusLine } from '../../contract/migration-status.ts';
import { Rejection } from './rejection.ts';
import { StatusFeed } from './status-feed.ts';
import { StreamLimit, statusStream } from './status-stream.ts';

const target = { namespace: 'ns', name: 'prod' };

const status: MigrationStatus = {
  schemaVersion: 1,
  ecosystem: target,
  state: 'none',
  notice: '',
  cause: '',
  remedy: '',
  findings: [],
  steps: [],
  rollback: [],
  canRollBack: { possible: false, reason: '' },
  attempts: [],
};

class Source {
  reads = 0;
  next: () => MigrationStatus = () => status;

  async status(): Promise<MigrationStatus> {
    this.reads += 1;
    return this.next();
  }
}

async function until(holds: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 5000; !holds();) {
    if (Date.now() > deadline) throw new Error('it did not come');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

describe('a feed', () => {
  it('tells what changes, once, and to those who come later what is so', async () => {
    const source = new Source();
    const feed = new StatusFeed(source, 1);
    const first: StatusLine[] = [];
    const stop = feed.subscribe(target, (line) => first.push(line));
    await until(() => source.reads > 5);
    expect(first).toEqual([{ status }]);
    const later: StatusLine[] = [];
    const stopLater = feed.subscribe(target, (line) => later.push(line));
    expect(later).toEqual([{ status }]);
    source.next = () => ({ ...status, state: 'running' });
    await until(() => later.length === 2);
    expect(first).toEqual(later);
    stop();
    stopLater();
    expect(feed.size).toBe(0);
    const { reads } = source;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(source.reads).toBeLessThanOrEqual(reads + 1);
  });

  it('goes on after trouble, which it tells', async () => {
    const source = new Source();
    source.next = () => {
      throw new Rejection(503, 'ServiceUnavailable', 'away');
    };
    const feed = new StatusFeed(source, 1);
    const lines: StatusLine[] = [];
    const stop = feed.subscribe(target, (line) => lines.push(line));
    await until(() => lines.length === 1);
    source.next = () => status;
    await until(() => lines.length === 2);
    expect(lines).toEqual([{ error: { code: 503, message: 'away' } }, { status }]);
    stop();
  });
});

async function readLines(stream: ReadableStream<Uint8Array>): Promise<readonly StatusLine[]> {
  const text = await new Response(stream).text();
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as StatusLine);
}

describe('a stream', () => {
  it('beats, and ends with the reason when the asker may no longer look', async () => {
    const feed = new StatusFeed(new Source(), 1);
    let asked = 0;
    let ended = 0;
    const mayRead = async (): Promise<void> => {
      asked += 1;
      if (asked === 2) throw new Rejection(503, 'ServiceUnavailable', 'not the fault of the asker');
      if (asked === 3) throw new Rejection(403, 'Forbidden', 'not any more');
    };
    const onEnd = (): void => {
      ended += 1;
    };
    const lines = await readLines(statusStream(feed, target, { mayRead, onEnd }, { heartbeat: 30, access: 25 }));
    expect(lines[0]).toEqual({ status });
    expect(lines.at(-1)).toEqual({ error: { code: 403, message: 'not any more' } });
    expect(lines).toContainEqual({ heartbeat: true });
    expect({ asked, ended, size: feed.size }).toEqual({ asked: 3, ended: 1, size: 0 });
  });

  it('leaves nothing behind when the browser goes', async () => {
    const feed = new StatusFeed(new Source(), 1);
    let ended = 0;
    const asker = {
      mayRead: async () => undefined,
      onEnd: () => {
        ended += 1;
      },
    };
    const reader = statusStream(feed, target, asker).getReader();
    await reader.read();
    expect(feed.size).toBe(1);
    await reader.cancel();
    expect({ ended, size: feed.size }).toEqual({ ended: 1, size: 0 });
  });

  it('lets go of somebody who does not read', async () => {
    const feed = new StatusFeed(new Source(), 1);
    let ended = false;
    const asker = {
      mayRead: async () => undefined,
      onEnd: () => {
        ended = true;
      },
    };
    statusStream(feed, target, asker, { heartbeat: 1, access: 60_000 });
    await until(() => ended);
    expect(feed.size).toBe(0);
  });
});

it('a user has so many streams, and gets a place back once', () => {
  const limit = new StreamLimit(2);
  const give = limit.take('a');
  limit.take('a');
  limit.take('b');
  expect(() => limit.take('a')).toThrow('2 open status streams');
  give();
  give();
  limit.take('a');
  expect(() => limit.take('a')).toThrow(Rejection);
});
