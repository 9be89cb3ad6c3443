#include "blas.h"

#include <dlfcn.h>

#include <string>

#include "native.h"

namespace pydl4j {

namespace {

struct Library {
  Blas<float> f32{};
  Blas<double> f64{};
  ComplexBlas<float> c64{};
  ComplexBlas<double> c128{};
  std::string description;
  bool loaded = false;
};

Library& library() {
  static Library one;
  return one;
}

template <class F> bool find(void* handle, const std::string& name, F& function) {
  function = (F)dlsym(handle, name.c_str());
  return function != nullptr;
}

template <class T> bool bind(void* h, const std::string& p, Blas<T>& b) {
  return find(h, "cblas_" + p + "gemm", b.gemm) && find(h, p + "getrf_", b.getrf) && find(h, p + "getrs_", b.getrs)
      && find(h, p + "potrf_", b.potrf) && find(h, p + "trtrs_", b.trtrs) && find(h, p + "geqrf_", b.geqrf)
      && find(h, p + "orgqr_", b.orgqr) && find(h, p + "syevd_", b.syevd) && find(h, p + "gesdd_", b.gesdd);
}

template <class T> bool bind(void* h, const std::string& p, ComplexBlas<T>& b) {
  return find(h, "cblas_" + p + "gemm", b.gemm) && find(h, p + "getrf_", b.getrf) && find(h, p + "getrs_", b.getrs)
      && find(h, p + "potrf_", b.potrf) && find(h, p + "geqrf_", b.geqrf) && find(h, p + "ungqr_", b.orgqr)
      && find(h, p + "heevd_", b.heevd) && find(h, p + "gesdd_", b.gesdd) && find(h, p + "geev_", b.geev);
}

// Name and version as the library tells them; its threads off.
std::string settle(void* handle) {
  const char* (*config)() = nullptr;
  const char* (*core)() = nullptr;
  void (*threads)(int) = nullptr;
  if (find(handle, "openblas_get_config", config) && find(handle, "openblas_get_corename", core)
      && find(handle, "openblas_set_num_threads", threads)) {
    threads(1);
    std::string text = config();
    size_t end = text.find(' ', text.find(' ') + 1);
    return text.substr(0, end) + " " + core();
  }
  int (*layer)(int) = nullptr;
  void (*version)(char*, int) = nullptr;
  if (find(handle, "MKL_Set_Threading_Layer", layer) && find(handle, "MKL_Get_Version_String", version)
      && find(handle, "MKL_Set_Num_Threads", threads)) {
    // The preset has no sequential layer. GNU's opens the system's libgomp, or libiomp5 beside itself; with one thread neither makes
    // a team. Ours (team.cpp) cannot stand in for them: it lacks 25 functions that this layer names.
    layer(3);
    threads(1);
    char text[200] = {};
    version(text, sizeof text - 1);
    std::string told = text, before = "Version ";
    size_t at = told.find(before);
    return "MKL " + (at == std::string::npos ? told : told.substr(at + before.size(), told.find(' ', at + before.size()) - at - before.size()));
  }
  return "BLAS of unknown make";
}

}  // namespace

template <> const Blas<float>* blas<float>() { return library().loaded ? &library().f32 : nullptr; }
template <> const Blas<double>* blas<double>() { return library().loaded ? &library().f64 : nullptr; }
template <> const ComplexBlas<float>* complexBlas<float>() { return library().loaded ? &library().c64 : nullptr; }
template <> const ComplexBlas<double>* complexBlas<double>() { return library().loaded ? &library().c128 : nullptr; }

}  // namespace pydl4j

using namespace pydl4j;

// Loads once, before kernels that use it are made; "" when done, else why not.
const char* pydl4j_load_blas(const char* path) {
  static std::string problem;
  Library& l = library();
  void* handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!handle) {
    problem = dlerror();
  } else if (!bind(handle, "s", l.f32) || !bind(handle, "d", l.f64) || !bind(handle, "c", l.c64)
      || !bind(handle, "z", l.c128)) {
    problem = std::string(path) + " lacks functions of BLAS or LAPACK";
  } else {
    l.description = settle(handle);
    l.loaded = true;
    problem.clear();
  }
  return problem.c_str();
}

const char* pydl4j_describe_blas() { return library().description.c_str(); }
