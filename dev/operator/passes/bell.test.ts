import { describe, expect, it } from 'vitest';
import { Bell } from './bell.ts';

const never = new AbortController().signal;

async function secondsOf(pause: Promise<unknown>): Promise<number> {
  const start = performance.now();
  await pause;
  return (performance.now() - start) / 1000;
}

describe('Bell', () => {
  it('lets a pause come to its end', async () => {
    expect(await secondsOf(new Bell().pause(0.05, never))).toBeGreaterThan(0.04);
  });

  it('ends a pause', async () => {
    const bell = new Bell();
    const pause = secondsOf(bell.pause(20, never));
    bell.ring();
    expect(await pause).toBeLessThan(5);
  });

  it('ends the next pause, and only that one, when nobody paused', async () => {
    const bell = new Bell();
    bell.ring();
    bell.ring();
    expect(await secondsOf(bell.pause(20, never))).toBeLessThan(5);
    expect(await secondsOf(bell.pause(0.05, never))).toBeGreaterThan(0.04);
  });

  it('tells a ring from the end of the time', async () => {
    const bell = new Bell();
    expect(await bell.pause(0.01, never)).toBe(false);
    bell.ring();
    expect(await bell.pause(20, never)).toBe(true);
  });

  it('does not outlast its signal', async () => {
    const end = new AbortController();
    const pause = secondsOf(new Bell().pause(20, end.signal));
    end.abort();
    expect(await pause).toBeLessThan(5);
  });
});
