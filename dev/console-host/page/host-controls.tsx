import { Button, FormSelect, FormSelectOption, Switch } from '@patternfly/react-core';
import { type ReactNode, useEffect, useState } from 'react';

const users = ['admin', 'namespace-admin', 'viewer', 'nobody'];

/** Who is logged in, light or dark, and what the console says when a session has run out. */
export function HostControls(): ReactNode {
  const [dark, setDark] = useState(localStorage.getItem('theme') === 'dark');
  const [expired, setExpired] = useState(false);
  useEffect(() => {
    document.documentElement.classList.toggle('pf-v6-theme-dark', dark);
    localStorage.setItem('theme', dark ? 'dark' : 'light');
  }, [dark]);
  useEffect(() => {
    const show = () => {
      setExpired(true);
    };
    window.addEventListener('session-expired', show);
    return () => {
      window.removeEventListener('session-expired', show);
    };
  }, []);
  const logIn = (user: string) => {
    window.location.assign(`/auth/login/${user}?then=${encodeURIComponent(window.location.pathname)}`);
  };
  const { user } = window.SERVER_FLAGS;
  return (
    <>
      <FormSelect
        aria-label="User"
        data-test="user-switcher"
        value={user}
        onChange={(_, next) => {
          logIn(next);
        }}
      >
        {users.map((name) => (
          <FormSelectOption key={name} value={name} label={name} />
        ))}
      </FormSelect>
      <Switch
        label="Dark"
        data-test="theme-switch"
        isChecked={dark}
        onChange={(_, on) => {
          setDark(on);
        }}
      />
      {expired && (
        <Button
          data-test="log-in-again"
          onClick={() => {
            logIn(user);
          }}
        >
          Session expired: log in again
        </Button>
      )}
    </>
  );
}
