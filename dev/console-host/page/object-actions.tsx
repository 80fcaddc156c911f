import {
  type Action,
  isResourceActionProvider,
  type K8sResourceCommon,
  useAccessReview,
} from '@openshift-console/dynamic-plugin-sdk';
import { useResolvedExtensions } from '@openshift/dynamic-plugin-sdk';
import { Dropdown, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import { EllipsisVIcon } from '@patternfly/react-icons';
import { type ReactNode, useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { useDeleteModal } from './holes/useDeleteModal.ts';
import { parseReference } from './object-path.ts';

type Provide = (object: K8sResourceCommon) => [Action[], boolean, unknown];
interface Provider {
  readonly uid: string;
  readonly properties: { readonly model: { group: string; version: string; kind: string }; readonly provider: Provide };
}

interface Props {
  readonly object: K8sResourceCommon;
  readonly isKebab?: boolean;
}

/**
 * The menu of a 4.22 console: providers run once the mouse or the focus is at the toggle; they replace the usual
 * actions, but on operand pages. Opened, it has the focus on its first entry.
 */
export function ObjectActions({ object, isKebab = false }: Props): ReactNode {
  const [isNear, setNear] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const [extensions] = useResolvedExtensions(isResourceActionProvider as never) as unknown as [Provider[]];
  const [provided, setProvided] = useState<Readonly<Record<string, Action[]>>>({});
  const mine = extensions.filter(({ properties: { model } }) => isOf(object, model));
  const approach = () => {
    setNear(true);
  };
  const close = () => {
    setOpen(false);
  };
  return (
    <div style={{ display: 'contents' }} onFocus={approach} onMouseEnter={approach}>
      {isNear &&
        mine.map(({ uid, properties }) => (
          <RunProvider
            key={uid}
            provide={properties.provider}
            object={object}
            onActions={(some) => {
              setProvided((all) => ({ ...all, [uid]: some }));
            }}
          />
        ))}
      <Dropdown
        isOpen={isOpen}
        onOpenChange={setOpen}
        shouldFocusFirstItemOnOpen
        popperProps={{ position: 'right' }}
        toggle={(ref) => (
          <MenuToggle
            ref={ref}
            variant={isKebab ? 'plain' : 'default'}
            isExpanded={isOpen}
            aria-label={isKebab ? `Actions of ${object.metadata?.name ?? ''}` : 'Actions'}
            data-test-id={isKebab ? 'kebab-button' : 'actions-menu-button'}
            onClick={() => {
              setOpen(!isOpen);
            }}
          >
            {isKebab ? <EllipsisVIcon /> : 'Actions'}
          </MenuToggle>
        )}
      >
        {isOpen && (
          <MenuContent
            object={object}
            provided={mine.length === 0 ? undefined : mine.flatMap(({ uid }) => provided[uid] ?? [])}
            close={close}
          />
        )}
      </Dropdown>
    </div>
  );
}

interface MenuContentProps {
  readonly object: K8sResourceCommon;
  /** Of the plugins that extend this kind; undefined where none does. */
  readonly provided: readonly Action[] | undefined;
  readonly close: () => void;
}

function MenuContent({ object, provided, close }: MenuContentProps): ReactNode {
  const usual = useUsualActions(object);
  const isOperand = useLocation().pathname.includes('ClusterServiceVersion');
  const actions = [...(provided ?? []), ...(isOperand || provided === undefined ? usual : [])];
  return (
    <DropdownList>
      {actions.map((action) => (
        <ActionItem key={action.id} action={action} close={close} />
      ))}
    </DropdownList>
  );
}

/** A provider is a hook: it runs in a component of its own. */
function RunProvider(props: {
  provide: Provide;
  object: K8sResourceCommon;
  onActions: (actions: Action[]) => void;
}): ReactNode {
  const [actions, loaded] = props.provide(props.object);
  // A new function each time; the console, too, depends on the actions alone.
  useEffect(() => {
    if (loaded) props.onActions(actions);
  }, [actions, loaded]);
  return null;
}

function ActionItem({ action, close }: { readonly action: Action; readonly close: () => void }): ReactNode {
  const navigate = useNavigate();
  const [allowed] = useAccessReview(action.accessReview ?? {});
  const isDisabled = action.disabled === true || (action.accessReview !== undefined && !allowed);
  const run = () => {
    close();
    if (typeof action.cta === 'function') action.cta();
    else void navigate(action.cta.href);
  };
  return (
    <DropdownItem
      isAriaDisabled={isDisabled}
      data-test-action={String(action.label)}
      {...(isDisabled && action.disabledTooltip ? { tooltipProps: { content: action.disabledTooltip } } : {})}
      onClick={isDisabled ? undefined : run}
    >
      {action.label}
    </DropdownItem>
  );
}

function useUsualActions(object: K8sResourceCommon): Action[] {
  const remove = useDeleteModal(object);
  const [group = '', version = ''] = (object.apiVersion ?? '').split('/');
  const { namespace = '', name = '' } = object.metadata ?? {};
  const href = `/k8s/ns/${namespace}/${group}~${version}~${object.kind ?? ''}/${name}/yaml`;
  return [
    { id: 'edit-resource', label: `Edit ${object.kind ?? ''}`, cta: { href } },
    { id: 'delete-resource', label: `Delete ${object.kind ?? ''}`, cta: remove },
  ];
}

function isOf({ apiVersion, kind }: K8sResourceCommon, model: ReturnType<typeof parseReference>): boolean {
  return apiVersion === `${model.group}/${model.version}` && kind === model.kind;
}
