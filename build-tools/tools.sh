#!/usr/bin/env bash
# Sees to the tools that a build needs: as root installs what is missing from Debian's packages, else names it in one error.
# Use: tools.sh PYTHON
set -euo pipefail
python=${1:-}

fail() { echo "[setup] $1" >&2; exit 1; }
has() { command -v "$1" >/dev/null; }

[ -n "$python" ] && "$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
  fail "no usable Python: got '${python:-none}'; expected Python 3.10 or newer on the path. Install it, or say make PYTHON=/path/to/python."
has git || fail "git is missing: got none on the path; expected any. Install git."

java_is_17() { has javac && [ "$(javac -version 2>&1 | sed -E 's/^javac ([0-9]+).*/\1/')" -ge 17 ]; }

missing=()
java_is_17 || missing+=(openjdk-17-jdk-headless)
has gradle || missing+=(gradle)
has g++ || missing+=(g++)
has unzip || missing+=(unzip)
"$python" -c 'import ensurepip' 2>/dev/null ||
  missing+=("python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv")
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" != 0 ] || ! has apt-get; then
  fail "tools are missing: got no ${missing[*]}; expected them on the path. Install these Debian packages (or what your system calls them) and run make again."
fi
echo "[setup] installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
java_is_17 || fail "the JDK on the path is too old: got $(javac -version 2>&1); expected 17 or newer. Put $(ls -d /usr/lib/jvm/java-17-openjdk-*/bin | head -1) first on the path."
