#!/usr/bin/env bash
# One step of the Makefile: says what is done and how long it usually takes on two cores, does it, and notes how long it took here
# for slowest.py. Use: step.sh WHAT SECONDS COMMAND [ARGUMENT...]
set -euo pipefail
what=$1 usual=$2
shift 2
echo "[$(date +%T)] $what (usually $usual s)"
start=$SECONDS
"$@" || { echo "[$(date +%T)] $what: failed after $((SECONDS - start)) s" >&2; exit 1; }
mkdir -p build
echo "$((SECONDS - start)) $what" >> build/steps.txt
