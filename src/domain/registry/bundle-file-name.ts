const oldPrefix = 'extra_ca_certs_';
const newPrefix = 'extra_ca_cert_';

/** Made by the legacy operator for its own Clair v2. */
const generatedForClair = 'extra_ca_certs_clair.crt';

/**
 * Names that quay-operator gives a meaning of its own: it merges what is called `*.config.yaml` over config.yaml, keys
 * included, and takes `clair-config.yaml` for settings of Clair v4. To the legacy operator they were files like others.
 */
const operatorsOwn = /\.config\.yaml|^clair-config\.yaml$/;

/**
 * What a file of the legacy pods is called in the bundle; undefined when it does not belong there. CA files with the
 * legacy prefix would reach Quay's pods but not Clair's.
 */
export function bundleFileName(
  name: string,
  content: string,
  others: Readonly<Record<string, string>>,
): string | undefined {
  if (operatorsOwn.test(name)) return name.replaceAll('config.yaml', 'config.yml');
  if (!name.startsWith(oldPrefix)) return name;
  const rest = name.slice(oldPrefix.length);
  if (name === generatedForClair || content === '' || rest === '') return undefined;
  return newPrefix + (Object.hasOwn(others, newPrefix + rest) ? `legacy-${rest}` : rest);
}
