/** Settings of Quay 3.2 and 3.3 that no Quay of today reads, and why they go. */
export const retiredFields: readonly { readonly name: RegExp; readonly reason: string }[] = [
  // The official migrator took the same ones out; FEATURE_SIGNING still changes what nginx serves.
  { name: /^(?:GPG2_|SIGNING_ENGINE$|FEATURE_SIGNING$)/, reason: 'Quay no longer signs ACI images' },
  { name: /^FEATURE_ACI_CONVERSION$/, reason: 'Quay no longer converts images to ACI' },
  { name: /^(?:FEATURE_)?BITTORRENT(?:_|$)/, reason: 'Quay no longer serves images by BitTorrent' },
  { name: /^FEATURE_(?:READONLY_)?APP_REGISTRY$/, reason: 'Quay no longer has an App Registry' },
  { name: /^JWTPROXY_/, reason: 'Quay no longer has a JWT proxy' },
  { name: /^V3_UPGRADE_MODE$/, reason: 'the upgrade to Quay 3 is long done' },
  {
    name: /^SECURITY_SCANNER_(?:ENDPOINT|ISSUER_NAME|ENGINE_VERSION_TARGET|API_VERSION)$/,
    reason: 'it belongs to Clair v2, which no current Quay can talk to; Clair v4 has settings of its own',
  },
  { name: /^FEATURE_EXPERIMENTAL_HELM_OCI_SUPPORT$/, reason: 'it is called FEATURE_HELM_OCI_SUPPORT now' },
];
