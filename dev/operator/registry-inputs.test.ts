import { describe, expect, it } from 'vitest';
import { Blocked } from './checks/blocked.ts';
import { OperatorPanic } from './operator-panic.ts';
import { componentsOf, lastDigits, parseConfig } from './registry-inputs.ts';
import { inputsOf } from './registry-inputs.fixture.ts';

describe('parseConfig', () => {
  it.each([
    ['nothing', '', {}],
    ['words of YAML 1.1', 'FEATURE_X: yes\nMODE: 0755\n', { FEATURE_X: true, MODE: 0o755 }],
    ['a hostname with a port', 'SERVER_HOSTNAME: quay:8443\n', { SERVER_HOSTNAME: 'quay:8443' }],
  ])('reads %s', (_name, text, expected) => {
    expect(parseConfig(text)).toEqual(expected);
  });

  it.each([
    ['garbage', '{ this: [is', 'unable to parse SERVER_HOSTNAME from config: unable to parse config.yaml: '],
    ['a list', '- a\n', 'unable to parse SERVER_HOSTNAME from config: unable to parse config.yaml: '],
    ['a scalar', 'quay', 'unable to parse SERVER_HOSTNAME from config: unable to parse config.yaml: '],
    [
      'a hostname that is no text',
      'SERVER_HOSTNAME: 12\n',
      'unable to parse SERVER_HOSTNAME from config: SERVER_HOSTNAME must be of type string',
    ],
  ])('is blocked by %s', (_name, text, message) => {
    const read = (): unknown => parseConfig(text);
    expect(read).toThrow(Blocked);
    expect(read).toThrow(message);
  });

  it('dies of a builders’ host that is no text', () => {
    expect(() => parseConfig('BUILDMAN_HOSTNAME: 12\n')).toThrow(OperatorPanic);
  });
});

describe('lastDigits', () => {
  it('is what the operator notes for an empty bundle', () => {
    expect(lastDigits('')).toBe('7852b855');
  });
});

describe('componentsOf', () => {
  it('manages quay whatever the registry says, and nothing that it does not name', () => {
    const { registry } = inputsOf({ unmanaged: ['quay'] });
    expect(componentsOf(registry).managed('quay')).toBe(true);
    const { managed } = componentsOf({ ...registry, spec: {} });
    expect([managed('quay'), managed('tls')]).toEqual([true, false]);
  });
});
