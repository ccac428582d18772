#!/bin/sh
# Makes the locks anew: one for all Pythons, with hashes, without any index address.
set -eu
cd "$(dirname -- "$0")/.."
for set in tools runtime dev spark; do
    .tools/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-header "$@" "requirements/$set.in" -o "requirements/$set.txt"
done
