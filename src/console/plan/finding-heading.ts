/** What a finding says, as a heading without its full stop, and what follows below it. */
export interface FindingText {
  readonly heading: string;
  readonly rest: string;
}

/** The first sentence is the heading. A dot inside a name, such as config.yaml, ends none. */
export function findingHeading(message: string): FindingText {
  const [, first = message, rest = ''] = /^(.*?[^.])\. (?=[A-Z"])(.*)$/s.exec(message) ?? [];
  return { heading: first.replace(/([^.])\.$/, '$1'), rest };
}
