import { configFileMissing } from './config-file-missing.ts';
import { configSecretMissing } from './config-secret-missing.ts';
import { configSecretNameRule } from './config-secret-name.ts';
import { configSecretShared } from './config-secret-shared.ts';
import { configYamlMissing } from './config-yaml-missing.ts';
import { configYamlTooLarge } from './config-yaml-too-large.ts';
import { configYamlUnparsable } from './config-yaml-unparsable.ts';
import { databaseSecretKeyMissing } from './database-secret-key-missing.ts';
import { featureRetired } from './feature-retired.ts';
import { hostnameMissing } from './hostname-missing.ts';
import { hostnamePort } from './hostname-port.ts';
import { quayWouldRefuse } from './quay-would-refuse.ts';
import { secretKeyMissing } from './secret-key-missing.ts';
import type { FindingRule } from '../finding-rule.ts';

/** The old registry’s config.yaml and the Secret that holds it. */
export const configRules: readonly FindingRule[] = [
  configSecretShared,
  configSecretMissing,
  configYamlMissing,
  configYamlUnparsable,
  configYamlTooLarge,
  secretKeyMissing,
  databaseSecretKeyMissing,
  hostnameMissing,
  hostnamePort,
  quayWouldRefuse,
  configSecretNameRule,
  featureRetired,
  configFileMissing,
];
