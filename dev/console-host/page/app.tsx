import { Masthead, MastheadContent, MastheadMain, Page, PageSection } from '@patternfly/react-core';
import { useResolvedExtensions } from '@openshift/dynamic-plugin-sdk';
import { isRoutePage } from '@openshift-console/dynamic-plugin-sdk';
import type { ReactNode } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { DetailsPage } from './details-page.tsx';
import { HostControls } from './host-controls.tsx';
import { ListPage } from './list-page.tsx';

const ecosystems = 'redhatcop.redhat.io~v1alpha1~QuayEcosystem';
const operand = '/k8s/ns/:ns/operators.coreos.com~v1alpha1~ClusterServiceVersion/:appName/:plural';

/** The console's addresses for the kinds that the plugin extends: generic pages and OLM's operand pages. */
export function App(): ReactNode {
  const [routes] = useResolvedExtensions(isRoutePage as never) as unknown as [RoutePage[]];
  return (
    <Page
      masthead={
        <Masthead>
          <MastheadMain>Console host</MastheadMain>
          <MastheadContent>
            <HostControls />
          </MastheadContent>
        </Masthead>
      }
    >
      <PageSection id="content-scrollable" isFilled hasBodyWrapper={false}>
        <Routes>
          <Route path="/" element={<Navigate replace to={`/k8s/all-namespaces/${ecosystems}`} />} />
          <Route path="/k8s/all-namespaces/:plural" element={<ListPage />} />
          <Route path="/k8s/ns/:ns/:plural" element={<ListPage />} />
          <Route path={operand} element={<ListPage />} />
          <Route path={`${operand}/:name/*`} element={<DetailsPage />} />
          <Route path="/k8s/ns/:ns/:plural/:name/*" element={<DetailsPage />} />
          {routes.flatMap(({ properties: { path, component: Component }, uid }) =>
            [path].flat().map((one) => <Route key={`${uid}${one}`} path={one} element={<Component />} />),
          )}
        </Routes>
      </PageSection>
    </Page>
  );
}

interface RoutePage {
  readonly uid: string;
  readonly properties: { readonly path: string | string[]; readonly component: React.ComponentType };
}
