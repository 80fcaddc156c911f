import { isHorizontalNavTab, type K8sResourceCommon, useK8sWatchResource } from '@openshift-console/dynamic-plugin-sdk';
import { useResolvedExtensions } from '@openshift/dynamic-plugin-sdk';
import { Alert, Nav, NavItem, NavList, Spinner, Title } from '@patternfly/react-core';
import { type ComponentType, type ReactNode, Suspense } from 'react';
import { Link, useLocation, useParams } from 'react-router';
import { ObjectActions } from './object-actions.tsx';
import { parseReference } from './object-path.ts';
import { translated } from './translations.ts';

interface Tab {
  readonly properties: {
    readonly model: { group: string; version: string; kind: string };
    readonly page: { readonly name: string; readonly href: string };
    readonly component: ComponentType<Record<string, unknown>>;
  };
}

/** Details, YAML and the plugins' tabs of one object; the last element of the address says which. */
export function DetailsPage(): ReactNode {
  const params = useParams();
  const { ns = '', plural = '', name = '' } = params;
  const groupVersionKind = parseReference(plural);
  const [object, loaded, error] = useK8sWatchResource<K8sResourceCommon>({ groupVersionKind, namespace: ns, name });
  if (error) return <Alert isInline variant="danger" title={String((error as Error).message ?? error)} />;
  if (!loaded) return <Spinner aria-label="Loading" />;
  return (
    <>
      <Title headingLevel="h1" data-test="page-heading">
        {name}
      </Title>
      <ObjectActions object={object} />
      <Tabs object={object} params={params} />
    </>
  );
}

function Tabs({ object, params }: { readonly object: K8sResourceCommon; readonly params: object }): ReactNode {
  const [extensions] = useResolvedExtensions(isHorizontalNavTab as never) as unknown as [Tab[]];
  const { pathname } = useLocation();
  const rest = String((params as Record<string, unknown>)['*'] ?? '');
  const base = rest === '' ? pathname.replace(/\/$/, '') : pathname.slice(0, -rest.length - 1);
  const plugins = extensions
    .map(({ properties }) => properties)
    .filter(({ model }) => object.apiVersion === `${model.group}/${model.version}` && object.kind === model.kind)
    .map(({ page, component }) => ({ name: translated(page.name), href: page.href, component }))
    .sort((one, other) => one.name.localeCompare(other.name));
  const tabs = [
    { name: 'Details', href: '', component: Details },
    { name: 'YAML', href: 'yaml', component: Yaml },
    ...plugins,
  ];
  const shown = tabs.find(({ href }) => href === rest) ?? tabs[0];
  const Component = shown?.component as ComponentType<Record<string, unknown>>;
  return (
    <>
      <Nav variant="horizontal-subnav" aria-label="Tabs">
        <NavList>
          {tabs.map(({ name, href }) => (
            <NavItem key={href} isActive={href === shown?.href}>
              <Link to={href === '' ? base : `${base}/${href}`} data-test-id={`horizontal-link-${name}`}>
                {name}
              </Link>
            </NavItem>
          ))}
        </NavList>
      </Nav>
      <Suspense fallback={<Spinner aria-label="Loading" />}>
        <Component {...params} obj={object} loaded params={params} />
      </Suspense>
    </>
  );
}

function Details({ obj }: { readonly obj?: K8sResourceCommon }): ReactNode {
  return <p>Created {obj?.metadata?.creationTimestamp}</p>;
}

function Yaml({ obj }: { readonly obj?: K8sResourceCommon }): ReactNode {
  return <pre data-test="yaml">{JSON.stringify(obj, null, 2)}</pre>;
}
