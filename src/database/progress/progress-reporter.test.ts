import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { Value } from 'typebox/value';
import { Progress } from '../../contract/progress.ts';
import { ProgressReporter, type ReportSink } from './progress-reporter.ts';

class Recorder implements ReportSink {
  readonly told: Progress[] = [];
  deliver = (): Promise<void> => Promise.resolve();

  async tell(key: string, report: unknown): Promise<void> {
    expect(key).toBe('progress');
    if (!Value.Check(Progress, report)) throw new Error('no progress');
    this.told.push(report);
    await this.deliver();
  }

  write(): Promise<void> {
    throw new Error('progress is only told');
  }
}

let lines: string[];

beforeEach(() => {
  lines = [];
});

const say = (line: string): void => void lines.push(line);

describe('ProgressReporter', () => {
  it('tells a phase at once, and what happens within it at most once in two seconds', async () => {
    const sink = new Recorder();
    const reporter = new ProgressReporter(sink, 'pod', say);
    reporter.expect([
      { name: 'tag', rows: 20, bytes: 2 * 1024 * 1024 },
      { name: 'label', rows: 10, bytes: 1024 * 1024 },
    ]);
    reporter.enter('rows', '2 tables');
    for (let n = 0; n < 1000; n += 1) reporter.moved('tag', 1024);
    reporter.finished('tag', 10);
    await reporter.settle();
    expect(sink.told.length).toBeLessThanOrEqual(3);
    expect(sink.told.at(-1)).toMatchObject({
      writer: 'pod',
      phase: 'rows',
      tables: { done: 1, total: 2 },
      rows: { done: 10, total: 30 },
      bytes: { done: 2 * 1024 * 1024, total: 3 * 1024 * 1024 },
      current: [{ table: 'tag', rows: { done: 10, total: 10 } }, { table: 'label' }],
      message: 'tag',
    });
    expect(lines).toEqual(['rows: 2 tables']);
    await sleep(2050);
    reporter.moved('label', 1000);
    expect(lines.at(-1)).toMatch(/^rows: 1 of 2 tables, 10 rows, 2 of about 3 MB, [\d.]+ MB\/s, about \d+ s left$/);
    await sleep(2050);
    reporter.note('1 tables compared, last tag');
    expect(lines).toHaveLength(3);
  });

  it('has one report on its way, and the latest follows it', async () => {
    const sink = new Recorder();
    let arrive = (): void => undefined;
    sink.deliver = () =>
      new Promise((resolve) => {
        arrive = resolve;
      });
    const reporter = new ProgressReporter(sink, 'pod', say);
    reporter.enter('connecting', 'first');
    reporter.enter('definitions', 'second');
    reporter.enter('rows', 'third');
    expect(sink.told.map(({ message }) => message)).toEqual(['first']);
    sink.deliver = () => Promise.resolve();
    arrive();
    await reporter.settle();
    expect(sink.told.map(({ message }) => message)).toEqual(['first', 'third']);
  });

  it('goes on when a report does not arrive', async () => {
    const sink = new Recorder();
    sink.deliver = () => Promise.reject(new Error('no API server'));
    const reporter = new ProgressReporter(sink, 'pod', say);
    reporter.enter('rows', 'x');
    await reporter.settle();
    expect(sink.told.length).toBeGreaterThan(0);
  });
});
