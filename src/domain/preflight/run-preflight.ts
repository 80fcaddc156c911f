import type { Secret } from '../../k8s/secret.ts';
import type { Choices } from '../choices.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';
import { dumpIncomplete } from './dump-incomplete.ts';
import { ecosystemMissing } from './ecosystem-missing.ts';
import type { Finding, Severity } from './finding.ts';
import { findingRules } from './table.ts';

const order: Readonly<Record<Severity, number>> = { blocker: 0, warning: 1, info: 2 };

/** All that is to be said about these facts and the bundle that they lead to: blockers first, then warnings, then infos. Never throws. */
export function runPreflight(
  facts: EcosystemFacts,
  choices: Choices,
  bundle: Secret,
  workerImage = '',
): readonly Finding[] {
  // Without a QuayEcosystem everything else is missing as well.
  const rules = facts.ecosystem ? findingRules : [ecosystemMissing, dumpIncomplete];
  return rules
    .flatMap((rule) => rule.check(facts, choices, bundle, workerImage))
    .sort((one, other) => order[one.severity] - order[other.severity]);
}
