import { describe, expect, it } from 'vitest';
import { handedOver, reportIn } from '../../../contract/report-frames.ts';
import { SourceReport } from '../../../contract/source-report.ts';
import { reportSeal } from '../../../database/progress/report-seal.ts';
import { context } from '../../../domain/plan/plan.fixture.ts';
import { proofKey } from '../../../domain/plan/jobs/proof-secret.ts';
import * as kinds from '../../../k8s/resource.ts';
import { attemptOf, changesIn, target } from '../attempt/attempt.fixture.ts';
import { endJob, proofOf, sourceReport } from './ended-job.fixture.ts';
import { handOverProof, reportOf, runForReport } from './report-run.ts';

const { namespace } = target;
const wanted = { kind: 'source', schema: SourceReport } as const;

describe('the report of a planned Job', () => {
  it('is what its pod said under the key of the plan', async () => {
    const test = await attemptOf();
    const { inspect } = test.plan.work;
    expect(await reportOf(test.attempt, inspect, wanted)).toBeUndefined();
    endJob(test, inspect, { report: ['source', sourceReport] });
    expect(await reportOf(test.attempt, inspect, wanted)).toEqual(sourceReport);
    const place = { namespace, name: `${inspect.metadata.name}-x` };
    test.cluster.edit(kinds.pods, place, { metadata: { uid: 'another pod' } });
    expect(await reportOf(test.attempt, inspect, wanted)).toBeUndefined();
  });

  it('that cannot be read is asked for anew, from another Job', async () => {
    const test = await attemptOf();
    const { inspect } = test.plan.work;
    const { name } = inspect.metadata;
    await reportOf(test.attempt, inspect, wanted);
    expect(await runForReport(test.attempt, inspect)).toContain(`Job ${name}`);
    expect(changesIn(test.cluster)).toEqual([`create Job ${name}`, `delete Job ${name}`]);
    await reportOf(test.attempt, inspect, wanted);
    expect(test.cluster.peek(kinds.jobs, { namespace, name })).toBeDefined();
  });
});

describe('the proof that is handed over', () => {
  it('is signed as the worker reads it, in the Secret of the plan, once', async () => {
    const test = await attemptOf();
    const proof = proofOf();
    await handOverProof(test.attempt, proof);
    await handOverProof(await test.restarted(), proof);
    const name = test.plan.work.proof?.metadata.name ?? '';
    expect(changesIn(test.cluster)).toEqual([`create Secret ${name}`]);
    const secret = test.cluster.peek(kinds.secrets, { namespace, name });
    const lines = Buffer.from(secret?.data?.[proofKey] ?? '', 'base64')
      .toString()
      .split('\n');
    const seal = reportSeal(context.generated.reportKey);
    expect(reportIn(lines, { subject: handedOver, kind: 'proof' }, seal)).toEqual(proof);
    expect(secret?.metadata.labels).toEqual(test.plan.work.proof?.metadata.labels);
    expect(test.attempt.journal.created).toHaveProperty(`secrets/${name}`);
  });

  it('has nowhere to go where the plan has no copy', async () => {
    const { cluster, attempt } = await attemptOf({ choices: { database: 'unmanaged' } });
    await handOverProof(attempt, proofOf());
    expect(cluster.writes).toEqual([]);
  });
});
