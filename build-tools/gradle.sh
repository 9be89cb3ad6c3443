#!/usr/bin/env bash
# Calls Gradle on JDK 17. Debian's launcher says the JDK's version each time, which nobody asked for.
set -euo pipefail
jdk=$(ls -d /usr/lib/jvm/java-17-openjdk-* 2>/dev/null | head -1 || true)
[ -z "$jdk" ] || export JAVA_HOME=$jdk
gradle --no-daemon --console=plain -q "$@" 2> >(grep -vE '^(openjdk version|OpenJDK (Runtime|64-Bit))' >&2)
