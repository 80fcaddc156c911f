/** Part of a sentence as a whole one. A first word that may be the name of something stays as it is. */
export function sentence(text: string): string {
  const said = text.trim();
  if (said === '') return '';
  const begun = /^[a-z]+(?=[\s,;:]|$)/.test(said) ? said.charAt(0).toUpperCase() + said.slice(1) : said;
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}
