#!/usr/bin/env bash
# Sees to Debian's dataset-fashion-mnist; without it the demo takes scikit-learn's digits and says so.
set -euo pipefail
[ -d /usr/share/datasets/fashion-mnist ] || [ -d /usr/share/dataset-fashion-mnist ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes
  apt-get update -qq && apt-get install -y -qq --no-install-recommends dataset-fashion-mnist >/dev/null && exit 0
fi
echo "[setup] no Fashion-MNIST: the Debian package dataset-fashion-mnist cannot be installed here; scikit-learn's digits it is." >&2
