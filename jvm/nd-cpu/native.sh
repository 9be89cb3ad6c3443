#!/usr/bin/env bash
# native.sh PLATFORM OUTDIR: builds the C++ library and JavaCPP's glue into OUTDIR/org/pydl4j/nd/cpu/PLATFORM/libjnipydl4jcpu.so,
# beside it libpydl4j.so (our OpenMP runtime, team.cpp), libpydnnl.so (oneDNN, bound to that runtime instead of libgomp) and
# instruction-sets.txt (what the kernels were compiled for).
# Environment: LIBS   directory or class path with the javacpp and dnnl jars (with PLATFORM's classifier)
#              ISAS   instruction sets of our kernels on x86-64: "v2 v3 v4", "all" (the default), or "native", this machine's only
#              WORK   directory of intermediate files, default OUTDIR/../native-work
# Kernel files are compiled once per instruction set, each in its own namespace; each set is then linked to one object whose inline
# functions are its own (else the linker would keep one copy, perhaps with instructions that the CPU lacks).
set -eu
platform=$1 out=$2
here=$(cd "$(dirname "$0")" && pwd)
cpp=$here/src/main/cpp java=$here/src/main/java

fail() { echo "[natives] $1" >&2; exit 1; }
case $platform in
  linux-x86_64) machine=x86_64 ;;
  linux-arm64) machine=aarch64 ;;
  *) fail "no kernels for this platform: got $platform; expected linux-x86_64 or linux-arm64. CONTRIBUTING.md says what the others lack." ;;
esac
tools=$([ "$(uname -m)" = $machine ] || echo $machine-linux-gnu-)
command -v "${tools}g++" >/dev/null ||
  fail "no compiler for $platform: got no ${tools}g++ on the path. Install Debian's g++-${machine/_/-}-linux-gnu."

sets=${ISAS:-all}
case $machine:$sets in
  x86_64:all) sets="v2 v3 v4" ;;
  x86_64:native)
    has() { for flag; do grep -qw "$flag" /proc/cpuinfo || return 1; done; }
    sets=$(has avx512f avx512bw avx512cd avx512dq avx512vl && echo v4 || { has avx2 fma bmi2 && echo v3; } || echo v2) ;;
  aarch64:*) sets=base ;;
esac

mkdir -p "${WORK:=$out/../native-work}/$platform" "$out/org/pydl4j/nd/cpu/$platform"
work=$(cd "$WORK/$platform" && pwd)
if [ -d "$LIBS" ]; then LIBS=$(ls "$LIBS"/*.jar | tr '\n' ':'); fi
jar() { tr ':' '\n' <<<"$LIBS" | grep "/$1-[0-9].*$2.jar$" | head -1; }
jdk=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")

dnnl=$work/org/bytedeco/dnnl/$platform
[ -f "$dnnl/libdnnl.so.3" ] || (cd "$work" && "$jdk/bin/jar" xf "$(jar dnnl "$platform")" "org/bytedeco/dnnl/$platform")
# Names of the same length, so that nothing else in the file moves: the library that it needs, and its own, lest another one of
# that name in the process be taken for it.
libraries=$out/org/pydl4j/nd/cpu/$platform
[ "$libraries/libpydnnl.so" -nt "$dnnl/libdnnl.so.3" ] ||
  LC_ALL=C sed 's/libgomp\.so\.1/libpydl4j.so/g; s/libdnnl\.so\.3/libpydnnl.so/g' "$dnnl/libdnnl.so.3" > "$libraries/libpydnnl.so"

warnings="-Wall -Wextra -Werror -Wno-missing-field-initializers"
flags="-O3 -fopenmp -fPIC -std=c++17 -fno-math-errno -fno-trapping-math -fvisibility=hidden -fno-gnu-unique $warnings"
includes="-I$cpp -I$dnnl/include -I$jdk/include -I$jdk/include/linux"
common="glibc kernel widened taps native blas dnnl_kernel activate matmul conv dnnl_table"
slow="sorting pool reduce_whole resample cast"  # begun first, lest one core wait for them at the end
others=$(cd "$cpp" && for f in *.cpp; do f=${f%.cpp}; case " $common $slow team " in *" $f "*) ;; *) echo "$f" ;; esac; done)

forSet() { # what g++ is told beside the flags: the set, and of files with random numbers the same bits on every set
  case $1 in
    base) echo "-DPYDL4J_ISA=base" ;;
    v4) echo "-DPYDL4J_ISA=v4 -march=x86-64-v4 -mprefer-vector-width=512" ;;
    *) echo "-DPYDL4J_ISA=$1 -march=x86-64-$1" ;;
  esac
  if grep -q '"philox.h"' "$2"; then echo -ffp-contract=off; fi
}
compile() { # source object extra flags: prints the command where the object is older than what it is made from
  if [ ! -f "$2" ] || [ -n "$(find "$1" "$0" "$cpp"/*.h "$cpp"/generated/*.h -newer "$2" | head -1)" ]; then
    echo "${tools}g++ ${CXXFLAGS:-} $flags $3 $includes -c $1 -o $2"
  fi
}
{
  for f in $slow $others; do
    for set in $sets; do compile "$cpp/$f.cpp" "$work/$f.$set.o" "$(forSet "$set" "$cpp/$f.cpp" | xargs)"; done
  done
  for f in $common; do compile "$cpp/$f.cpp" "$work/$f.o" ""; done
} > "$work/commands"
[ ! -s "$work/commands" ] ||
  echo "[setup] compiling $(wc -l < "$work/commands") C++ files of kernels for $platform ($sets); usually 2 minutes per set on 2 cores"
xargs -r -P "${JOBS:-$(nproc)}" -d '\n' -I{} sh -c '{}' < "$work/commands"

linked=
for set in $sets; do
  "${tools}ld" -r --force-group-allocation -o "$work/all.$set.o" $(for f in $slow $others; do echo "$work/$f.$set.o"; done)
  "${tools}objcopy" --wildcard --keep-global-symbol='*kernel_set_*' "$work/all.$set.o"
  linked="$linked $work/all.$set.o"
done
{
  echo '#include "kernel.h"'
  echo 'namespace pydl4j {'
  for set in $sets; do echo "extern const KernelSet kernel_set_$set;"; done
  echo 'const std::vector<KernelSet>& kernelSets() {'
  echo "  static const std::vector<KernelSet> all{$(printf 'kernel_set_%s,' $sets)};"
  echo '  return all;'
  echo '}'
  echo '}  // namespace pydl4j'
} > "$work/sets.cpp"
"${tools}g++" $flags $includes -c "$work/sets.cpp" -o "$work/sets.o"
echo "$sets" > "$libraries/instruction-sets.txt"

if [ ! -f "$work/glue/jnipydl4jcpu.cpp" ] || [ "$java/org/pydl4j/nd/cpu/Native.java" -nt "$work/glue/jnipydl4jcpu.cpp" ]; then
  mkdir -p "$work/glue/classes"
  "$jdk/bin/javac" -nowarn -d "$work/glue/classes" -cp "$LIBS" "$java/org/pydl4j/nd/cpu/Native.java"
  (cd "$work/glue" && "$jdk/bin/java" -cp "$LIBS" org.bytedeco.javacpp.tools.Builder -classpath "$work/glue/classes:$LIBS" \
    -properties "$platform" -Dplatform.library.path= -nocompile -nodelete -d "$work/glue" org.pydl4j.nd.cpu.Native) > "$work/glue/log" 2>&1 ||
    { cat "$work/glue/log" >&2; exit 1; }
fi
for f in jnijavacpp jnipydl4jcpu; do
  source=$(find "$work/glue" -name $f.cpp | head -1)
  if [ ! -f "$work/$f.o" ] || [ "$source" -nt "$work/$f.o" ] || [ "$cpp/native.h" -nt "$work/$f.o" ]; then
    "${tools}g++" -O2 -fPIC -fvisibility=hidden -w $includes -c "$source" -o "$work/$f.o"
  fi
done
"${tools}g++" -O2 -fPIC -std=c++17 -fvisibility=hidden -fno-exceptions $warnings -shared -Wl,-z,nodelete -Wl,-soname,libpydl4j.so \
  -Wl,--version-script="$cpp/team.map" -o "$work/libpydl4j.so" "$cpp/team.cpp" -pthread
"${tools}g++" -shared -Wl,--no-undefined -o "$work/libjnipydl4jcpu.so" "$work/jnijavacpp.o" "$work/jnipydl4jcpu.o" \
  "$work/sets.o" $(for f in $common; do echo "$work/$f.o"; done) $linked "$libraries/libpydnnl.so" "$work/libpydl4j.so"
"${tools}strip" --strip-unneeded "$work/libjnipydl4jcpu.so" "$work/libpydl4j.so"
mv "$work/libjnipydl4jcpu.so" "$work/libpydl4j.so" "$libraries/"
