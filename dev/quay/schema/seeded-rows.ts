import { type LegacyHead, quay33 } from './legacy-tables.ts';

const mirrorEvents = ['repo_mirror_sync_started', 'repo_mirror_sync_success', 'repo_mirror_sync_failed'];

const logEntryKinds = `
account_change_cc account_change_password account_change_plan account_convert add_repo_accesstoken
add_repo_notification add_repo_permission add_repo_webhook build_dockerfile change_repo_permission
change_repo_visibility create_application create_prototype_permission create_repo create_robot create_tag
delete_application delete_prototype_permission delete_repo delete_repo_accesstoken delete_repo_notification
delete_repo_permission delete_repo_trigger delete_repo_webhook delete_robot delete_tag manifest_label_add
manifest_label_delete modify_prototype_permission move_tag org_add_team_member org_create_team org_delete_team
org_delete_team_member_invite org_invite_team_member org_remove_team_member org_set_team_description
org_set_team_role org_team_member_invite_accepted org_team_member_invite_declined pull_repo push_repo
regenerate_robot_token repo_verb reset_application_client_secret revert_tag service_key_approve service_key_create
service_key_delete service_key_extend service_key_modify service_key_rotate setup_repo_trigger set_repo_description
take_ownership update_application change_repo_trust reset_repo_notification change_tag_expiration
create_app_specific_token revoke_app_specific_token toggle_repo_trigger repo_mirror_enabled repo_mirror_disabled
repo_mirror_config_changed repo_mirror_sync_started repo_mirror_sync_failed repo_mirror_sync_success
repo_mirror_sync_now_requested repo_mirror_sync_tag_success repo_mirror_sync_tag_failed repo_mirror_sync_test_success
repo_mirror_sync_test_failed repo_mirror_sync_test_started change_repo_state`;

const notificationKinds = `
build_failure build_queued build_start build_success expiring_license maintenance org_team_invite over_private_usage
password_required repo_push service_key_submitted vulnerability_found build_cancelled`;

const mediaTypes = `
text/plain application/json text/markdown application/vnd.cnr.blob.v0.tar+gzip
application/vnd.cnr.package-manifest.helm.v0.json application/vnd.cnr.package-manifest.kpm.v0.json
application/vnd.cnr.package-manifest.docker-compose.v0.json application/vnd.cnr.package.helm.v0.tar+gzip
application/vnd.cnr.package.kpm.v0.tar+gzip application/vnd.cnr.package.docker-compose.v0.tar+gzip
application/vnd.cnr.manifests.v0.json application/vnd.cnr.manifest.list.v0.json
application/vnd.docker.distribution.manifest.v1+json application/vnd.docker.distribution.manifest.v1+prettyjws
application/vnd.docker.distribution.manifest.v2+json application/vnd.docker.distribution.manifest.list.v2+json`;

/** 04b9d2191450 brought them. */
const ociMediaTypes = ['application/vnd.oci.image.manifest.v1+json', 'application/vnd.oci.image.index.v1+json'];

/** The names that Quay's own schema upgrade puts into its enumerations, with ids from 1 on in this order. */
export function seededNames(head: LegacyHead): Readonly<Record<string, readonly string[]>> {
  return {
    accesstokenkind: ['build-worker', 'pushpull-token'],
    apprblobplacementlocation: ['local_eu', 'local_us'],
    apprtagkind: ['tag', 'release', 'channel'],
    buildtriggerservice: ['github', 'gitlab', 'bitbucket', 'custom-git'],
    disablereason: ['user_toggled', 'successive_build_failures', 'successive_build_internal_errors'],
    externalnotificationevent: [
      ...words('build_failure build_queued build_start build_success repo_push vulnerability_found build_cancelled'),
      ...mirrorEvents,
    ],
    externalnotificationmethod: ['email', 'flowdock', 'hipchat', 'quay_notification', 'slack', 'webhook'],
    imagestoragelocation: words(
      's3_us_east_1 s3_eu_west_1 s3_ap_southeast_1 s3_ap_southeast_2 s3_ap_northeast_1 s3_sa_east_1 local s3_us_west_1',
    ),
    imagestoragesignaturekind: ['gpg2'],
    imagestoragetransformation: ['squash', 'aci'],
    labelsourcetype: ['manifest', 'api', 'internal'],
    logentrykind: words(logEntryKinds),
    loginservice: ['github', 'quayrobot', 'ldap', 'google', 'keystone', 'dex', 'jwtauthn'],
    mediatype: [...words(mediaTypes), ...(head === quay33 ? ociMediaTypes : [])],
    notificationkind: [...words(notificationKinds), ...mirrorEvents],
    repositorykind: ['image', 'application'],
    role: ['admin', 'write', 'read'],
    tagkind: ['tag'],
    teamrole: ['admin', 'creator', 'member'],
    userpromptkind: ['confirm_username', 'enter_name', 'enter_company'],
    visibility: ['public', 'private'],
  };
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
