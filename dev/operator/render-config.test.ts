import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { completeKeys } from './checks/managed-keys.ts';
import { inputsOf } from './registry-inputs.fixture.ts';
import { renderConfig } from './render-config.ts';

function rendered(change: Parameters<typeof inputsOf>[0]): Record<string, unknown> {
  const inputs = inputsOf(change);
  const keys = completeKeys(inputs, { SECRET_KEY: '0123', DATABASE_SECRET_KEY: '123' }, () => 'random');
  return parse(renderConfig(inputs, keys), { version: '1.1' }) as Record<string, unknown>;
}

describe('renderConfig', () => {
  it('keeps the keys text, and writes what managed components need over the bundle', () => {
    const config = { REPO_MIRROR_TLS_VERIFY: false, REGISTRY_TITLE: 'Ours', PREFERRED_URL_SCHEME: 'http' };
    expect(rendered({ config })).toMatchObject({
      SECRET_KEY: '0123',
      DATABASE_SECRET_KEY: '123',
      REGISTRY_TITLE: 'Ours',
      REPO_MIRROR_TLS_VERIFY: true,
      PREFERRED_URL_SCHEME: 'https',
      EXTERNAL_TLS_TERMINATION: true,
      BUILDLOGS_REDIS: { host: 'reg-quay-redis', port: 6379 },
      TAG_EXPIRATION_OPTIONS: ['2w'],
    });
  });

  it('lets the bundle speak for what is not managed', () => {
    const config = { PREFERRED_URL_SCHEME: 'http', DB_CONNECTION_ARGS: { ssl: {} } };
    const text = rendered({ unmanaged: ['route', 'postgres'], config });
    expect(text).toMatchObject(config);
    expect(text).not.toHaveProperty('EXTERNAL_TLS_TERMINATION');
  });

  it('says that TLS ends in Quay when it has a certificate', () => {
    expect(rendered({ files: { 'ssl.cert': 'a', 'ssl.key': 'b' } })).toMatchObject({ EXTERNAL_TLS_TERMINATION: false });
  });
});
