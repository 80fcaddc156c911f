import { accessDrift } from './access-drift.ts';
import { accessIngressMissing } from './access-ingress-missing.ts';
import { accessManual } from './access-manual.ts';
import { accessPortUnserved } from './access-port-unserved.ts';
import { accessServiceMissing } from './access-service-missing.ts';
import { doorKept } from './door-kept.ts';
import { doorLeft } from './door-left.ts';
import { routeHostChanges } from './route-host-changes.ts';
import { routeHostClaimed } from './route-host-claimed.ts';
import { servicePortUnserved } from './service-port-unserved.ts';
import { terminationDrift } from './termination-drift.ts';
import { terminationNone } from './termination-none.ts';
import { terminationReencrypt } from './termination-reencrypt.ts';
import type { FindingRule } from '../finding-rule.ts';

/** How clients reach the registry: Route, Service, Ingress. */
export const accessRules: readonly FindingRule[] = [
  accessServiceMissing,
  accessPortUnserved,
  routeHostClaimed,
  accessManual,
  accessDrift,
  accessIngressMissing,
  doorLeft,
  routeHostChanges,
  servicePortUnserved,
  terminationReencrypt,
  terminationNone,
  terminationDrift,
  doorKept,
];
