import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { redisPing } from '../redis/redis-ping.ts';
import { readFaults } from './faults.ts';
import { type QuayStart, connectionsAtImport, needsAtImport, ofVersion } from './quay-needs.ts';
import { quayVersion } from './quay-version.ts';

/** What this container finds: `/conf/stack` of the table is its own configuration directory. */
export function startOf(configDirectory: string, version: string, environment = process.env): QuayStart {
  const file = join(configDirectory, 'config.yaml');
  const config: unknown = existsSync(file) ? parse(readFileSync(file, 'utf8'), { version: '1.1' }) : undefined;
  return {
    version: quayVersion(version),
    environment,
    exists: (path) => existsSync(path.replace(/^\/conf\/stack(?=\/)/, configDirectory)),
    config: typeof config === 'object' && config !== null ? (config as Record<string, unknown>) : undefined,
  };
}

/** What Quay does while Python imports `app`: throws what the real one would end with. */
export async function importQuay(start: QuayStart): Promise<void> {
  const { import: fault } = readFaults(start.environment.DEV_FAULTS);
  if (fault !== undefined) throw new Error(fault);
  for (const { unmet } of ofVersion(needsAtImport, start.version)) {
    const refusal = unmet(start);
    if (refusal !== undefined) throw new Error(refusal);
  }
  for (const { address } of ofVersion(connectionsAtImport, start.version)) {
    const wanted = address(start);
    if (wanted !== undefined) await redisPing(wanted);
  }
}
