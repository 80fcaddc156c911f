/**
 * Rows of a table for each thousand rows of the database; a table that is not here stays empty, which a copy must keep
 * as well (its sequence has never been called). What is left over goes to logentry3, the largest by far in practice.
 */
const shares: Readonly<Record<string, number>> = {
  user: 2,
  userprompt: 0.5,
  emailconfirmation: 0.3,
  federatedlogin: 1,
  robotaccountmetadata: 0.4,
  robotaccounttoken: 0.4,
  appspecificauthtoken: 0.5,
  deletednamespace: 0.2,
  namespacegeorestriction: 0.2,
  notification: 3,
  team: 0.5,
  teammember: 1.5,
  teammemberinvite: 0.2,
  teamsync: 0.2,
  oauthapplication: 0.2,
  oauthaccesstoken: 0.5,
  oauthauthorizationcode: 0.2,
  repository: 4,
  repositorysearchscore: 4,
  repositoryactioncount: 50,
  repositoryauthorizedemail: 0.3,
  repositorypermission: 6,
  repositorynotification: 1,
  permissionprototype: 0.3,
  star: 2,
  accesstoken: 1,
  repositorybuildtrigger: 0.5,
  repositorybuild: 2,
  repomirrorrule: 0.4,
  repomirrorconfig: 0.2,
  imagestorage: 40,
  imagestorageplacement: 40,
  imagestoragesignature: 0.5,
  blobupload: 0.5,
  label: 10,
  manifest: 25,
  manifestblob: 75,
  manifestchild: 3,
  manifestlabel: 10,
  manifestlegacyimage: 25,
  manifestsecuritystatus: 20,
  tag: 40,
  image: 40,
  repositorytag: 25,
  tagmanifest: 25,
  tagmanifestlabel: 10,
  tagmanifestlabelmap: 10,
  tagmanifesttomanifest: 25,
  tagtorepositorytag: 25,
  derivedstorageforimage: 1,
  torrentinfo: 1,
  apprblob: 0.5,
  apprblobplacement: 0.5,
  apprmanifest: 0.3,
  apprmanifestblob: 0.3,
  apprmanifestlist: 0.3,
  apprmanifestlistmanifest: 0.3,
  apprtag: 0.3,
  logentry: 15,
  logentry2: 10,
  messages: 0.2,
  queueitem: 3,
  servicekey: 0.2,
  servicekeyapproval: 0.2,
};

/** Enough that every column type is there; of users, that there are people, organisations and robots. */
const least: Readonly<Record<string, number>> = { user: 20, repository: 8 };
const leastOfOthers = 3;
/** Smaller databases could not hold three rows of each table. */
const fewestRows = 800;

export type RowCounts = Readonly<Record<string, number>>;

/** How many rows each table gets so that the whole database holds `rows`, with `seeded` rows of Quay's own. */
export function rowCounts(rows: number, seeded: number, tables: readonly string[]): RowCounts {
  if (rows < fewestRows) throw new Error(`a legacy database has at least ${fewestRows} rows, not ${rows}`);
  const counts = Object.fromEntries(
    Object.entries(shares)
      .filter(([table]) => tables.includes(table))
      .map(([table, share]) => [table, Math.max(least[table] ?? leastOfOthers, Math.floor((rows * share) / 1000))]),
  );
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { ...counts, logentry3: rows - total - seeded };
}
