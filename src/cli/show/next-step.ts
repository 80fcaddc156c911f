import type { ShownPlan } from './shown-plan.ts';
import { paragraph } from './text-layout.ts';

/** What to type next. Commands stay on one line each, however long, to be copied. */
export function nextStep(plan: ShownPlan, view: { readonly width: number; readonly now: Date }): readonly string[] {
  const { namespace, name } = plan.ecosystem;
  const target = `oc -n ${namespace}`;
  if (plan.findings.some(({ severity }) => severity === 'blocker')) {
    return paragraph('Remove the blockers, then look again. Nothing has been changed.', 2, view.width);
  }
  const request = `plan-${view.now.toISOString().slice(0, 16).replaceAll(/[-:T]/g, '')}`;
  const accepted = plan.findings.filter(({ severity }) => severity === 'warning').map(({ id }) => id);
  const acknowledge = [...new Set(accepted)].join(',');
  return [
    ...paragraph('With the service installed in the cluster, ask for the migration:', 2, view.width),
    `    ${target} annotate quayecosystem ${name} --overwrite quay-migration/request=${request}` +
      (acknowledge === '' ? '' : ` quay-migration/acknowledged='${request}: ${acknowledge}'`),
    `    ${target} label quayecosystem ${name} --overwrite quay-operator/migrate=true`,
    ...paragraph('Until the QuayEcosystem is deleted, the way back is:', 2, view.width),
    `    ${target} delete quayregistry ${name}`,
  ];
}
