/**
 * How the worker's reports stand in the log of its pod: lines among the ones for people. Each is signed, with the pod in
 * what is signed, so that no line of another pod, of another run or of somebody's own is one.
 */

export const reportKinds = ['source', 'progress', 'proof', 'upgrade'] as const;
export type ReportKind = (typeof reportKinds)[number];

/** What framing needs of where it runs. */
export interface ReportSeal {
  /** Base64 of an HMAC-SHA256 under the key that the engine drew for this attempt. */
  sign(text: string): string;
  /** Compressed, in base64. */
  pack(text: string): string;
  /** The other way; throws for anything else, and for more than a report may be. */
  unpack(packed: string): string;
}

/** Characters of a report as JSON: the proof of ten thousand tables takes 512 KiB. */
export const longestReport = 2 * 1024 * 1024;

const prefix = 'quay-migration-report';

/** A line stays below 4 KiB, which one write to a pipe takes as a whole: no runtime cuts it in two. */
const payloadSize = 3500;

/** Lines of one report. What is packed into more of them is refused by who writes it. */
export const mostFrames = 512;

/** No line of a report is longer. */
export const longestFrame = 4000;

/** The subject of a proof that the engine hands over to a Job, where a report has the uid of its pod. */
export const handedOver = 'handed over';

const pattern = new RegExp(
  `^${prefix} (${reportKinds.join('|')}) ([0-9]{1,9}) ([0-9]{1,3})/([0-9]{1,3}) ` +
    `([A-Za-z0-9+/]{1,${payloadSize}}={0,2}) ([A-Za-z0-9+/]{43}=)$`,
);

/** Whether a line of the log is for the engine and not for people. */
export function isFrame(line: string): boolean {
  return line.startsWith(`${prefix} `);
}

/** The lines that carry a report. `number` tells one report of a subject from another. */
export function framesOf(
  report: unknown,
  place: { readonly subject: string; readonly kind: ReportKind; readonly number: number },
  seal: ReportSeal,
): readonly string[] {
  const packed = seal.pack(JSON.stringify(report));
  const count = Math.ceil(packed.length / payloadSize);
  if (count > mostFrames) throw new Error(`the report ${place.kind} is too large: ${packed.length} characters`);
  return Array.from({ length: count }, (_, index) => {
    const payload = packed.slice(index * payloadSize, (index + 1) * payloadSize);
    const body = `${prefix} ${place.kind} ${place.number} ${index + 1}/${count} ${payload}`;
    return `${body} ${seal.sign(signed(place.subject, body))}`;
  });
}

/**
 * The latest whole report of a kind among lines of any other sort. Undefined when there is none: a line that is cut,
 * changed, or signed for another pod counts as one that is not there, and what is too large is no report.
 */
export function reportIn(
  lines: Iterable<string>,
  { subject, kind }: { readonly subject: string; readonly kind: ReportKind },
  seal: ReportSeal,
): unknown {
  const parts = new Map<string, Map<number, string>>();
  let whole: string | undefined;
  for (const line of lines) {
    const [, of, number = '', index = '', count = '', payload = '', signature] = pattern.exec(line) ?? [];
    if (of !== kind || seal.sign(signed(subject, line.slice(0, line.lastIndexOf(' ')))) !== signature) continue;
    const key = `${number}/${count}`;
    const found = (parts.get(key) ?? new Map<number, string>()).set(Number(index), payload);
    parts.set(key, found);
    if (found.size === Number(count)) whole = inOrder(found);
  }
  try {
    return whole === undefined ? undefined : JSON.parse(seal.unpack(whole));
  } catch {
    return undefined;
  }
}

function signed(subject: string, body: string): string {
  return `${subject}\n${body}`;
}

function inOrder(parts: ReadonlyMap<number, string>): string {
  return [...parts]
    .sort(([one], [other]) => one - other)
    .map(([, payload]) => payload)
    .join('');
}
