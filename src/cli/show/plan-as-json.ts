import type { ShownPlan } from './shown-plan.ts';
import { hideSecrets } from '../../domain/redaction/hide-secrets.ts';

/** The plan for programs. Its format is stable: fields may be added, but not changed or removed. */
export function planAsJson(plan: ShownPlan, showSecrets: boolean): string {
  const { ecosystem, components, findings, resources, steps } = plan;
  const shown = {
    ecosystem: { namespace: ecosystem.namespace, name: ecosystem.name },
    components: components.map(({ kind, managed, reason }) => ({ kind, managed, reason })),
    findings: findings.map(({ id, severity, object, field, message, remedy }) => ({
      id,
      severity,
      object,
      field,
      message,
      remedy,
    })),
    resources: showSecrets ? resources : resources.map(hideSecrets),
    steps: steps.map(({ id, title }) => ({ id, title })),
  };
  return `${JSON.stringify(shown, null, 2)}\n`;
}
