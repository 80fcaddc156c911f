import { databaseCredentialsMissing } from './database-credentials-missing.ts';
import { databaseDeploymentMissing } from './database-deployment-missing.ts';
import { databaseEphemeral } from './database-ephemeral.ts';
import { databaseExternal } from './database-external.ts';
import { databaseMismatch } from './database-mismatch.ts';
import { databaseServiceMissing } from './database-service-missing.ts';
import { databaseUnmanaged } from './database-unmanaged.ts';
import { databaseUriUnreadable } from './database-uri-unreadable.ts';
import { databaseVolumeUnknown } from './database-volume-unknown.ts';
import { storageClassMissing } from './storage-class-missing.ts';
import { volumeKept } from './volume-kept.ts';
import { writerForeign } from './writer-foreign.ts';
import type { FindingRule } from '../finding-rule.ts';

/** The old database, its volume and who writes to it. */
export const databaseRules: readonly FindingRule[] = [
  databaseEphemeral,
  databaseUriUnreadable,
  databaseMismatch,
  databaseDeploymentMissing,
  databaseServiceMissing,
  databaseCredentialsMissing,
  databaseVolumeUnknown,
  storageClassMissing,
  databaseExternal,
  databaseUnmanaged,
  volumeKept,
  writerForeign,
];
