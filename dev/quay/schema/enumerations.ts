/** Tables of fixed names, which Quay fills when it makes the schema; the notation is `parseTables`'s. */
export const enumerations = `
accesstokenkind name:v255!
apprblobplacementlocation name:v255!
apprtagkind name:v255!
buildtriggerservice name:v255!
disablereason name:v255!
externalnotificationevent name:v255!
externalnotificationmethod name:v255!
imagestoragelocation name:v255!
imagestoragesignaturekind name:v255!
imagestoragetransformation name:v255!
labelsourcetype name:v255! mutable:b
logentrykind name:v255!
loginservice name:v255!
mediatype name:v255!
notificationkind name:v255!
quayregion name:v255!
quayservice name:v255!
repositorykind name:v255!
role name:v255!
tagkind name:v255!
teamrole name:v255*
userpromptkind name:v255*
visibility name:v255!
`;
