import { type Static, Type } from 'typebox';

/** `GET events`: Kubernetes Events about the ecosystem's migration, newest first. */
export const EventList = Type.Object({
  items: Type.Array(
    Type.Object({
      type: Type.String({ description: 'Normal or Warning' }),
      reason: Type.String(),
      message: Type.String(),
      count: Type.Number(),
      lastSeen: Type.String({ description: 'RFC 3339' }),
    }),
  ),
});
export type EventList = Static<typeof EventList>;

/** `GET logs?step=...`: steps whose Job's log can be read, as text/plain. */
export const loggedSteps = ['prepare', 'database', 'schema-upgrade'] as const;
export type LoggedStep = (typeof loggedSteps)[number];

export const ServiceVersion = Type.Object({ version: Type.String(), api: Type.Literal('v1') });
export type ServiceVersion = Static<typeof ServiceVersion>;
