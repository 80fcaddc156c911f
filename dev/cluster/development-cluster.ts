import { buildImage } from '../image/build-image.ts';
import { type DevelopmentNode, startNode } from '../node/node.ts';
import { startSimulatedOperator } from '../operator/operator.ts';
import { installAccess } from './access.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';
import { ensureDebianPackages } from './debian-packages.ts';
import { installCustomResources } from './custom-resources.ts';
import { installOperator } from './operator-objects.ts';
import { type OperatorVersion, minorOf, simulatedVersion } from '../operator/version-facts.ts';
import { ensureToolchain } from './tools/toolchain.ts';

/** A control plane with a simulated node and a simulated operator: what the product is developed and tested on. */
export interface DevelopmentCluster extends ControlPlane {
  readonly node: DevelopmentNode;
  /** dist/image, which the node runs our image from. */
  readonly imageDirectory: string;
  readonly operatorVersion: OperatorVersion;
}

/** Starts everything; `timeScale` shortens the operator's own waits. What was started stops when a part fails. */
export async function startDevelopmentCluster(options: { readonly timeScale: number }): Promise<DevelopmentCluster> {
  const operatorVersion = simulatedVersion();
  ensureDebianPackages();
  // Neither needs the other, and the first of each takes minutes.
  const [toolchain, imageDirectory] = await Promise.all([ensureToolchain(), buildImage()]);
  const plane = await startControlPlane({
    toolchain,
    prepare: (client) => installCustomResources(client, minorOf(operatorVersion)),
  });
  const stops: (() => Promise<void>)[] = [() => plane.stop()];
  const stop = async (): Promise<void> => {
    for (const one of stops.reverse()) await one();
  };
  try {
    await installAccess(plane.client('admin'));
    await installOperator(plane.client('admin'), operatorVersion);
    const { server, caFile, directory, index } = plane;
    const node = await startNode({ client: plane.client('node'), server, caFile, directory, index, imageDirectory });
    stops.push(() => node.stop());
    const operator = startSimulatedOperator({ client: plane.client('operator'), version: operatorVersion, ...options });
    stops.push(() => operator.stop());
    return { ...plane, node, imageDirectory, operatorVersion, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
