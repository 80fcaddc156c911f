/** Builds the page into a folder. Needs the packages of this folder. */
export function buildPage(output: string): Promise<void>;
