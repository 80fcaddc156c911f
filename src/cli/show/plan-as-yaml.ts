import { Document, Scalar, visit } from 'yaml';
import type { ShownPlan } from './shown-plan.ts';
import { secretsOfPreview } from '../../domain/registry/generated-secrets.ts';
import { type KubernetesObject, describeObject } from '../../k8s/object.ts';
import { hideSecrets, isSecret } from '../../domain/redaction/hide-secrets.ts';

/**
 * The resources alone, for review and GitOps, in the order in which they are created. Without its Secrets the
 * operator holds a QuayRegistry, so that nothing starts by accident.
 */
export function planAsYaml(plan: ShownPlan, showSecrets: boolean): string {
  let text = introduction(plan);
  // What is left out is said at the head of the next document: one with nothing but a comment confuses some readers.
  let leftOut = '';
  for (const resource of plan.resources) {
    if (isSecret(resource) && !showSecrets) {
      leftOut += `# ${describeObject(resource)} is left out: --show-secrets prints it.\n`;
    } else {
      const shown = showSecrets ? resource : hideSecrets(resource);
      text += `---\n${leftOut}${warning(resource, shown)}${writeDocument(withoutFinalizers(shown))}`;
      leftOut = '';
    }
  }
  return text + leftOut;
}

/** What stands above a document that must not be applied as it is. */
function warning(resource: KubernetesObject, shown: KubernetesObject): string {
  if (!isComplete(resource)) return '# Not to be applied: some of its values are generated when a migration starts.\n';
  if (JSON.stringify(shown) === JSON.stringify(resource)) return '';
  return `# Not to be applied: values are hidden that may be secret. --show-secrets prints them.\n`;
}

function isComplete(resource: KubernetesObject): boolean {
  const generated = secretsOfPreview.databasePassword;
  const values = isSecret(resource) ? Object.values(resource.data ?? {}) : [];
  return !values.some((value) => Buffer.from(value, 'base64').includes(generated));
}

/** Only the service takes its finalizer away: an object that somebody else applies could never be deleted. */
function withoutFinalizers(resource: KubernetesObject): unknown {
  return { ...resource, metadata: { ...resource.metadata, finalizers: undefined } };
}

function introduction(plan: ShownPlan): string {
  const { namespace, name } = plan.ecosystem;
  const source = `# What a migration of QuayEcosystem ${namespace}/${name} creates, as \`quay-migration plan\` sees it.\n`;
  if (plan.database.mode !== 'copy') return source;
  return `# For after the copy of the database: applied before it, the new registry starts with an empty one.\n${source}`;
}

/** Every text that some reader of YAML 1.1 could take for something else is quoted: oc, the operator, Argo CD. */
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
