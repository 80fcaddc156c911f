/**
 * Works through the items in their order with so many workers, each with a resource of its own. The first failure
 * stops the others from taking another item, and is thrown when all have come to rest.
 */
export async function inParallel<Item, Resource extends { end(): Promise<void> }>(
  items: readonly Item[],
  open: readonly (() => Promise<Resource>)[],
  work: (resource: Resource, item: Item) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const failures: unknown[] = [];
  const worker = async (start: () => Promise<Resource>): Promise<void> => {
    let resource: Resource | undefined;
    try {
      resource = await start();
      for (let item = queue.shift(); item !== undefined && failures.length === 0; item = queue.shift()) {
        await work(resource, item);
      }
    } catch (error) {
      failures.push(error);
    } finally {
      await resource?.end().catch(() => undefined);
    }
  };
  await Promise.all(open.map(worker));
  if (failures.length > 0) throw failures[0];
}
