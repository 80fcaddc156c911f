import { describe, expect, test } from 'vitest';
import { parseLogRequest, renderLine, selectLines } from './log-request.ts';

const lines = ['00', '10', '20', '30'].map((second) => ({ time: `2026-01-01T00:00:${second}.000Z`, text: second }));
const now = Date.parse('2026-01-01T00:00:35Z');

function select(query: string): string[] {
  const request = parseLogRequest(`/containerLogs/ns/pod/c${query}`);
  return request ? selectLines(lines, request, now).map((line) => renderLine(line, request)) : [];
}

describe('a request for a log', () => {
  test.each(['/', '/containerLogs/ns/pod', '/containerLogs//pod/c', '/exec/ns/pod/c'])('is not %s', (url) => {
    expect(parseLogRequest(url)).toBeUndefined();
  });

  test('names a container', () => {
    const request = parseLogRequest('/containerLogs/ns/pod/c?follow=true&previous=true');
    expect(request).toMatchObject({ namespace: 'ns', pod: 'pod', container: 'c', follow: true, previous: true });
  });

  test.each([
    ['', ['00\n', '10\n', '20\n', '30\n']],
    ['?tailLines=2', ['20\n', '30\n']],
    ['?tailLines=0', []],
    ['?tailLines=9', ['00\n', '10\n', '20\n', '30\n']],
    ['?sinceSeconds=16', ['20\n', '30\n']],
    ['?sinceTime=2026-01-01T00:00:30Z', ['30\n']],
    ['?sinceSeconds=30&tailLines=1&timestamps=true', ['2026-01-01T00:00:30.000Z 30\n']],
  ])('%s gets %j', (query, expected) => {
    expect(select(query)).toEqual(expected);
  });
});
