/** What a table, index, constraint or sequence is, as its server tells it. Texts are the same on all versions. */
export interface Definition {
  /** Kind and name: `index public.repository_name`. */
  readonly object: string;
  readonly text: string;
}
