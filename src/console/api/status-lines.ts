import type { StatusLine } from '../../contract/migration-status.ts';

/** The lines of a stream of JSON, one object each, however the network cuts it. Ends when the stream ends. */
export async function* statusLines(body: ReadableStream<Uint8Array>): AsyncGenerator<StatusLine, void> {
  for await (const line of textLines(body)) {
    if (line.trim() !== '') yield JSON.parse(line) as StatusLine;
  }
}

async function* textLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    yield rest + decoder.decode();
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
