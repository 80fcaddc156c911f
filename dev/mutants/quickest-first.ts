import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** One failing test is enough to notice a mutant: Vitest begins with the slowest files, this with the quickest. */
export class QuickestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).reverse();
  }
}
