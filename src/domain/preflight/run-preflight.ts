import type { Secret } from '../../k8s/secret.ts';
import type { Choices } from '../choices.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';
import { dumpIncomplete } from './ecosystem/dump-incomplete.ts';
import { ecosystemMissing } from './ecosystem/ecosystem-missing.ts';
import { type Finding, bySeverity } from '../../contract/finding.ts';
import { findingRules } from './rules.ts';

/** More than a person reads; whoever writes ten thousand wrong entries must not fill journals and statuses with them. */
const mostOfARule = 50;
const longestText = 2000;

/** All findings about these facts and the bundle made of them: blockers first, then warnings, then infos. Never throws. */
export function runPreflight(
  facts: EcosystemFacts,
  choices: Choices,
  bundle: Secret,
  workerImage = '',
): readonly Finding[] {
  // Without a QuayEcosystem everything else is missing as well.
  const rules = facts.ecosystem ? findingRules : [ecosystemMissing, dumpIncomplete];
  return bySeverity(rules.flatMap((rule) => bounded(rule.check(facts, choices, bundle, workerImage))));
}

function bounded(findings: readonly Finding[]): readonly Finding[] {
  const said = findings.slice(0, mostOfARule).map(shortened);
  const [last] = said.slice(-1);
  const more = findings.length - said.length;
  if (last === undefined || more === 0) return said;
  const message = `${more} more findings of this kind are not listed`;
  return [...said, { ...last, message, remedy: 'Resolve the listed findings, then check again.' }];
}

function shortened(finding: Finding): Finding {
  const { object, field, message, remedy } = finding;
  return { ...finding, object: cut(object), field: cut(field), message: cut(message), remedy: cut(remedy) };
}

function cut(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText - 1)}…`;
}
