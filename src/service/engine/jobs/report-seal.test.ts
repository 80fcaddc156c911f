import { expect, it } from 'vitest';
import { reportSeal } from '../../../database/progress/report-seal.ts';
import { framesOf, longestReport, reportIn } from '../../../contract/report-frames.ts';
import { plan } from '../../../domain/plan/plan.fixture.ts';
import { context } from '../../../domain/plan/plan.fixture.ts';
import { sealOf } from './report-seal.ts';

const place = { subject: 'pod', kind: 'source' } as const;
const worker = reportSeal(context.generated.reportKey);

it('is that of the worker, whose key the plan hands over', () => {
  const lines = framesOf({ tables: 3 }, { ...place, number: 1 }, worker);
  expect(reportIn(lines, place, sealOf(plan()))).toEqual({ tables: 3 });
  expect(reportIn(framesOf('ours', { ...place, number: 1 }, sealOf(plan())), place, worker)).toBe('ours');
});

it('is not that of another key, nor of none', () => {
  const lines = framesOf({ tables: 3 }, { ...place, number: 1 }, reportSeal('another'));
  expect(reportIn(lines, place, sealOf(plan()))).toBeUndefined();
  const { secret, ...work } = plan().work;
  const { data: _data, ...keyless } = secret;
  const seal = sealOf({ ...plan(), work: { ...work, secret: keyless } });
  expect(seal.sign('text')).toBe(reportSeal('').sign('text'));
});

it('unpacks no more than a report may be', () => {
  const seal = sealOf(plan());
  expect(seal.unpack(seal.pack('0'.repeat(longestReport)))).toHaveLength(longestReport);
  expect(() => seal.unpack(seal.pack('0'.repeat(longestReport + 1)))).toThrow();
});
