// Node and browsers have these; their types are of neither library that this room compiles with.
declare function atob(base64: string): string;
declare function btoa(bytes: string): string;
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
declare class TextDecoder {
  constructor(encoding: string, options: { readonly ignoreBOM: boolean });
  decode(bytes: Uint8Array): string;
}

/** As many as a function may have arguments, everywhere. */
const chunk = 8192;

/** The base64 text that a Secret's `data` holds, of a string's UTF-8 bytes. */
export function encodeBase64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += chunk) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + chunk)));
  }
  return btoa(parts.join(''));
}

/**
 * The string whose UTF-8 bytes the base64 text holds; bytes that are no UTF-8 become U+FFFD. What is no base64 is
 * skipped, line breaks among it: `atob` would throw.
 */
export function decodeBase64(base64: string): string {
  const letters = base64.replace(/[^A-Za-z0-9+/]/g, '');
  const binary = atob(letters.length % 4 === 1 ? letters.slice(0, -1) : letters);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
