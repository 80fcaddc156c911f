import type { Deployment } from '../../../src/k8s/deployment.ts';
import type { Route } from '../../../src/k8s/route.ts';
import type { Secret } from '../../../src/k8s/secret.ts';
import * as kinds from '../../../src/k8s/resource.ts';
import { encodeBase64 } from '../../../src/domain/config/base64.ts';
import type { RegistryInputs } from '../registry-inputs.ts';
import type { Applied } from './applied.ts';
import { metadataOf } from './object-metadata.ts';
import { serviceOf } from './service-of.ts';
import { deploymentOf } from './workload.ts';

const suffix = 'quay-config-editor';

/** The editor of config.yaml that 3.9 runs beside each registry, with a Route of its own: gone since 3.10. */
export function configEditorObjects(inputs: RegistryInputs): readonly Applied[] {
  if (!inputs.facts.configEditor) return [];
  return [
    [kinds.secrets, credentials(inputs)],
    [kinds.services, serviceOf(inputs, suffix, suffix, [['https', 80, 8080]])],
    ...(inputs.managed('route') ? [[kinds.routes, route(inputs)] as const] : []),
  ];
}

export function configEditorDeployment(inputs: RegistryInputs): readonly Deployment[] {
  if (!inputs.facts.configEditor) return [];
  return [
    deploymentOf(inputs, {
      suffix,
      component: suffix,
      kind: 'quay',
      replicas: 1,
      container: { name: suffix, image: inputs.facts.images.quay, args: ['config'] },
    }),
  ];
}

function credentials(inputs: RegistryInputs): Secret {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadataOf(inputs, `${suffix}-credentials`),
    type: 'Opaque',
    data: { username: encodeBase64('quayconfig'), password: encodeBase64('generated') },
  };
}

function route(inputs: RegistryInputs): Route {
  return {
    apiVersion: 'route.openshift.io/v1',
    kind: 'Route',
    metadata: metadataOf(inputs, suffix, suffix),
    spec: {
      to: { kind: 'Service', name: `${inputs.name}-${suffix}` },
      port: { targetPort: 'https' },
      tls: { termination: 'edge', insecureEdgeTerminationPolicy: 'Redirect' },
    },
  };
}
