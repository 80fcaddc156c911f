import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reportSeal } from '../database/progress/report-seal.ts';
import {
  type ReportKind,
  framesOf,
  isFrame,
  longestFrame,
  longestReport,
  mostFrames,
  reportIn,
} from './report-frames.ts';

const seal = reportSeal('the key of this attempt');
const pod = { subject: 'c0ffee', kind: 'proof' as ReportKind };

/** Large enough for several lines: what is random does not become smaller. */
function large(lines: number): { readonly equal: boolean; readonly digests: string } {
  return { equal: true, digests: randomBytes(lines * 2600).toString('base64') };
}

function framed(report: unknown, over: Partial<typeof pod & { number: number }> = {}, with_ = seal): readonly string[] {
  return framesOf(report, { ...pod, number: 1, ...over }, with_);
}

/** What people read, and what would like to be a report. */
const otherLine = fc.oneof(
  fc.string(),
  fc.constant('rows: 12 of 92 tables, 1000 rows'),
  fc.constant('quay-migration-report proof 1 1/1 e30= AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='),
  fc.string().map((rest) => `quay-migration-report proof ${rest}`),
);

describe('a report among other lines', () => {
  test('is read whatever is said before, between and after its lines, and in whatever order they come', () => {
    const report = fc.oneof(fc.jsonValue(), fc.constant(large(3)));
    fc.assert(
      fc.property(
        report,
        fc.array(otherLine, { maxLength: 30 }),
        fc.infiniteStream(fc.nat()),
        (sent, others, places) => {
          const lines = [...others];
          for (const line of framed(sent)) lines.splice((places.next().value ?? 0) % (lines.length + 1), 0, line);
          expect(reportIn(lines, pod, seal)).toEqual(JSON.parse(JSON.stringify(sent)));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('is none as soon as one of its lines is missing, cut, doubled into one, or changed anywhere', () => {
    const lines = framed(large(4));
    expect(lines.length).toBeGreaterThan(3);
    const spoilt = fc.nat(lines.length - 1).chain((index) => {
      const line = lines[index] ?? '';
      const at = fc.nat(line.length - 1);
      const change = fc.oneof(
        fc.constant<readonly string[]>([]),
        at.map((end) => [line.slice(0, end)]),
        at.map((start) => [line.slice(start + 1)]),
        at.map((middle) => [line.slice(0, middle + 1), line.slice(middle + 1)]).filter(([, rest]) => rest !== ''),
        at.map((middle) => [`${line.slice(0, middle)}#${line.slice(middle + 1)}`]),
        at.map((middle) => [`${line.slice(0, middle)}${line[middle] === 'A' ? 'B' : 'A'}${line.slice(middle + 1)}`]),
        fc.constant([line + line]),
        fc.constant([`and then ${line}`]),
      );
      return change.map((instead) => [...lines.slice(0, index), ...instead, ...lines.slice(index + 1)]);
    });
    fc.assert(
      fc.property(spoilt, (left) => {
        expect(reportIn(left, pod, seal)).toBeUndefined();
      }),
      { numRuns: 400 },
    );
  });

  test('is none when the log was turned over in the midst of it', () => {
    const lines = [...framed(large(5)), 'done: 92 tables are equal'];
    for (let gone = 1; gone <= 5; gone += 1) expect(reportIn(lines.slice(gone), pod, seal)).toBeUndefined();
  });

  test('counts for its own pod, kind and key only', () => {
    const lines = framed({ equal: true });
    expect(reportIn(lines, pod, seal)).toEqual({ equal: true });
    expect(reportIn(lines, { ...pod, subject: 'another' }, seal)).toBeUndefined();
    expect(reportIn(lines, { ...pod, kind: 'upgrade' }, seal)).toBeUndefined();
    expect(reportIn(lines, pod, reportSeal('another key'))).toBeUndefined();
    expect(
      reportIn(
        lines.map((line) => line.replace(' proof ', ' upgrade ')),
        { ...pod, kind: 'upgrade' },
        seal,
      ),
    ).toBeUndefined();
  });

  test('is not put together from the lines of two', () => {
    const [one, other] = [framed(large(2), { number: 1 }), framed(large(2), { number: 2 })];
    expect(one).toHaveLength(other.length);
    expect(reportIn([...one.slice(0, 1), ...other.slice(1)], pod, seal)).toBeUndefined();
  });

  test('is the latest of its kind that is whole', () => {
    const sent = [large(3), large(3), large(3)];
    const lines = sent.flatMap((report, index) => framed(report, { number: index + 1 }));
    expect(reportIn(lines, pod, seal)).toEqual(sent[2]);
    const unfinished = framed(large(3), { number: 4 }).slice(0, -1);
    expect(unfinished.length).toBeGreaterThan(1);
    expect(reportIn([...lines, ...unfinished], pod, seal)).toEqual(sent[2]);
  });
});

describe('the lines of a report', () => {
  test('are short enough to be written and kept whole, and told from what people read', () => {
    for (const line of framed(large(20))) {
      expect(Buffer.byteLength(`${line}\n`)).toBeLessThanOrEqual(longestFrame);
      expect(line).not.toContain('\n');
      expect(isFrame(line)).toBe(true);
    }
    expect(isFrame('rows: 12 of 92 tables')).toBe(false);
    expect(longestFrame).toBeLessThan(4096);
  });

  test('never show the key', () => {
    expect(framed({ equal: true }).join('\n')).not.toMatch(/the key|dGhlIGtleS/);
  });

  test('are never more than are read', () => {
    expect(() => framed(large(mostFrames + 200))).toThrow('the report proof is too large');
  });
});

test('a report that unpacks to more than one may be is refused', () => {
  const lines = framed({ text: 'x'.repeat(longestReport) });
  expect(lines.length).toBeLessThan(5);
  expect(reportIn(lines, pod, seal)).toBeUndefined();
});
