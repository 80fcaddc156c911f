import { describe, expect, it } from 'vitest';
import { operatorPlaces, readSettings } from './settings.ts';

const least = {
  POD_NAME: 'service-1',
  POD_NAMESPACE: 'quay-migration',
  INSTALLATION_CONFIGMAP: 'quay-migration-plugin-installation',
  LEASE_NAME: 'quay-migration-plugin',
  WORKER_IMAGE: 'registry.example.com/quay-migration-plugin:1',
};

describe('readSettings', () => {
  it('fills in what the chart leaves out', () => {
    expect(readSettings(least)).toMatchObject({ watched: [], waitScale: 1, port: 8443, address: '0.0.0.0' });
  });

  it('splits lists', () => {
    const settings = readSettings({ ...least, WATCH_NAMESPACES: 'a, b,', IMAGE_PULL_SECRETS: 'pull' });
    expect(settings).toMatchObject({ watched: ['a', 'b'], imagePullSecrets: ['pull'] });
  });

  it.each([
    [{}, { everywhere: true, namespaces: [] }],
    [{ OPERATOR_NAMESPACES: 'hand-made' }, { everywhere: true, namespaces: ['hand-made'] }],
    [
      { WATCH_NAMESPACES: 'quay', OPERATOR_NAMESPACES: 'a,b' },
      { everywhere: false, namespaces: ['a', 'b'] },
    ],
  ])('with %j looks for operators in %j', (env, places) => {
    expect(operatorPlaces(readSettings({ ...least, ...env }))).toEqual(places);
  });

  it.each(Object.keys(least))('names %s when it is missing', (name) => {
    expect(() => readSettings({ ...least, [name]: '' })).toThrow(name);
  });

  it.each(['0', '-1', 'soon'])('refuses WAIT_SCALE=%s', (value) => {
    expect(() => readSettings({ ...least, WAIT_SCALE: value })).toThrow(/WAIT_SCALE/);
  });
});
