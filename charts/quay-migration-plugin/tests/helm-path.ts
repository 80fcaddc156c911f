import { homedir } from 'node:os';
import { join } from 'node:path';

export function helmPath(): string {
  return join(homedir(), '.cache/quay-migration-plugin/build-tmp/helm');
}
