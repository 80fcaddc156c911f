/**
 * Values to be put where a secret may be, and looked for in everything that leaves. Each is told by its number from all
 * others, and has two halves with what addresses, JSON, YAML and shells treat in their own way between them: what shows
 * one half has shown a secret.
 */
export class Canaries {
  readonly #places: string[] = [];

  /** A value of its own for a place, which a failure names. */
  at(place: string): string {
    this.#places.push(place);
    const number = this.#places.length - 1;
    return `${half(number, 'a')}/@:%"' é${half(number, 'b')}`;
  }

  get count(): number {
    return this.#places.length;
  }

  /** The places whose values a text holds: plain, escaped, URL-encoded, in hexadecimal, or in base64 of either alphabet. */
  in(text: string): readonly string[] {
    const found = new Set<string>();
    for (const form of formsOf(text)) {
      for (const [, number] of form.matchAll(/Cn4ry(\d{4})[ab]/g)) found.add(this.#places[Number(number)] ?? 'unknown');
    }
    return [...found];
  }
}

function half(number: number, which: 'a' | 'b'): string {
  return `Cn4ry${String(number).padStart(4, '0')}${which}`;
}

/** The text itself and what is encoded in it, twice at most: a Secret in a Secret. */
function formsOf(text: string, depth = 0): readonly string[] {
  if (depth === 3) return [];
  const encoded = text.match(/[A-Za-z0-9+/_=-]{12,}/g) ?? [];
  // A value may stand anywhere in what was encoded, and a piece of it may have been cut off at either end.
  const decoded = encoded.flatMap((word) =>
    [0, 1, 2, 3].map((skip) => Buffer.from(word.slice(skip), 'base64').toString('latin1')),
  );
  const hexadecimal = (text.match(/[0-9a-fA-F]{24,}/g) ?? []).map((word) =>
    Buffer.from(word, 'hex').toString('latin1'),
  );
  const inside = [...decoded, ...hexadecimal].filter((form) => /Cn4ry|[A-Za-z0-9+/]{12}/.test(form));
  return [text, ...formsOf(inside.join('\n'), inside.length === 0 ? 3 : depth + 1)];
}
