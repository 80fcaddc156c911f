import { fromJS, Map as ImmutableMap } from 'immutable';
import type { Model } from './model.ts';

interface KubernetesObject {
  readonly metadata: { readonly uid?: string; readonly name?: string; readonly resourceVersion?: string };
}

type State = ImmutableMap<string, unknown>;
interface Action {
  readonly type: string;
  readonly payload?: {
    readonly id?: string;
    readonly query?: unknown;
    readonly k8sObjects?: unknown;
    readonly resources?: { readonly models: readonly Model[] };
  };
}

const initial: State = fromJS({ RESOURCES: { inFlight: false, models: {} } }) as State;

/** The console's reducer for what the SDK's watches report; the npm package has the actions only. */
export function k8sReducer(state: State = initial, { type, payload = {} }: Action): State {
  const { id = '' } = payload;
  switch (type) {
    case 'getResourcesInFlight':
      return state.setIn(['RESOURCES', 'inFlight'], true);
    case 'resources':
      return state
        .setIn(['RESOURCES', 'models'], modelsByKey(payload.resources?.models ?? []))
        .setIn(['RESOURCES', 'inFlight'], false)
        .setIn(['RESOURCES', 'loaded'], true);
    case 'startWatchK8sObject':
      return state.set(id, started(ImmutableMap()));
    case 'startWatchK8sList':
      return state.set(id, started(ImmutableMap()));
    case 'stopWatchK8s':
      return state.delete(id);
    default:
      return state.has(id) ? watched(state, type, id, payload.k8sObjects) : state;
  }
}

function watched(state: State, type: string, id: string, received: unknown): State {
  switch (type) {
    case 'modifyObject':
      return loaded(state, id, fromJS(received));
    case 'loaded':
      return loaded(state, id, added(ImmutableMap(), received as KubernetesObject[]));
    case 'bulkAddToList':
      return state.updateIn([id, 'data'], (data) => added(data as State, received as KubernetesObject[]));
    case 'updateListFromWS':
      return state.updateIn([id, 'data'], (data) => changed(data as State, received as Event[]));
    case 'errored':
      return state.setIn([id, 'loadError'], received).setIn([id, 'loaded'], false);
    default:
      return state;
  }
}

interface Event {
  readonly type: string;
  readonly object: KubernetesObject;
}

function started(data: unknown): State {
  return ImmutableMap({ data, loaded: false, loadError: '' }) as State;
}

function loaded(state: State, id: string, data: unknown): State {
  return state.mergeIn([id], { loaded: true, loadError: '' }).setIn([id, 'data'], data);
}

function added(data: State, objects: readonly KubernetesObject[]): State {
  return objects.reduce((all, object) => all.set(object.metadata.uid ?? '', fromJS(object)), data);
}

function changed(data: State, events: readonly Event[]): State {
  return events.reduce(
    (all, { type, object }) => (type === 'DELETED' ? all.delete(object.metadata.uid ?? '') : added(all, [object])),
    data,
  );
}

function modelsByKey(models: readonly Model[]): State {
  const keyOf = (model: Model) => (model.crd ? `${model.apiGroup}~${model.apiVersion}~${model.kind}` : model.kind);
  return models.reduce((all, model) => all.set(keyOf(model), model), ImmutableMap() as State);
}
