import { Agent, request } from 'undici';
import { isTrue } from '../../../k8s/condition.ts';
import type { Pod } from '../../../k8s/pod.ts';
import * as kinds from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt.ts';

const healthPath = '/health/instance';
const anyCertificate = new Agent({ connect: { rejectUnauthorized: false, timeout: 5_000 } });

/**
 * Quay's own health answer, through the Service that the operator made. Which certificate it shows is not the question.
 * A NetworkPolicy may keep this service from the new pods, although it lets the router and the namespace through: then
 * the kubelet's word counts, which asks the same of the same pods, and whom no policy keeps out.
 */
export async function notHealthy(attempt: Attempt): Promise<string | undefined> {
  const tls = (await attempt.plan()).components.find((component) => component.kind === 'tls');
  const scheme = tls?.managed === false ? 'https' : 'http';
  const url = `${scheme}://${attempt.name}-quay-app.${attempt.namespace}.svc${healthPath}`;
  const answer = await ask(url);
  if (typeof answer === 'number') return answer === 200 ? undefined : `${url} answers ${answer}`;
  const pods = await attempt.client.list(kinds.pods, {
    namespace: attempt.namespace,
    labelSelector: `quay-operator/quayregistry=${attempt.name},quay-component=quay-app`,
  });
  return pods.some(saysKubelet) ? undefined : `${url}: ${answer}`;
}

/** Ready by a probe of the same path, which Quay (3.9 to 3.18) answers only when database and storage answer it. */
function saysKubelet({ metadata, spec, status }: Pod): boolean {
  const asked = (spec?.containers ?? []).some(({ readinessProbe }) => readinessProbe?.httpGet?.path === healthPath);
  return asked && metadata.deletionTimestamp === undefined && isTrue(status?.conditions, 'Ready');
}

/** The status of the answer, or why there was none. */
async function ask(url: string): Promise<number | string> {
  try {
    const { statusCode, body } = await request(url, { dispatcher: anyCertificate, headersTimeout: 10_000 });
    await body.dump();
    return statusCode;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
