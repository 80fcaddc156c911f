import { accessDrift } from './access-drift.ts';
import { accessIngressMissing } from './access-ingress-missing.ts';
import { accessManual } from './access-manual.ts';
import { accessPortUnserved } from './access-port-unserved.ts';
import { accessServiceMissing } from './access-service-missing.ts';
import { buildersChange } from './builders-change.ts';
import { buildmanHostname } from './buildman-hostname.ts';
import { caConfigmapWithoutAnnotations } from './ca-configmap-without-annotations.ts';
import { certificateExpired } from './certificate-expired.ts';
import { certificateExpiring } from './certificate-expiring.ts';
import { certificateHost } from './certificate-host.ts';
import { certificateIncomplete } from './certificate-incomplete.ts';
import { certificateKey } from './certificate-key.ts';
import { certificateSelfSigned } from './certificate-self-signed.ts';
import { certificateUnreadable } from './certificate-unreadable.ts';
import { choiceUnavailable } from './choice-unavailable.ts';
import { choiceUnknown } from './choice-unknown.ts';
import { clairDatabaseExternal } from './clair-database-external.ts';
import { clairReindex } from './clair-reindex.ts';
import { configFileMissing } from './config-file-missing.ts';
import { configSecretMissing } from './config-secret-missing.ts';
import { configSecretNameRule } from './config-secret-name.ts';
import { configSecretShared } from './config-secret-shared.ts';
import { configYamlMissing } from './config-yaml-missing.ts';
import { configYamlTooLarge } from './config-yaml-too-large.ts';
import { configYamlUnparsable } from './config-yaml-unparsable.ts';
import { databaseCredentialsMissing } from './database-credentials-missing.ts';
import { databaseDeploymentMissing } from './database-deployment-missing.ts';
import { databaseEphemeral } from './database-ephemeral.ts';
import { databaseExternal } from './database-external.ts';
import { databaseMismatch } from './database-mismatch.ts';
import { databaseSecretKeyMissing } from './database-secret-key-missing.ts';
import { databaseServiceMissing } from './database-service-missing.ts';
import { databaseUnmanaged } from './database-unmanaged.ts';
import { databaseUriUnreadable } from './database-uri-unreadable.ts';
import { databaseVolumeUnknown } from './database-volume-unknown.ts';
import { deploymentEdited } from './deployment-edited.ts';
import { deploymentImage } from './deployment-image.ts';
import { doorKept } from './door-kept.ts';
import { doorLeft } from './door-left.ts';
import { dumpIncomplete } from './dump-incomplete.ts';
import { ecosystemDeleting } from './ecosystem-deleting.ts';
import { ecosystemMissing } from './ecosystem-missing.ts';
import { featureRetired } from './feature-retired.ts';
import { fieldDefaulted } from './field-defaulted.ts';
import { fieldWrongType } from './field-wrong-type.ts';
import type { FindingRule } from './finding.ts';
import { gitopsManaged } from './gitops-managed.ts';
import { hostnameMissing } from './hostname-missing.ts';
import { hostnamePort } from './hostname-port.ts';
import { legacyFinalizer } from './legacy-finalizer.ts';
import { migrationPhase } from './migration-phase.ts';
import { mirrorInterval } from './mirror-interval.ts';
import { mirrorRunning } from './mirror-running.ts';
import { mirrorTlsVerify } from './mirror-tls-verify.ts';
import { nameInUse } from './name-in-use.ts';
import { nameInvalid } from './name-invalid.ts';
import { nameTooLong } from './name-too-long.ts';
import { networkPolicy } from './network-policy.ts';
import { operatorAutomaticApproval } from './operator-automatic-approval.ts';
import { operatorBridgingRunning } from './operator-bridging-running.ts';
import { operatorDatabaseDeployment } from './operator-database-deployment.ts';
import { operatorImageUnknown } from './operator-image-unknown.ts';
import { operatorLegacyRunning } from './operator-legacy-running.ts';
import { operatorMissing } from './operator-missing.ts';
import { operatorNewer } from './operator-newer.ts';
import { operatorSeveral } from './operator-several.ts';
import { operatorUnverified } from './operator-unverified.ts';
import { passthroughWithoutPair } from './passthrough-without-pair.ts';
import { quayWouldRefuse } from './quay-would-refuse.ts';
import { quayregistryExists } from './quayregistry-exists.ts';
import { quotaShort } from './quota-short.ts';
import { redisContents } from './redis-contents.ts';
import { redisMixed } from './redis-mixed.ts';
import { registryNotServing } from './registry-not-serving.ts';
import { registryStateReadonly } from './registry-state-readonly.ts';
import { routeCertificateEdge } from './route-certificate-edge.ts';
import { routeCertificate } from './route-certificate.ts';
import { routeHostChanges } from './route-host-changes.ts';
import { routeHostClaimed } from './route-host-claimed.ts';
import { scannerDropped } from './scanner-dropped.ts';
import { scannerKept } from './scanner-kept.ts';
import { scannerStarts } from './scanner-starts.ts';
import { secretKeyMissing } from './secret-key-missing.ts';
import { selfHostedImage } from './self-hosted-image.ts';
import { selfHostedMirror } from './self-hosted-mirror.ts';
import { serviceAccountAnnotated } from './service-account-annotated.ts';
import { servicePortUnserved } from './service-port-unserved.ts';
import { settingNamesOldService } from './setting-names-old-service.ts';
import { settingsDropped } from './settings-dropped.ts';
import { settingsNotCarried } from './settings-not-carried.ts';
import { setupIncomplete } from './setup-incomplete.ts';
import { storageAsConfigured } from './storage-as-configured.ts';
import { storageClassMissing } from './storage-class-missing.ts';
import { storageLocal } from './storage-local.ts';
import { storageMissing } from './storage-missing.ts';
import { superusersDiffer } from './superusers-differ.ts';
import { terminationDrift } from './termination-drift.ts';
import { terminationNone } from './termination-none.ts';
import { terminationReencrypt } from './termination-reencrypt.ts';
import { volumeKept } from './volume-kept.ts';
import { writerForeign } from './writer-foreign.ts';

/** Every rule of preflight; a new one is a file, a line here and a line in docs/hazards.md. */
export const findingRules: readonly FindingRule[] = [
  ecosystemMissing,
  ecosystemDeleting,
  fieldWrongType,
  choiceUnknown,
  choiceUnavailable,
  configSecretShared,
  configSecretMissing,
  configYamlMissing,
  configYamlUnparsable,
  configYamlTooLarge,
  secretKeyMissing,
  databaseSecretKeyMissing,
  hostnameMissing,
  hostnamePort,
  buildmanHostname,
  quayWouldRefuse,
  storageLocal,
  storageMissing,
  databaseEphemeral,
  databaseUriUnreadable,
  databaseMismatch,
  databaseDeploymentMissing,
  databaseServiceMissing,
  databaseCredentialsMissing,
  databaseVolumeUnknown,
  storageClassMissing,
  migrationPhase,
  nameTooLong,
  nameInvalid,
  operatorMissing,
  operatorLegacyRunning,
  operatorBridgingRunning,
  operatorImageUnknown,
  operatorSeveral,
  operatorNewer,
  operatorUnverified,
  selfHostedImage,
  selfHostedMirror,
  quayregistryExists,
  nameInUse,
  operatorDatabaseDeployment,
  caConfigmapWithoutAnnotations,
  configSecretNameRule,
  accessServiceMissing,
  accessPortUnserved,
  routeHostClaimed,
  routeCertificate,
  certificateIncomplete,
  certificateUnreadable,
  certificateKey,
  certificateHost,
  certificateExpired,
  certificateExpiring,
  certificateSelfSigned,
  databaseExternal,
  databaseUnmanaged,
  volumeKept,
  accessManual,
  accessDrift,
  accessIngressMissing,
  doorLeft,
  routeHostChanges,
  servicePortUnserved,
  passthroughWithoutPair,
  routeCertificateEdge,
  terminationReencrypt,
  terminationNone,
  mirrorTlsVerify,
  registryStateReadonly,
  redisMixed,
  settingNamesOldService,
  writerForeign,
  settingsNotCarried,
  buildersChange,
  featureRetired,
  serviceAccountAnnotated,
  superusersDiffer,
  deploymentEdited,
  configFileMissing,
  operatorAutomaticApproval,
  networkPolicy,
  quotaShort,
  gitopsManaged,
  setupIncomplete,
  registryNotServing,
  fieldDefaulted,
  settingsDropped,
  deploymentImage,
  legacyFinalizer,
  storageAsConfigured,
  terminationDrift,
  doorKept,
  redisContents,
  clairReindex,
  scannerKept,
  scannerStarts,
  mirrorRunning,
  mirrorInterval,
  clairDatabaseExternal,
  scannerDropped,
  dumpIncomplete,
];
