import { clairDatabaseExternal } from './clair-database-external.ts';
import { clairReindex } from './clair-reindex.ts';
import { mirrorInterval } from './mirror-interval.ts';
import { mirrorRunning } from './mirror-running.ts';
import { mirrorTlsVerify } from './mirror-tls-verify.ts';
import { redisContents } from './redis-contents.ts';
import { redisMixed } from './redis-mixed.ts';
import { scannerDropped } from './scanner-dropped.ts';
import { scannerKept } from './scanner-kept.ts';
import { scannerStarts } from './scanner-starts.ts';
import { storageAsConfigured } from './storage-as-configured.ts';
import { storageLocal } from './storage-local.ts';
import { storageMissing } from './storage-missing.ts';
import type { FindingRule } from '../finding-rule.ts';

/** Storage, Redis, Clair and the mirror. */
export const componentsRules: readonly FindingRule[] = [
  storageLocal,
  storageMissing,
  mirrorTlsVerify,
  redisMixed,
  storageAsConfigured,
  redisContents,
  clairReindex,
  scannerKept,
  scannerStarts,
  mirrorRunning,
  mirrorInterval,
  clairDatabaseExternal,
  scannerDropped,
];
