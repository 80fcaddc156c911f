/**
 * The console's policy of 4.22 without Red Hat's own host. The console only reports what breaks it; here it is
 * enforced, so that a plugin that needs more is found. eval stays allowed, as it is there.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    "base-uri 'self'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    `script-src 'self' 'unsafe-eval' 'nonce-${nonce}'`,
    "style-src 'self' 'unsafe-inline'",
    "connect-src 'self'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');
}
