import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { randomBytes } from 'node:crypto';
import { reportIn } from '../../contract/report-frames.ts';
import { openReports } from './log-reports.ts';
import { reportSeal } from './report-seal.ts';
import { leaveLastWords, longestLastWords } from './termination-log.ts';

const env = { REPORT_KEY: 'key', POD_UID: 'c0ffee' };
let printed: string;
let words: string[];

const outlet = {
  print: (text: string) => {
    printed += text;
    return Promise.resolve();
  },
  leaveLastWords: (said: string) => {
    words.push(said);
    return Promise.resolve();
  },
};

beforeEach(() => {
  printed = '';
  words = [];
});

const read = (text: string, kind: 'source' | 'progress' | 'proof') =>
  reportIn(text.split('\n'), { subject: 'c0ffee', kind }, reportSeal('key'));

describe('reports', () => {
  test('are lines of the log, and the last words where they fit', async () => {
    await openReports(env, outlet).write('source', { revision: 'c3d4' });
    expect(printed.endsWith('\n')).toBe(true);
    expect(read(printed, 'source')).toEqual({ revision: 'c3d4' });
    expect(words).toHaveLength(1);
    expect(read(words[0] ?? '', 'source')).toEqual({ revision: 'c3d4' });
  });

  test('are in the log alone when they are too long for last words', async () => {
    const proof = { digests: randomBytes(longestLastWords).toString('base64') };
    await openReports(env, outlet).write('proof', proof);
    expect(read(printed, 'proof')).toEqual(proof);
    expect(printed.trim().split('\n').length).toBeGreaterThan(1);
    expect(words).toEqual([]);
  });

  test('that tell of progress are no last words', async () => {
    const reports = openReports(env, outlet);
    await reports.tell('progress', { rows: 1 });
    await reports.tell('progress', { rows: 2 });
    expect(read(printed, 'progress')).toEqual({ rows: 2 });
    expect(words).toEqual([]);
  });

  test('go nowhere by hand', async () => {
    const reports = openReports({}, outlet);
    await reports.tell('progress', {});
    await reports.write('source', {});
    expect([printed, words]).toEqual(['', []]);
  });

  test('are bound to a pod, so that there has to be one', () => {
    expect(() => openReports({ REPORT_KEY: 'key' }, outlet)).toThrow('the environment variable POD_UID is missing');
  });

  test('must be out, but for progress', async () => {
    const broken = { ...outlet, print: () => Promise.reject(new Error('EPIPE')) };
    await openReports(env, broken).tell('progress', {});
    await expect(openReports(env, broken).write('proof', {})).rejects.toThrow(
      'the report proof could not be written: EPIPE',
    );
  });
});

describe('last words', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'last-words-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  test('replace earlier ones, however long those were', async () => {
    const path = join(directory, 'termination-log');
    await writeFile(path, 'x'.repeat(500));
    await leaveLastWords('the copy failed', path);
    expect(await readFile(path, 'utf8')).toBe('the copy failed');
  });

  test('are left to nobody where no kubelet has made the file', async () => {
    const path = join(directory, 'termination-log');
    await leaveLastWords('nobody reads this', path);
    await expect(readFile(path)).rejects.toThrow('ENOENT');
  });
});
