/** What the registry keeps about itself: logs, queues, keys, messages. logentry and logentry2 hold what is older. */
export const operations = `
logentry id:i8 kind>logentrykind account_id:i4* performer_id:i4?* repository_id:i4?* datetime:ts* ip:v255? metadata_json:t
  (account_id,datetime)* (performer_id,datetime)* (repository_id,datetime)* (repository_id,datetime,kind_id)*
logentry2 kind>logentrykind account_id:i4* performer_id:i4?* repository_id:i4?* datetime:ts* ip:v255? metadata_json:t
  (account_id,datetime)* (performer_id,datetime)* (repository_id,datetime)* (repository_id,datetime,kind_id)*
logentry3 id:i8 kind_id:i4 account_id:i4 performer_id:i4? repository_id:i4? datetime:ts* ip:v255? metadata_json:t
  (account_id,datetime)* (performer_id,datetime)* (repository_id,datetime,kind_id)*
messages content:t uuid:v36* media_type>mediatype severity:v255*
quayrelease service>quayservice version:v255 region>quayregion reverted:b created:ts*
  (service_id,region_id,created)* (service_id,version,region_id)!
queueitem queue_name:v1024* body:t available_after:ts* available:b* processing_expires:ts?* retries_remaining:i4*
  state_id:v255! (processing_expires,available)* (processing_expires,queue_name,available)*
  (processing_expires,available_after,retries_remaining,available)*queueitem_pexpires_aafter_rremaining_available
  (processing_expires,available_after,queue_name,retries_remaining,available)*queueitem_pe_aafter_qname_rremaining_available
servicekey name:v255 kid:v255! service:v255* jwk:t metadata:t created_date:ts expiration_date:ts? rotation_duration:i4?
  approval>servicekeyapproval?
servicekeyapproval approver_id:i4?* approval_type:v255* approved_date:ts notes:t
`;
