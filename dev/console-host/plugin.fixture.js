// A plugin as small as one can be, in the form that SDK 4.19's build gives it: it shows that the host loads such ones.
(() => {
  let scope;
  const shared = async (name) => {
    const [version] = Object.values(scope[name]);
    return (await version.get())();
  };
  const modules = {
    Tab: async () => {
      const { createElement, useState } = await shared('react');
      const { useModal } = await shared('@openshift-console/dynamic-plugin-sdk');
      const { Link } = await shared('react-router-dom-v5-compat');
      const { useTranslation } = await shared('react-i18next');
      const Modal = ({ closeModal }) =>
        createElement(
          'div',
          { role: 'dialog', 'aria-label': 'Fixture' },
          createElement('button', { onClick: closeModal }, 'Close'),
        );
      const Tab = ({ obj }) => {
        const [count, setCount] = useState(0);
        const launch = useModal();
        const { t } = useTranslation('plugin__fixture');
        return createElement(
          'div',
          { 'data-test': 'fixture-tab' },
          createElement('p', null, `${t('Object')} ${obj.metadata.name} ${obj.metadata.labels?.state ?? 'none'}`),
          createElement('button', { onClick: () => setCount(count + 1) }, `Count ${count}`),
          createElement('button', { onClick: () => launch(Modal, {}) }, 'Open'),
          createElement(Link, { to: '/' }, 'Home'),
        );
      };
      return () => ({ default: Tab });
    },
    useActions: async () => {
      const { useMemo } = await shared('react');
      const useActions = (object) => {
        const actions = useMemo(
          () => [
            { id: 'migrate', label: `Migrate ${object.metadata.name}`, cta: () => (document.title = 'migrating') },
          ],
          [object],
        );
        return [actions, true, undefined];
      };
      return () => ({ default: useActions });
    },
  };
  window.loadPluginEntry('fixture@1.0.0', {
    init: (given) => void (scope = given),
    get: (name) => modules[name](),
  });
})();
