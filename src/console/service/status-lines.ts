import type { StatusLine } from '../../contract/migration-status.ts';

/** The lines of a stream of JSON, one object each, however the network cuts it. Ends when the stream ends. */
export async function* statusLines(body: ReadableStream<Uint8Array>): AsyncGenerator<StatusLine, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.trim() !== '') yield JSON.parse(line) as StatusLine;
      if (done) break;
    }
    if (rest.trim() !== '') yield JSON.parse(rest) as StatusLine;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
