import { operatorAutomaticApproval } from './operator-automatic-approval.ts';
import { operatorBridgingRunning } from './operator-bridging-running.ts';
import { operatorImageUnknown } from './operator-image-unknown.ts';
import { operatorLegacyRunning } from './operator-legacy-running.ts';
import { operatorMissing } from './operator-missing.ts';
import { operatorNewer } from './operator-newer.ts';
import { operatorSeveral } from './operator-several.ts';
import { operatorUnverified } from './operator-unverified.ts';
import type { FindingRule } from '../finding-rule.ts';

/** The operators, old and new. */
export const operatorRules: readonly FindingRule[] = [
  operatorMissing,
  operatorLegacyRunning,
  operatorBridgingRunning,
  operatorImageUnknown,
  operatorSeveral,
  operatorNewer,
  operatorUnverified,
  operatorAutomaticApproval,
];
