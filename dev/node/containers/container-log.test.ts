import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ContainerLog, type LogLine } from './container-log.ts';

async function openLog(): Promise<ContainerLog> {
  const directory = await mkdtemp(join(tmpdir(), 'log-'));
  const log = new ContainerLog(join(directory, 'log'));
  onTestFinished(async () => {
    await log.end();
    await rm(directory, { recursive: true });
  });
  return log;
}

async function texts(log: ContainerLog): Promise<string[]> {
  return (await log.lines()).map(({ text }) => text);
}

describe('ContainerLog', () => {
  test('joins chunks to lines, wherever they were cut', async () => {
    const log = await openLog();
    const bytes = Buffer.from('first\nzweite Zeile: ä€\n\nlast, without an end');
    for (const byte of bytes) log.append(Buffer.from([byte]));
    expect(await texts(log)).toEqual(['first', 'zweite Zeile: ä€', '']);
    await log.end();
    expect(await texts(log)).toEqual(['first', 'zweite Zeile: ä€', '', 'last, without an end']);
  });

  test('gives a follower each line once', async () => {
    const log = await openLog();
    log.append(Buffer.from('1\n2\n'));
    const followed: LogLine[] = [];
    const unfollow = log.follow((line) => followed.push(line));
    const reading = texts(log);
    log.append(Buffer.from('3\n'));
    expect([...(await reading), ...followed.map(({ text }) => text)]).toEqual(['1', '2', '3']);
    unfollow();
    log.append(Buffer.from('4\n'));
    expect(followed).toHaveLength(1);
  });

  test('tells when it has ended', async () => {
    const log = await openLog();
    const ended = log.ended.then(() => 'ended');
    await log.end();
    await log.end();
    expect(await ended).toBe('ended');
  });
});
