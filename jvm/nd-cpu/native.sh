#!/usr/bin/env bash
# native.sh PLATFORM OUTDIR: builds the C++ library and JavaCPP's glue into OUTDIR/org/pydl4j/nd/cpu/PLATFORM/libjnipydl4jcpu.so,
# beside it libpydl4j.so (our OpenMP runtime, team.cpp) and libpydnnl.so (oneDNN, bound to that runtime instead of libgomp).
# Environment: LIBS   directory or class path with the javacpp and dnnl jars (with PLATFORM's classifier)
#              ISAS   instruction sets of our kernels, default "v2 v3 v4"; a set that is left out falls back to none
#              WORK   directory of intermediate files, default OUTDIR/../native-work
# Kernel files are compiled once per instruction set, each in its own namespace; each set is then linked to one object whose inline
# functions are its own (else the linker would keep one copy, perhaps with instructions that the CPU lacks).
set -eu
platform=$1 out=$2
here=$(cd "$(dirname "$0")" && pwd)
cpp=$here/src/main/cpp java=$here/src/main/java
work=${WORK:-$out/../native-work}
mkdir -p "$work" "$out/org/pydl4j/nd/cpu/$platform"
work=$(cd "$work" && pwd)
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
flags="-O3 -fopenmp -fPIC -std=c++17 -fno-math-errno -fno-trapping-math -fvisibility=hidden -fno-gnu-unique -Wall -Wextra -Wno-missing-field-initializers"
includes="-I$cpp -I$dnnl/include -I$jdk/include -I$jdk/include/linux"
common="kernel widened taps native blas dnnl_kernel matmul conv dnnl_table"
perIsa=$(cd "$cpp" && for f in *.cpp; do f=${f%.cpp}; case " $common team " in *" $f "*) ;; *) echo "$f" ;; esac; done)

compile() { # source object extra flags
  if [ ! -f "$2" ] || [ -n "$(find "$1" "$cpp"/*.h "$cpp"/generated/*.h -newer "$2" | head -1)" ]; then echo "g++ ${CXXFLAGS:-} $flags $3 $includes -c $1 -o $2"; fi
}
{
  for f in $common; do compile "$cpp/$f.cpp" "$work/$f.o" ""; done
  for isa in ${ISAS:-v2 v3 v4}; do
    width=$([ "$isa" = v4 ] && echo -mprefer-vector-width=512 || true)
    for f in $perIsa; do
      exact=$(grep -q '"philox.h"' "$cpp/$f.cpp" && echo -ffp-contract=off || true)  # the same bits on every instruction set
      compile "$cpp/$f.cpp" "$work/$f.$isa.o" "-DPYDL4J_ISA=$isa -march=x86-64-$isa $width $exact"
    done
  done
} | xargs -r -P "${JOBS:-$(nproc)}" -d '\n' -I{} sh -c '{}'
sets=
for isa in ${ISAS:-v2 v3 v4}; do
  ld -r --force-group-allocation -o "$work/all.$isa.o" $(for f in $perIsa; do echo "$work/$f.$isa.o"; done)
  objcopy --wildcard --keep-global-symbol='*table_v*' "$work/all.$isa.o"
  sets="$sets $work/all.$isa.o"
done
echo "#include \"kernel.h\"
namespace pydl4j {" > "$work/absent.cpp"
for isa in v2 v3 v4; do
  case " ${ISAS:-v2 v3 v4} " in *" $isa "*) ;; *) echo "const Table& table_$isa() { static const Table none; return none; } const Table& first_table_$isa() { return table_$isa(); } CopyStrided* copy_table_$isa() { return nullptr; }" >> "$work/absent.cpp" ;; esac
done
echo "}" >> "$work/absent.cpp"
g++ $flags $includes -c "$work/absent.cpp" -o "$work/absent.o"

if [ ! -f "$work/glue/jnipydl4jcpu.cpp" ] || [ "$java/org/pydl4j/nd/cpu/Native.java" -nt "$work/glue/jnipydl4jcpu.cpp" ]; then
  mkdir -p "$work/glue/classes"
  "$jdk/bin/javac" -nowarn -d "$work/glue/classes" -cp "$LIBS" "$java/org/pydl4j/nd/cpu/Native.java"
  (cd "$work/glue" && "$jdk/bin/java" -cp "$LIBS" org.bytedeco.javacpp.tools.Builder -classpath "$work/glue/classes:$LIBS" \
    -properties "$platform" -Dplatform.library.path= -nocompile -nodelete -d "$work/glue" org.pydl4j.nd.cpu.Native)
fi
for f in jnijavacpp jnipydl4jcpu; do
  source=$(find "$work/glue" -name $f.cpp | head -1)
  if [ ! -f "$work/$f.o" ] || [ "$source" -nt "$work/$f.o" ] || [ "$cpp/native.h" -nt "$work/$f.o" ]; then
    g++ -O2 -fPIC -fvisibility=hidden -w $includes -c "$source" -o "$work/$f.o"
  fi
done
g++ -O2 -fPIC -std=c++17 -fvisibility=hidden -fno-exceptions -Wall -Wextra -shared -Wl,-z,nodelete -Wl,-soname,libpydl4j.so \
  -Wl,--version-script="$cpp/team.map" -o "$work/libpydl4j.so" "$cpp/team.cpp" -pthread
g++ -shared -Wl,--no-undefined -o "$work/libjnipydl4jcpu.so" "$work/jnijavacpp.o" "$work/jnipydl4jcpu.o" \
  "$work/absent.o" $(for f in $common; do echo "$work/$f.o"; done) $sets "$libraries/libpydnnl.so" "$work/libpydl4j.so"
strip --strip-unneeded "$work/libjnipydl4jcpu.so" "$work/libpydl4j.so"
mv "$work/libjnipydl4jcpu.so" "$work/libpydl4j.so" "$libraries/"
