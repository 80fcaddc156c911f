import { applyMiddleware, combineReducers, legacy_createStore } from 'redux';
import { thunk } from 'redux-thunk';
import { k8sReducer } from './k8s-reducer.ts';

/** The two parts of the console's state that the SDK reads. Nobody is impersonated here. */
export const store = legacy_createStore(
  combineReducers({ k8s: k8sReducer, sdkCore: (state = { user: { username: window.SERVER_FLAGS.user } }) => state }),
  {},
  applyMiddleware(thunk),
);
