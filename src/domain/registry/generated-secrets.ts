/** Passwords and keys that are made outside, because the domain has no randomness. Letters and digits only, but the base64 PSK. */
export interface GeneratedSecrets {
  readonly databasePassword: string;
  readonly databaseRootPassword: string;
  readonly clairPassword: string;
  /** Signs what the worker reports. */
  readonly reportKey: string;
  /** Base64 of 32 characters. */
  readonly securityScannerPsk: string;
}

/** What a preview shows in their place. */
export const secretsOfPreview: GeneratedSecrets = {
  databasePassword: '(generated at start)',
  databaseRootPassword: '(generated at start)',
  clairPassword: '(generated at start)',
  reportKey: '(generated at start)',
  securityScannerPsk: '(generated at start)',
};
