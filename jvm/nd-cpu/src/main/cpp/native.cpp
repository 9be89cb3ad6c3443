#include "native.h"

#include <jni.h>
#include <omp.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <oneapi/dnnl/dnnl.hpp>

#include "widened.h"

namespace pydl4j {

const Table& dnnlTable();  // the kernels that oneDNN computes

static thread_local std::string problem;

KernelPtr unsupported(const std::string& reason) {
  problem = reason;
  return nullptr;
}

// The highest level that is allowed, null for what the CPU has.
static std::string given;
static const char* highest() { return given.empty() ? getenv("PYDL4J_ISA") : given.c_str(); }

static bool isSupported(const std::string& set) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (set == "v4") {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512cd")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  }
  if (set == "v3") return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
#endif
  return !set.empty();
}

// The best set that was compiled, the processor has and the cap allows; null when there is none.
static const KernelSet* chosen() {
  static const KernelSet* const best = [] {
    const KernelSet* found = nullptr;
    for (const KernelSet& set : kernelSets()) {
      if (isSupported(set.name) && (!highest() || strcmp(set.name, highest()) <= 0)) found = &set;
    }
    return found;
  }();
  return best;
}

static std::string noSet() {
  std::string all;
  for (const KernelSet& set : kernelSets()) all += (all.empty() ? "" : ", ") + std::string(set.name);
  return "[pydl4j.isa] no kernels that run here: compiled were those for " + all + "; expected one that this processor has"
      + (highest() ? std::string(" and that pydl4j.isa or PYDL4J_ISA = ") + highest() + " allows" : "")
      + ". A wheel from `make wheel` has all, a build for one machine only that machine's.";
}

// Holds oneDNN to the level of our kernels where these are capped; before its first primitive, or it has no effect.
static void capDnnl() {
#if defined(__x86_64__)
  if (!highest()) return;
  if (!strcmp(chosen()->name, "v3")) dnnl_set_max_cpu_isa(dnnl_cpu_isa_avx2);
  if (!strcmp(chosen()->name, "v2")) dnnl_set_max_cpu_isa(dnnl_cpu_isa_sse41);
#endif
}

// The instruction set that oneDNN uses, by its own name.
static const char* dnnlIsa() {
  capDnnl();
#if defined(__x86_64__)
  switch (dnnl_get_effective_cpu_isa()) {
    case dnnl_cpu_isa_sse41: return "sse41";
    case dnnl_cpu_isa_avx: return "avx";
    case dnnl_cpu_isa_avx2: return "avx2";
    case dnnl_cpu_isa_avx2_vnni: return "avx2_vnni";
    case dnnl_cpu_isa_avx512_core: return "avx512_core";
    case dnnl_cpu_isa_avx512_core_vnni: return "avx512_core_vnni";
    case dnnl_cpu_isa_avx512_core_bf16: return "avx512_core_bf16";
    case dnnl_cpu_isa_avx512_core_fp16: return "avx512_core_fp16";
    case dnnl_cpu_isa_avx512_core_amx: return "avx512_core_amx";
    default: return "avx512_core or newer";
  }
#else
  return "its own choice";
#endif
}

static const Table& ours() { return chosen()->all(); }
static const Table& first() { return chosen()->first(); }

// What a table makes of the call; null when it has nothing for it.
static KernelPtr from(const Table& table, const Call& call) {
  auto factory = table.find(call.op);
  if (factory == table.end()) return nullptr;
  try {
    return factory->second(call);
  } catch (const dnnl::error& e) {  // it has no such primitive
    return unsupported(e.what());
  }
}

// The first kernel that there is for the call. oneDNN's reference, thousands of times slower than its others, gives way.
static KernelPtr make(const Call& call) {
  bool dnnlFirst = call.attrs.text("library", "") == "dnnl";  // an alternative that tuning asks for
  for (const Table* t : {dnnlFirst ? &dnnlTable() : &first(), &dnnlTable(), &ours()}) {
    KernelPtr kernel = from(*t, call);
    if (kernel && kernel->name.rfind("dnnl:ref", 0) != 0) return kernel;
  }
  return nullptr;
}

// Whether oneDNN would compute a product of bfloat16 by instructions that the processor lacks: five times slower than in float32, but
// for a few rows, where reading the weights is all.
static bool isEmulated(const Call& call) {
  bool narrow = !call.in.empty() && call.in[0].dtype == DType::BF16 && !call.out.empty() && !call.out[0].dims.empty();
  return narrow && !pydl4j_has_bfloat16() && call.out[0].size() / std::max<int64_t>(1, call.out[0].dims.back()) > 8
      && call.attrs.text("library", "") != "dnnl";
}

// Numbers below 1e-38 (fading gradients, Adam's moments) cost 100 times as much as others, so kernels treat them as 0.
// The caller's mode is restored; workers take it over from the caller of a region (team.cpp), which is always below
// create, bind or run.
struct FlushDenormals {
#if defined(__x86_64__)
  unsigned before = __builtin_ia32_stmxcsr();
  FlushDenormals() { __builtin_ia32_ldmxcsr(before | 0x8040); }
  ~FlushDenormals() { __builtin_ia32_ldmxcsr(before); }
#elif defined(__aarch64__)
  uint64_t before = mode();
  FlushDenormals() { set(before | (1 << 24)); }
  ~FlushDenormals() { set(before); }
  static uint64_t mode() {
    uint64_t now;
    asm volatile("mrs %0, fpcr" : "=r"(now));
    return now;
  }
  static void set(uint64_t mode) { asm volatile("msr fpcr, %0" : : "r"(mode)); }
#endif
};

static void readTypes(const int64_t*& p, std::vector<Type>& list) {
  list.resize(*p++);
  for (Type& t : list) {
    int64_t dtype = *p++;
    t.present = dtype != 0;
    t.dtype = t.present ? (DType)dtype : DType::F32;
    t.constant = *p++ != 0;
    int64_t rank = *p++;
    t.dims.assign(p, p + rank);
    p += rank;
  }
}

}  // namespace pydl4j

using namespace pydl4j;

// Large blocks lie on huge pages where the system has them: 512 times fewer page faults when a block is fresh, fewer
// TLB misses always.
static const int64_t HUGE_PAGE = (int64_t)2 << 20;

int64_t pydl4j_allocate(int64_t bytes) {
  if (bytes < 2 * HUGE_PAGE) return (int64_t)aligned_alloc(64, align64(bytes > 0 ? bytes : 1));
  void* block = nullptr;
  if (posix_memalign(&block, HUGE_PAGE, align64(bytes))) return 0;
#ifdef MADV_HUGEPAGE
  if (block) madvise(block, align64(bytes), MADV_HUGEPAGE);
#endif
  return (int64_t)block;
}

void pydl4j_free(int64_t address) { free((void*)address); }
void pydl4j_copy(int64_t source, int64_t target, int64_t bytes) { memmove((void*)target, (const void*)source, bytes); }

void pydl4j_copy_strided(int64_t source, const int64_t* sourceStrides, int64_t target, const int64_t* targetStrides,
    const int64_t* dims, int32_t rank, int32_t width, int32_t threads) {
  CopyStrided* const copy = chosen()->copy;
  Dims d(dims, dims + rank);
  int64_t bytes = product(d) * width;
  omp_set_num_threads(threads);
  if (bytes) copy(d, Dims(sourceStrides, sourceStrides + rank), Dims(targetStrides, targetStrides + rank), width,
      (const char*)source, (char*)target, bytes < (1 << 18) ? 1 : threads);
}

void pydl4j_clear(int64_t address, int64_t bytes) { memset((void*)address, 0, bytes); }

void pydl4j_cap(const char* highest) { given = highest; }

const char* pydl4j_describe() {
  if (!chosen()) {
    problem = noSet();
    return "";
  }
  static const std::string text = [] {
#if defined(__x86_64__)
    const std::string processor = "x86-64-";
#else
    const std::string processor = "";
#endif
    const dnnl_version_t* v = dnnl_version();
    return "oneDNN " + std::to_string(v->major) + "." + std::to_string(v->minor) + "." + std::to_string(v->patch)
        + " (" + dnnlIsa() + ")" + ", kernels " + processor + chosen()->name;
  }();
  return text.c_str();
}

bool pydl4j_has_bfloat16() {
#if defined(__x86_64__)
  return dnnl_get_effective_cpu_isa() >= dnnl_cpu_isa_avx512_core_bf16;
#else
  return false;
#endif
}

int64_t pydl4j_create(const char* op, const char* attrs, const int64_t* types, int32_t threads) {
  FlushDenormals mode;
  try {
    Call call{op, Attrs(attrs), {}, {}, threads};
    readTypes(types, call.in);
    readTypes(types, call.out);
    problem = "no native kernel of that name";
    int before = omp_get_max_threads();
    omp_set_num_threads(threads);
    KernelPtr kernel = isEmulated(call) ? widened(call, make) : nullptr;
    if (!kernel) kernel = make(call);
    if (!kernel) kernel = widened(call, make);
    if (!kernel) kernel = from(dnnlTable(), call);  // its reference
    omp_set_num_threads(before);
    if (kernel) kernel->threads = threads;
    return (int64_t)kernel.release();
  } catch (const std::exception& e) {
    problem = e.what();
    return 0;
  }
}

const char* pydl4j_problem() { return problem.c_str(); }

const char* pydl4j_ops() {
  static const std::string text = [] {
    std::string all;
    for (auto& f : dnnlTable()) all += (all.empty() ? "" : ",") + f.first;
    for (auto& f : ours()) if (!dnnlTable().count(f.first)) all += "," + f.first;
    return all;
  }();
  return text.c_str();
}

const char* pydl4j_implementation(int64_t kernel) { return ((Kernel*)kernel)->name.c_str(); }
int64_t pydl4j_scratch(int64_t kernel) { return ((Kernel*)kernel)->scratch; }
double pydl4j_flops(int64_t kernel) { return ((Kernel*)kernel)->flops; }

bool pydl4j_can_alias(int64_t kernel, int32_t input, int32_t output) {
  for (auto& a : ((Kernel*)kernel)->aliases) {
    if (a.first == input && a.second == output) return true;
  }
  return false;
}

const char* pydl4j_packing(int64_t kernel, int32_t input) {
  static thread_local std::string name;
  name = ((Kernel*)kernel)->packing(input);
  return name.c_str();
}

int64_t pydl4j_packed_bytes(int64_t kernel, int32_t input) { return ((Kernel*)kernel)->packedBytes(input); }

bool pydl4j_pack(int64_t kernel, int32_t input, int64_t source, int64_t target) {
  Kernel* k = (Kernel*)kernel;
  try {
    omp_set_num_threads(k->threads);
    k->pack(input, (const char*)source, (char*)target);
    return true;
  } catch (const std::exception& e) {
    problem = e.what();
    return false;
  }
}

void pydl4j_close(int64_t kernel) { delete (Kernel*)kernel; }

int64_t pydl4j_bind(int64_t kernel, const int64_t* inputs, int32_t nIn, const int64_t* outputs, int32_t nOut,
    int64_t scratch) {
  FlushDenormals mode;
  try {
    Args args;
    for (int i = 0; i < nIn; i++) args.in.push_back((char*)inputs[i]);
    for (int i = 0; i < nOut; i++) args.out.push_back((char*)outputs[i]);
    args.scratch = (char*)scratch;
    Kernel* k = (Kernel*)kernel;
    omp_set_num_threads(k->threads);
    auto bound = k->bind(std::move(args));
    bound->threads = k->threads;
    return (int64_t)bound.release();
  } catch (const std::exception& e) {
    problem = e.what();
    return 0;
  }
}

static int32_t stopped(int32_t by, const std::exception& e) {
  problem = e.what();
  return by;
}

int32_t pydl4j_run(int64_t bound) {
  Bound* b = (Bound*)bound;
  FlushDenormals mode;
  try {
    omp_set_num_threads(b->threads);
    b->run();
    return 0;
  } catch (const std::out_of_range& e) {
    return stopped(1, e);
  } catch (const std::invalid_argument& e) {
    return stopped(2, e);
  } catch (const std::domain_error& e) {
    return stopped(3, e);
  } catch (const std::bad_alloc& e) {
    return stopped(4, e);
  } catch (const dnnl::error& e) {
    return stopped(e.status == dnnl_out_of_memory ? 4 : 5, e);
  } catch (const std::exception& e) {
    return stopped(5, e);
  }
}

void pydl4j_input(int64_t bound, int32_t index, int64_t address) { ((Bound*)bound)->input(index, (char*)address); }
void pydl4j_output(int64_t bound, int32_t index, int64_t address) { ((Bound*)bound)->output(index, (char*)address); }
void pydl4j_unbind(int64_t bound) { delete (Bound*)bound; }

// By hand because JavaCPP's Builder cannot give a buffer a capacity.
extern "C" JNIEXPORT jobject JNICALL Java_org_pydl4j_nd_cpu_DirectBuffers_of(JNIEnv* env, jclass, jlong address,
    jint bytes) {
  return env->NewDirectByteBuffer((void*)address, bytes);
}
