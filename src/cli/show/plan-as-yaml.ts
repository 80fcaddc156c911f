import { Document, Scalar, visit } from 'yaml';
import type { ShownPlan } from './shown-plan.ts';
import { secretsOfPreview } from '../../domain/registry/generated-secrets.ts';
import { type KubernetesObject, describeObject } from '../../k8s/object.ts';
import { hideSecrets } from '../../domain/redaction/hide-secrets.ts';
import { isSecret } from '../../k8s/secret.ts';

/**
 * Only the resources, for review and GitOps, in the order of their creation. The operator does not start a QuayRegistry
 * without its Secrets, so that nothing starts by accident.
 */
export function planAsYaml(plan: ShownPlan, showSecrets: boolean): string {
  let text = introduction(plan);
  // Omitted resources are named at the top of the next document: some tools do not support a document of comments only.
  let leftOut = '';
  for (const resource of plan.resources) {
    if (isSecret(resource) && !showSecrets) {
      leftOut += `# ${describeObject(resource)} is omitted. Print it with --show-secrets.\n`;
    } else {
      const shown = showSecrets ? resource : hideSecrets(resource);
      text += `---\n${leftOut}${warning(resource, shown)}${writeDocument(withoutFinalizers(shown))}`;
      leftOut = '';
    }
  }
  return text + leftOut;
}

/** The comment above a document that must not be applied as it is. */
function warning(resource: KubernetesObject, shown: KubernetesObject): string {
  if (!isComplete(resource)) return '# Do not apply: some values are generated when a migration starts.\n';
  if (JSON.stringify(shown) === JSON.stringify(resource)) return '';
  return '# Do not apply: values that may be secret are hidden. Print them with --show-secrets.\n';
}

function isComplete(resource: KubernetesObject): boolean {
  const generated = secretsOfPreview.databasePassword;
  const values = isSecret(resource) ? Object.values(resource.data ?? {}) : [];
  return !values.some((value) => Buffer.from(value, 'base64').includes(generated));
}

/** Only the service removes its finalizer: with it, an object applied by hand could never be deleted. */
function withoutFinalizers(resource: KubernetesObject): unknown {
  return { ...resource, metadata: { ...resource.metadata, finalizers: undefined } };
}

function introduction(plan: ShownPlan): string {
  const { namespace, name } = plan.ecosystem;
  const source = `# Objects that a migration of QuayEcosystem ${namespace}/${name} creates, by \`quay-migration plan\`.\n`;
  if (plan.database.mode !== 'copy') return source;
  return `# Apply only after the database was copied: otherwise the new registry starts with an empty database.\n${source}`;
}

/** Quotes every string that a YAML 1.1 parser (oc, the operator, Argo CD) could interpret as another type. */
function writeDocument(resource: unknown): string {
  const document = new Document(resource, { version: '1.1' });
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === 'string' && isAmbiguous(node.value)) node.type = Scalar.QUOTE_SINGLE;
    },
  });
  return document.toString({ lineWidth: 0, directives: false });
}

function isAmbiguous(text: string): boolean {
  return (
    /^[-+.]?\d[\d_.:a-fox+\-TZ]*$/i.test(text) ||
    /^([-+.~]|y|n|yes|no|on|off|true|false|null|\.nan|[-+]?\.inf)$/i.test(text)
  );
}
