import type { Secret } from '../../k8s/secret.ts';
import type { Choices } from '../choices.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';
import type { FindingRule } from './finding-rule.ts';
import type { Finding, Severity } from '../../contract/finding.ts';

/** What a rule states about one object; `defineRule` adds id and severity. */
export type Statement = Omit<Finding, 'id' | 'severity'>;

interface RuleDefinition {
  readonly id: string;
  readonly severity: Severity;
  readonly covers: readonly string[];
  /** Undefined or an empty list when there is nothing to report. */
  readonly look: (
    facts: EcosystemFacts,
    choices: Choices,
    bundle: Secret,
    workerImage: string,
  ) => Statement | readonly Statement[] | undefined;
}

export function defineRule({ id, severity, covers, look }: RuleDefinition): FindingRule {
  return {
    id,
    severity,
    covers,
    check: (facts, choices, bundle, workerImage = '') => {
      const said = look(facts, choices, bundle, workerImage) ?? [];
      const statements = 'message' in said ? [said] : said;
      return statements.map((statement) => ({ id, severity, ...statement }));
    },
  };
}
