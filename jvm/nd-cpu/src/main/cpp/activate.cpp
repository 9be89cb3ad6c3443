// Activations over a result of oneDNN whose own would lose NaN and infinities. Seldom needed, so compiled once, for any processor.
#define PYDL4J_ISA any
#include "activation.h"
#include "dnnl_kernel.h"

namespace pydl4j {

std::function<void(const dnnl::memory&)> activator(const Call& call) {
  any::Activation activation;
  if (!any::Activation::of(call, activation) || activation.kind == any::Activation::NONE) return nullptr;
  return [activation, threads = call.threads](const dnnl::memory& result) {
    bool narrow = result.get_desc().get_data_type() == dnnl::memory::data_type::bf16;
    int64_t n = result.get_desc().get_size() / (narrow ? 2 : 4);
    void* data = result.get_data_handle();
    any::parallel(threads, n, 4096, [&](int64_t from, int64_t to, int) {
      if (!narrow) return activation.apply((float*)data + from, to - from);
      uint16_t* y = (uint16_t*)data;
      float tile[1024];
      for (int64_t at = from; at < to; at += 1024) {
        int64_t count = std::min<int64_t>(1024, to - at);
        for (int64_t i = 0; i < count; i++) tile[i] = any::vm::fromBf16(y[at + i]);
        activation.apply(tile, count);
        for (int64_t i = 0; i < count; i++) y[at + i] = any::vm::toBf16(tile[i]);
      }
    });
  };
}

}  // namespace pydl4j
