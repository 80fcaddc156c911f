import { describe, expect, test } from 'vitest';
import { coversHost } from './covers-host.ts';

describe('coversHost', () => {
  test.each([
    [['quay.example.com'], 'quay.example.com', true],
    [['QUAY.Example.com'], 'quay.example.COM', true],
    [['quay.example.com.'], 'quay.example.com', true],
    [['quay.example.com'], 'quay.example.com.', true],
    [['a.example.com', 'quay.example.com'], 'quay.example.com', true],
    [['*.example.com'], 'quay.example.com', true],
    [['*.example.com'], 'quay.eu.example.com', false],
    [['*.example.com'], 'example.com', false],
    [['quay.*.com'], 'quay.example.com', false],
    [['q*.example.com'], 'quay.example.com', false],
    [['*'], 'quay', false],
    [['quay.example'], 'quay.example.com', false],
    [['quay.example.com.au'], 'quay.example.com', false],
    [['10.0.0.1'], '10.0.0.1', true],
    [['10.0.0.1'], '10.0.0.2', false],
    [['*.0.0.1'], '10.0.0.1', false],
    [['FE80:0:0:0:0:0:0:1'], '[fe80::1]', true],
    [['FD00:0:0:0:0:0:0:10'], 'fd00::1', false],
    [[], 'quay.example.com', false],
    [['quay.example.com'], '', false],
  ])('%j for %s: %s', (names, host, expected) => {
    expect(coversHost(names, host)).toBe(expected);
  });
});
