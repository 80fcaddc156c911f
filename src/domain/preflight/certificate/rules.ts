import { caConfigmapWithoutAnnotations } from './ca-configmap-without-annotations.ts';
import { certificateExpired } from './certificate-expired.ts';
import { certificateExpiring } from './certificate-expiring.ts';
import { certificateHost } from './certificate-host.ts';
import { certificateIncomplete } from './certificate-incomplete.ts';
import { certificateKey } from './certificate-key.ts';
import { certificateSelfSigned } from './certificate-self-signed.ts';
import { certificateUnreadable } from './certificate-unreadable.ts';
import { passthroughWithoutPair } from './passthrough-without-pair.ts';
import { routeCertificateEdge } from './route-certificate-edge.ts';
import { routeCertificate } from './route-certificate.ts';
import type { FindingRule } from '../finding-rule.ts';

/** The certificate that clients see. */
export const certificateRules: readonly FindingRule[] = [
  caConfigmapWithoutAnnotations,
  routeCertificate,
  certificateIncomplete,
  certificateUnreadable,
  certificateKey,
  certificateHost,
  certificateExpired,
  certificateExpiring,
  certificateSelfSigned,
  passthroughWithoutPair,
  routeCertificateEdge,
];
