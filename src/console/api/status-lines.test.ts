import fc from 'fast-check';
import { expect, test } from 'vitest';
import { statusLines } from './status-lines.ts';

function streamOf(chunks: readonly Uint8Array[], onCancel: () => void = () => undefined): ReadableStream<Uint8Array> {
  let next = 0;
  return new ReadableStream({
    pull: (controller) => {
      const chunk = chunks[next++];
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
    cancel: onCancel,
  });
}

async function all(stream: ReadableStream<Uint8Array>): Promise<unknown[]> {
  const lines: unknown[] = [];
  for await (const line of statusLines(stream)) lines.push(line);
  return lines;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('lines are whole however the network cuts them, in the middle of a character too', async () => {
  const lines = [{ heartbeat: true }, { error: { code: 403, message: 'für „niemand“ 🚫' } }, { heartbeat: true }];
  const whole = bytes(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: whole.length }), { maxLength: 12 }), async (cuts) => {
      const edges = [0, ...cuts.sort((a, b) => a - b), whole.length];
      const chunks = edges.slice(1).map((end, index) => whole.slice(edges[index], end));
      expect(await all(streamOf(chunks))).toEqual(lines);
    }),
  );
});

test('a last line without its end counts, empty ones do not', async () => {
  expect(await all(streamOf([bytes('\n{"heartbeat":true}\n\n{"heartbeat":true}')]))).toHaveLength(2);
});

test('a line that is cut off is an error, not a status', async () => {
  await expect(all(streamOf([bytes('{"heartbeat":true}\n{"status":{"sta')]))).rejects.toThrow(SyntaxError);
});

test('who stops reading ends the request', async () => {
  let cancelled = false;
  const stream = streamOf([bytes('{"heartbeat":true}\n'), bytes('{"heartbeat":true}\n')], () => (cancelled = true));
  for await (const line of statusLines(stream)) {
    expect(line).toEqual({ heartbeat: true });
    break;
  }
  expect(cancelled).toBe(true);
});
