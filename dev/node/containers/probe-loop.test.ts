import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Container } from '../../../src/k8s/pod.ts';
import { watchHealth } from './probe-loop.ts';

interface Observed {
  readonly events: string[];
  readonly asked: string[];
  readonly end: () => Promise<void>;
}

/** Watches a container whose probes answer what `answers` holds for the moment. */
function observe(container: Omit<Container, 'name'>, answers: Record<string, string | undefined>): Observed {
  const end = new AbortController();
  const events: string[] = [];
  const asked: string[] = [];
  const done = watchHealth({
    container: { name: 'c', ...container },
    ask: async (probe) => {
      const name = probe.exec?.command?.[0] ?? '';
      asked.push(name);
      return answers[name];
    },
    onStarted: () => events.push('started'),
    onReady: (ready) => {
      const event = ready ? 'ready' : 'not ready';
      if (events.at(-1) !== event) events.push(event);
    },
    onSick: (message) => events.push(message),
    signal: end.signal,
  });
  return {
    events,
    asked,
    end: () => {
      end.abort();
      return done;
    },
  };
}

function probe(name: string, periodSeconds: number): NonNullable<Container['readinessProbe']> {
  return { exec: { command: [name] }, periodSeconds, failureThreshold: 3 };
}

describe('watchHealth', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('a container without probes is ready at once', async () => {
    const { events, end } = observe({}, {});
    await sleep(5);
    await end();
    expect(events).toEqual(['started', 'ready']);
  });

  test('readiness comes and goes, the latter after as many failures as the probe allows', async () => {
    const answers: Record<string, string | undefined> = { r: 'not yet' };
    const { events, asked, end } = observe({ readinessProbe: probe('r', 0.01) }, answers);
    await sleep(15);
    expect(events).not.toContain('ready');
    answers.r = undefined;
    await sleep(40);
    expect(events.at(-1)).toBe('ready');
    const before = asked.length;
    answers.r = 'away';
    await vi.waitFor(() => {
      expect(events.at(-1)).toBe('not ready');
    });
    expect(asked.length - before).toBeGreaterThanOrEqual(3);
    await end();
  });

  test('liveness failing restarts once, and asks no more', async () => {
    const { events, asked, end } = observe({ livenessProbe: probe('l', 0.01) }, { l: 'deadlock' });
    await vi.waitFor(() => {
      expect(events.at(-1)).toBe('Liveness probe failed: deadlock');
    });
    await sleep(40);
    await end();
    expect(asked).toEqual(['l', 'l', 'l']);
  });

  test('nothing else is asked before the container has started', async () => {
    const answers: Record<string, string | undefined> = { s: 'starting' };
    const { events, asked, end } = observe({ startupProbe: probe('s', 0.01), livenessProbe: probe('l', 1) }, answers);
    await sleep(30);
    expect(new Set(asked)).toEqual(new Set(['s']));
    answers.s = undefined;
    await vi.waitFor(() => {
      expect(asked).toContain('l');
    });
    await end();
    expect(events).toEqual(['started', 'ready']);
  });

  test('a container that does not start in its time is restarted', async () => {
    const { events, end } = observe({ startupProbe: probe('s', 10) }, { s: 'starting' });
    await sleep(5);
    expect(events).toEqual([]);
    vi.setSystemTime(Date.now() + 31_000);
    await vi.waitFor(() => {
      expect(events).toEqual(['Startup probe failed: starting']);
    });
    await end();
  });
});
