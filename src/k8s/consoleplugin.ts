import type { KubernetesObject } from './object.ts';

/** console.openshift.io/v1: how a plugin tells the console where its files and its service are. */
export interface ConsolePlugin extends KubernetesObject {
  readonly spec: {
    readonly displayName: string;
    readonly backend: { readonly type: 'Service'; readonly service?: PluginService & { readonly basePath?: string } };
    readonly proxy?: readonly PluginProxy[];
    readonly i18n?: { readonly loadType: 'Preload' | 'Lazy' | '' };
  };
}

export interface PluginService {
  readonly name: string;
  readonly namespace: string;
  readonly port: number;
}

export interface PluginProxy {
  readonly alias: string;
  /** Absent: None. */
  readonly authorization?: 'UserToken' | 'None';
  readonly endpoint: { readonly type: 'Service'; readonly service?: PluginService };
}
