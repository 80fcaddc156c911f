import type { ShownPlan } from './shown-plan.ts';
import { paragraph } from './text-layout.ts';

/** The next commands to run. Each stays on one line, so that it can be copied. */
export function nextStep(plan: ShownPlan, view: { readonly width: number; readonly now: Date }): readonly string[] {
  const { namespace, name } = plan.ecosystem;
  const target = `oc -n ${namespace}`;
  if (plan.findings.some(({ severity }) => severity === 'blocker')) {
    return paragraph('Resolve the blockers, then run this command again. Nothing has been changed.', 2, view.width);
  }
  const request = `plan-${view.now.toISOString().slice(0, 16).replaceAll(/[-:T]/g, '')}`;
  const accepted = plan.findings.filter(({ severity }) => severity === 'warning').map(({ id }) => id);
  const acknowledge = [...new Set(accepted)].join(',');
  return [
    ...paragraph('To request the migration, with the service installed in the cluster:', 2, view.width),
    `    ${target} annotate quayecosystem ${name} --overwrite quay-migration/request=${request}` +
      (acknowledge === '' ? '' : ` quay-migration/acknowledged='${request}: ${acknowledge}'`),
    `    ${target} label quayecosystem ${name} --overwrite quay-operator/migrate=true`,
    ...paragraph('To roll back, until the QuayEcosystem is deleted:', 2, view.width),
    `    ${target} delete quayregistry ${name}`,
  ];
}
