import { nameInUse } from './name-in-use.ts';
import { networkPolicy } from './network-policy.ts';
import { operatorDatabaseDeployment } from './operator-database-deployment.ts';
import { quayregistryExists } from './quayregistry-exists.ts';
import { quotaShort } from './quota-short.ts';
import { selfHostedImage } from './self-hosted-image.ts';
import { selfHostedMirror } from './self-hosted-mirror.ts';
import type { FindingRule } from '../finding-rule.ts';

/** What else is in the namespace, and where images come from. */
export const namespaceRules: readonly FindingRule[] = [
  selfHostedImage,
  selfHostedMirror,
  quayregistryExists,
  nameInUse,
  operatorDatabaseDeployment,
  networkPolicy,
  quotaShort,
];
