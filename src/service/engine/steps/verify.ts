import { Agent, request } from 'undici';
import * as kinds from '../../../k8s/resource.ts';
import type { Attempt } from '../attempt.ts';
import { cleanWork } from '../clean-work.ts';
import { restoreOwnership } from '../restore-ownership.ts';
import { type StepOutcome, StepFailure, done, wait } from '../step-outcome.ts';
import { notReady } from './rollout.ts';

export const completeLabel = 'quay-operator/migration-complete';

/** Looks once more at what people depend on; only then is the label set on which they delete. */
export async function verify(attempt: Attempt): Promise<StepOutcome> {
  const plan = await attempt.plan();
  const registry = await attempt.client.get(kinds.quayRegistries, attempt.name, attempt.namespace);
  const app = await attempt.client.get(kinds.deployments, `${attempt.name}-quay-app`, attempt.namespace);
  const missing = registry ? notReady(registry, app, plan.quayVersion) : 'the QuayRegistry is gone';
  if (missing !== undefined) return wait(missing);
  await assertKeysKept(attempt);
  const unhealthy = await asksHealth(attempt);
  if (unhealthy !== undefined) return wait(`the new registry does not answer yet: ${unhealthy}`);
  if (!(await cleanWork(attempt, plan))) return wait('removing what only the migration needed');
  await restoreOwnership(attempt);
  const ecosystem = await attempt.client.get(kinds.quayEcosystems, attempt.name, attempt.namespace);
  if (ecosystem && ecosystem.metadata.labels?.[completeLabel] !== 'true') {
    const body = { metadata: { labels: { [completeLabel]: 'true' } } };
    await attempt.change(kinds.quayEcosystems, ecosystem, { type: 'merge', body });
  }
  return done('keys, version and health are as planned');
}

/** The operator rewrites the keys Secret: with another key every robot token would be unreadable. */
async function assertKeysKept(attempt: Attempt): Promise<void> {
  const { managedKeys } = (await attempt.plan()).registry;
  const found = await attempt.client.get(kinds.secrets, managedKeys.metadata.name, attempt.namespace);
  const changed = ['SECRET_KEY', 'DATABASE_SECRET_KEY'].filter((key) => found?.data?.[key] !== managedKeys.data?.[key]);
  if (changed.length === 0) return;
  throw new StepFailure(
    `Secret ${attempt.namespace}/${managedKeys.metadata.name}: ${changed.join(' and ')} differ from the old registry's`,
    'Do not use the new registry: encrypted tokens cannot be read with another key. Take the migration back.',
  );
}

const anyCertificate = new Agent({ connect: { rejectUnauthorized: false } });

/** Quay's own health answer, through the Service that the operator made. Which certificate it shows is not the question. */
async function asksHealth(attempt: Attempt): Promise<string | undefined> {
  const tls = (await attempt.plan()).components.find((component) => component.kind === 'tls');
  const scheme = tls?.managed === false ? 'https' : 'http';
  const url = `${scheme}://${attempt.name}-quay-app.${attempt.namespace}.svc/health/instance`;
  try {
    const { statusCode, body } = await request(url, { dispatcher: anyCertificate, headersTimeout: 10_000 });
    await body.dump();
    return statusCode === 200 ? undefined : `${url} answers ${statusCode}`;
  } catch (error) {
    return `${url}: ${error instanceof Error ? error.message : String(error)}`;
  }
}
