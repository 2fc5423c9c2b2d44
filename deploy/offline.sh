#!/usr/bin/env bash
# What a build of deploy/Dockerfile needs where no registry can be reached: a Debian base image, made with debootstrap
# and podman, and the wheels, downloaded into deploy/wheels by the Python of that image. As root, with a network.
#   deploy/offline.sh [SUITE] [MIRROR]
set -euo pipefail
cd "$(dirname "$0")/.."
suite=${1:-trixie}
mirror=${2:-$(grep -hoE 'https?://[^ ]+/debian/?' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -1 || true)}
image=localhost/debian:$suite

if ! podman image exists "$image"; then
  root=$(mktemp -d)
  trap 'rm -rf "$root"' EXIT
  debootstrap --variant=minbase --include=python3,python3-venv,ca-certificates "$suite" "$root" "${mirror:-http://deb.debian.org/debian}"
  rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/* "$root"/usr/share/{doc,man,info,locale}/*
  tar -C "$root" -c . | podman import --change CMD=/bin/bash - "$image"
fi

with() { # an image with a package of Debian's beside: for the tests of the units and of the compose file
  if ! podman image exists "$image-$1"; then
    printf 'FROM %s\nRUN apt-get update -qq && apt-get install -y -qq --no-install-recommends %s\n' "$image" "$2" \
      | podman build -q --network=host -t "$image-$1" -
  fi
}
with systemd "systemd-sysv dbus"
with postgresql postgresql

mkdir -p deploy/wheels
certificates=()
for folder in /etc/ssl/certs /usr/share/ca-certificates /usr/local/share/ca-certificates; do
  if [ -d "$folder" ]; then certificates+=(-v "$folder:$folder:ro"); fi
done
podman run --rm --network=host "${certificates[@]}" -e PIP_CERT=/etc/ssl/certs/ca-certificates.crt \
  -v "$PWD:/source:ro" -v "$PWD/deploy/wheels:/wheels" "$image" sh -ec '
    python3 -m venv /venv
    /venv/bin/pip download -q -d /wheels "hatchling>=1.27" pip
    /venv/bin/pip download -q -d /wheels --require-hashes -r /source/deploy/requirements/full.txt'
echo "$image and $(find deploy/wheels -type f | wc -l) wheels are there. Now, for example:"
echo "  podman build -v \$PWD/deploy/wheels:/wheels:ro --build-arg BASE=$image -t clippings -f deploy/Dockerfile ."
