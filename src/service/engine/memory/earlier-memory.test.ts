import { describe, expect, test } from 'vitest';
import { earlierKeys, readEarlierMemory } from './earlier-memory.ts';

describe('what an earlier version has remembered', () => {
  test('is read as it was written', () => {
    const executed = { uid: ['1', 'label'] };
    const labelledBefore = ['uid'];
    const data = { executedRequests: JSON.stringify(executed), labelledBefore: JSON.stringify(labelledBefore) };
    expect(readEarlierMemory(data)).toEqual({ executed, labelledBefore });
  });

  test('is nothing where none has run', () => {
    expect(readEarlierMemory({})).toEqual({ executed: {}, labelledBefore: undefined });
  });

  test.each([
    ['executedRequests', { executedRequests: '{"uid": 7}' }],
    ['executedRequests', { executedRequests: '[]' }],
    ['labelledBefore', { labelledBefore: '{}' }],
    ['labelledBefore', { labelledBefore: '[7]' }],
  ])('is not guessed: %s', (key, data) => {
    expect(() => readEarlierMemory(data)).toThrow(`data[${key}] of the installation's ConfigMap cannot be read`);
  });

  test('is not guessed where it is no JSON', () => {
    expect(() => readEarlierMemory({ executedRequests: '{' })).toThrow();
    expect(() => readEarlierMemory({ labelledBefore: '{' })).toThrow();
  });

  test('lies under keys of its own', () => {
    const keys = ['executedRequests', 'labelledBefore', 'asked-by.7', 'taken-back-by.uid.1'];
    const others = ['labelsRecorded', 'myexecutedRequests', 'labelledBeforeThat', 'asked-by', 'not-asked-by.7', 'by.x'];
    const data = Object.fromEntries([...keys, ...others].map((key) => [key, '']));
    expect(earlierKeys(data)).toEqual(keys);
  });
});
