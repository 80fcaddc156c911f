#!/bin/bash
# Plays conf/init/certs_install.sh of Quay 3.9 to 3.18: who wants to trust a certificate finds it here.
set -e
anchors=/tmp/anchors
mkdir -p "$anchors"
directory="${QUAYCONF:?}/stack/extra_ca_certs"
if [ -d "$directory" ] && [ -n "$(ls -A "$directory")" ]; then
  echo "Installing extra certificates found in $directory directory"
  cp "$directory"/* "$anchors"
fi
