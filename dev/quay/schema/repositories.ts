/** Repositories, who may do what with them, their builds, notifications and mirrors. */
export const repositories = `
repository namespace_user>user? name:v255% visibility>visibility description:t?% badge_token:v255 kind>repositorykind=1
  trust_enabled:b=false state:i4*=0 (namespace_user_id,name)!
repositorysearchscore repository>repository! score:i8* last_updated:ts?
repositoryactioncount repository>repository count:i4 date:d* (repository_id,date)!
repositoryauthorizedemail repository>repository email:v255 code:v255! confirmed:b (email,repository_id)!
repositorypermission team>team? user>user? repository>repository role>role
  (team_id,repository_id)! (user_id,repository_id)!
repositorynotification uuid:v255* repository>repository event>externalnotificationevent
  method>externalnotificationmethod title:v255? config_json:t event_config_json:t number_of_failures:i4=0
permissionprototype org>user uuid:v255* activating_user>user? delegate_user>user? delegate_team>team? role>role
  (org_id,activating_user_id)*
star user>user repository>repository created:ts (user_id,repository_id)!
deletedrepository repository>repository! marked:ts original_name:v255* queue_id:v255?*
accesstoken friendly_name:v255? ~code:v255? repository>repository created:ts role>role temporary:b kind>accesstokenkind?
  token_code:v255 token_name:v255!
repositorybuildtrigger uuid:v255 service>buildtriggerservice repository>repository connected_user>user ~auth_token:v255?
  ~private_key:t? config:t write_token>accesstoken? pull_robot>user? disabled_reason>disablereason? enabled:b=true
  successive_failure_count:i4=0 successive_internal_error_count:i4=0 disabled_datetime:ts?* secure_auth_token:v255?
  secure_private_key:t? fully_migrated:b=false
repositorybuild uuid:v255* repository>repository access_token>accesstoken resource_key:v255?* job_config:t phase:v255
  started:ts* display_name:v255 trigger>repositorybuildtrigger? pull_robot>user? logs_archived:b*=false queue_id:v255?*
  (repository_id,started,phase)* (started,logs_archived,phase)*
repomirrorrule uuid:v36! repository>repository creation_date:ts rule_type:i4* rule_value:t left_child>repomirrorrule?
  right_child>repomirrorrule?
repomirrorconfig repository>repository! creation_date:ts is_enabled:b mirror_type:i4* internal_robot>user
  ~external_registry:v255? ~external_namespace:v255? ~external_repository:v255? external_registry_username:v2048?
  external_registry_password:v2048? external_registry_config:t sync_interval:i4=60 sync_start_date:ts?
  sync_expiration_date:ts? sync_retries_remaining:i4=3 sync_status:i4* sync_transaction_id:v36?*
  root_rule>repomirrorrule external_reference:t
`;
