import { PluginStoreProvider } from '@openshift/dynamic-plugin-sdk';
import { ModalProvider } from '@openshift-console/dynamic-plugin-sdk/lib/app/modal-support/ModalProvider';
import { OverlayProvider } from '@openshift-console/dynamic-plugin-sdk/lib/app/modal-support/OverlayProvider';
import storeHandler from '@openshift-console/dynamic-plugin-sdk/lib/app/storeHandler';
import { createRoot } from 'react-dom/client';
import { Provider } from 'react-redux';
import { BrowserRouter } from 'react-router';
import { App } from './app.tsx';
import { discoverModels } from './models.ts';
import { loadPlugins } from './plugins.ts';
import { store } from './redux-store.ts';
import { initTranslations } from './translations.ts';

storeHandler.setStore(store);
await initTranslations(window.SERVER_FLAGS.plugins);
const pluginStore = await loadPlugins(window.SERVER_FLAGS.plugins);
await discoverModels();

createRoot(document.getElementById('app') as HTMLElement).render(
  <Provider store={store}>
    <PluginStoreProvider store={pluginStore}>
      <BrowserRouter>
        <OverlayProvider>
          <ModalProvider>
            <App />
          </ModalProvider>
        </OverlayProvider>
      </BrowserRouter>
    </PluginStoreProvider>
  </Provider>,
);
