#!/bin/sh
# The entry point of the played Quay image.
exec node --disable-warning=ExperimentalWarning /opt/development/dev/quay/entrypoint.ts "$@"
