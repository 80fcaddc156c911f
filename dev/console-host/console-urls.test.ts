import { expect, test } from 'vitest';
import { consoleUrls } from '../../e2e/console-urls.ts';

const all = 'admin=http://a:9000,namespace-admin=https://b/,viewer=http://c,nobody=http://d';

test.each([{}, { CONSOLE_URLS: '' }])('%j: the tests bring their own console', (environment) => {
  expect(consoleUrls(environment)).toBeUndefined();
});

test('each user has a console of their own', () => {
  expect(consoleUrls({ CONSOLE_URLS: all })).toEqual({
    ...{ admin: 'http://a:9000', 'namespace-admin': 'https://b' },
    ...{ viewer: 'http://c', nobody: 'http://d' },
  });
});

test.each([
  ['admin=http://a', 'namespace-admin, viewer, nobody'],
  [all.replace('nobody=http://d', 'nobody=d'), 'nobody'],
  ['http://a', 'admin, namespace-admin, viewer, nobody'],
])('%s lacks a URL of %s', (named, missing) => {
  expect(() => consoleUrls({ CONSOLE_URLS: named })).toThrow(`CONSOLE_URLS has no URL of ${missing}`);
});
