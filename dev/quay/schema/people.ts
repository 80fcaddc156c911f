/** Users, robots, organisations (all of them rows of "user"), their teams and tokens. */
export const people = `
user uuid:v36? username:v255! password_hash:v255? email:v255! verified:b stripe_id:v255?* organization:b* robot:b*
  invoice_email:b invalid_login_attempts:i4=0 last_invalid_login:ts removed_tag_expiration_s:i4=1209600 enabled:b=true
  invoice_email_address:v255?* company:v255? family_name:v255? given_name:v255? location:v255?
  maximum_queued_builds_count:i4? creation_date:ts? last_accessed:ts?*
userprompt user>user kind>userpromptkind (user_id,kind_id)!
userregion user>user location>imagestoragelocation
emailconfirmation code:v255! user>user pw_reset:b new_email:v255? email_confirm:b created:ts verification_code:v255?
federatedlogin user>user service>loginservice service_ident:v255 metadata_json:t
  (service_id,service_ident)! (service_id,user_id)!
robotaccountmetadata robot_account>user! description:v255 unstructured_json:t
robotaccounttoken robot_account>user! token:v255 fully_migrated:b=false
appspecificauthtoken user>user uuid:v36* title:v255 ~token_code:v255 created:ts expiration:ts? last_accessed:ts?
  token_name:v255! token_secret:v255 (user_id,expiration)*
deletednamespace namespace>user! marked:ts original_username:v255* original_email:v255* queue_id:v255?*
namespacegeorestriction namespace>user added:ts description:v255 unstructured_json:t
  restricted_region_iso_code:v255* (namespace_id,restricted_region_iso_code)!
notification uuid:v255* kind>notificationkind target>user metadata_json:t created:ts* dismissed:b lookup_path:v255?*
team name:v255* organization>user role>teamrole description:t (name,organization_id)!
teammember user>user team>team (user_id,team_id)!
teammemberinvite user>user? email:v255? team>team inviter>user invite_token:v255
teamsync team>team! transaction_id:v255 last_updated:ts?* service>loginservice config:t
oauthapplication client_id:v255* ~client_secret:v255? redirect_uri:v255 application_uri:v255 organization>user name:v255
  description:t gravatar_email:v255? secure_client_secret:v255? fully_migrated:b=false
oauthaccesstoken uuid:v255* application>oauthapplication authorized_user>user scope:v255 ~access_token:v255?
  token_type:v255 expires_at:ts ~refresh_token:v255? data:t token_code:v255 token_name:v255!
oauthauthorizationcode application>oauthapplication ~code:v255? scope:v255 data:t code_credential:v255 code_name:v255!
`;
