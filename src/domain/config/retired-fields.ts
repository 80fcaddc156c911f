/** Settings of Quay 3.2 and 3.3 that current Quay versions do not read, and why they are removed. */
export const retiredFields: readonly { readonly name: RegExp; readonly reason: string }[] = [
  // The official migrator removed the same ones; FEATURE_SIGNING still changes the configuration of nginx.
  { name: /^(?:GPG2_|SIGNING_ENGINE$|FEATURE_SIGNING$)/, reason: 'Quay no longer signs ACI images' },
  { name: /^FEATURE_ACI_CONVERSION$/, reason: 'Quay no longer converts images to ACI' },
  { name: /^(?:FEATURE_)?BITTORRENT(?:_|$)/, reason: 'Quay no longer distributes images by BitTorrent' },
  { name: /^FEATURE_(?:READONLY_)?APP_REGISTRY$/, reason: 'Quay no longer has an App Registry' },
  { name: /^JWTPROXY_/, reason: 'Quay no longer has a JWT proxy' },
  { name: /^V3_UPGRADE_MODE$/, reason: 'The upgrade to Quay 3 is complete' },
  {
    name: /^SECURITY_SCANNER_(?:ENDPOINT|ISSUER_NAME|ENGINE_VERSION_TARGET|API_VERSION)$/,
    reason: 'The field belongs to Clair v2, which current Quay versions do not support; Clair v4 has its own settings',
  },
  { name: /^FEATURE_EXPERIMENTAL_HELM_OCI_SUPPORT$/, reason: 'The field is now called FEATURE_HELM_OCI_SUPPORT' },
];
