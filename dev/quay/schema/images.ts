/** Manifests, tags and blobs: in the present model, in the one of Docker's schema 1 before it, and of applications. */
export const images = `
imagestorage uuid:v255! ~checksum:v255? image_size:i8? uncompressed_size:i8? uploading:b? cas_path:b=false
  content_checksum:v255?*
imagestorageplacement storage>imagestorage location>imagestoragelocation (storage_id,location_id)!
imagestoragesignature storage>imagestorage kind>imagestoragesignaturekind signature:t? uploading:b? (kind_id,storage_id)!
blobupload repository>repository uuid:v255! byte_count:i8 sha_state:t? location>imagestoragelocation storage_metadata:t?
  chunk_count:i4=0 uncompressed_byte_count:i8? created:ts*=2020-05-11T08:23:45 piece_sha_state:t? piece_hashes:t?
  (repository_id,uuid)!
label uuid:v255! key:v255* value:t media_type>mediatype source_type>labelsourcetype
manifest repository>repository digest:v255* media_type>mediatype manifest_bytes:t
  (repository_id,digest)! (repository_id,media_type_id)*
manifestblob repository>repository manifest>manifest blob>imagestorage ~blob_index:i4? (manifest_id,blob_id)!
manifestchild repository>repository manifest>manifest child_manifest>manifest (manifest_id,child_manifest_id)!
  (repository_id,child_manifest_id)* (repository_id,manifest_id)* (repository_id,manifest_id,child_manifest_id)*
manifestlabel repository>repository manifest>manifest label>label (manifest_id,label_id)!
manifestlegacyimage repository>repository manifest>manifest! image>image
manifestsecuritystatus manifest>manifest! repository>repository index_status:i4* error_json:t last_indexed:ts*
  indexer_hash:v128* indexer_version:i4* metadata_json:t
tag name:v255 repository>repository manifest>manifest? lifetime_start_ms:i8 lifetime_end_ms:i8?* hidden:b=false
  reversion:b=false tag_kind>tagkind linked_tag>tag? (repository_id,name)* (repository_id,name,hidden)*
  (repository_id,name,lifetime_end_ms)! (repository_id,name,tag_kind_id)*
  (repository_id,lifetime_end_ms)* (repository_id,lifetime_start_ms)*
image docker_image_id:v255* repository>repository ancestors:v60535?* storage>imagestorage? created:ts? comment:t?
  command:t? aggregate_size:i8? v1_json_metadata:t? v1_checksum:v255? security_indexed:b*=false
  security_indexed_engine:i4*=-1 parent_id:i4?* (repository_id,docker_image_id)!
  (security_indexed_engine,security_indexed)*
repositorytag name:v255 image>image repository>repository lifetime_start_ts:i4=0 lifetime_end_ts:i4?* hidden:b=false
  reversion:b=false (repository_id,name)* (repository_id,name,lifetime_end_ts)!
tagmanifest tag>repositorytag! digest:v255* json_data:t
tagmanifestlabel repository>repository annotated>tagmanifest label>label (annotated_id,label_id)!
tagmanifestlabelmap tag_manifest>tagmanifest manifest>manifest? label>label tag_manifest_label>tagmanifestlabel
  manifest_label>manifestlabel? broken_manifest:b*=false
tagmanifesttomanifest tag_manifest>tagmanifest! manifest>manifest broken:b*=false
tagtorepositorytag repository>repository tag>tag! repository_tag>repositorytag!
derivedstorageforimage source_image>image derivative>imagestorage
  transformation>imagestoragetransformation/fk_derivedstorageforimage_transformation_constraint uniqueness_hash:v255?
  (source_image_id,transformation_id,uniqueness_hash)!uniqueness_index
torrentinfo storage>imagestorage piece_length:i4 pieces:t (storage_id,piece_length)!
apprblob digest:v255! media_type>mediatype size:i8 uncompressed_size:i8?
apprblobplacement blob>apprblob location>apprblobplacementlocation (blob_id,location_id)!
apprmanifest digest:v255! media_type>mediatype manifest_json:t
apprmanifestblob manifest>apprmanifest blob>apprblob (manifest_id,blob_id)!
apprmanifestlist digest:v255! manifest_list_json:t schema_version:v255 media_type>mediatype
apprmanifestlistmanifest manifest_list>apprmanifestlist manifest>apprmanifest operating_system:v255? architecture:v255?
  platform_json:t? media_type>mediatype (manifest_list_id,media_type_id)*
  (manifest_list_id,operating_system,architecture,media_type_id)*apprmanifestlistmanifest_manifest_list_id_operating_system_arch
apprtag name:v255 repository>repository manifest_list>apprmanifestlist? lifetime_start:i8 lifetime_end:i8?* hidden:b
  reverted:b protected:b tag_kind>apprtagkind linked_tag>apprtag? (repository_id,name)* (repository_id,name,hidden)*
  (repository_id,name,lifetime_end)!
`;
