import { useLocation, useNavigate } from 'react-router';

/** The namespace is in the address, as in the console. */
export function useActiveNamespace(): readonly [string, (namespace: string) => void] {
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const namespace = /\/ns\/([^/]+)/.exec(pathname)?.[1] ?? '#ALL_NS#';
  return [namespace, (next) => void navigate(pathname.replace(/\/ns\/[^/]+/, `/ns/${next}`))];
}
