import type { LogLine } from '../containers/container-log.ts';

/** What `kubectl logs` wants, as the API server passes it on to a kubelet. */
export interface LogRequest {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly tailLines: number | undefined;
  readonly limitBytes: number | undefined;
  readonly sinceSeconds: number | undefined;
  /** RFC 3339. */
  readonly sinceTime: string | undefined;
}

/** Undefined when the path is not that of a log. */
export function parseLogRequest(url: string): LogRequest | undefined {
  const { pathname, searchParams } = new URL(url, 'https://node');
  const [, , namespace, pod, container] = pathname.split('/');
  if (!pathname.startsWith('/containerLogs/') || !namespace || !pod || !container) return undefined;
  const number = (name: string) => (searchParams.has(name) ? Number(searchParams.get(name)) : undefined);
  return {
    namespace,
    pod,
    container,
    follow: searchParams.get('follow') === 'true',
    previous: searchParams.get('previous') === 'true',
    timestamps: searchParams.get('timestamps') === 'true',
    tailLines: number('tailLines'),
    limitBytes: number('limitBytes'),
    sinceSeconds: number('sinceSeconds'),
    sinceTime: searchParams.get('sinceTime') ?? undefined,
  };
}

/** The lines that are wanted of those that are there. `now` in milliseconds since 1970. */
export function selectLines(lines: readonly LogLine[], request: LogRequest, now: number): LogLine[] {
  const { sinceSeconds, sinceTime, tailLines } = request;
  const since = sinceSeconds !== undefined ? now - sinceSeconds * 1000 : sinceTime ? Date.parse(sinceTime) : -Infinity;
  const recent = lines.filter(({ time }) => Date.parse(time) >= since);
  return tailLines === undefined ? recent : recent.slice(Math.max(recent.length - tailLines, 0));
}

export function renderLine({ time, text }: LogLine, { timestamps }: LogRequest): string {
  return timestamps ? `${time} ${text}\n` : `${text}\n`;
}
