// pydl4j.LstmForward and pydl4j.LstmGrad. Rows of a batch do not depend on each other, so each thread runs its rows
// through all steps without meeting the others; the recurrent weights are packed, once per run unless they are frozen,
// into panels that a small matrix kernel streams from L2.
#include "gemm.h"
#include "vecmath.h"

namespace pydl4j {

KernelPtr fusedMatmul(const Call&);

namespace PYDL4J_ISA {

namespace {

int64_t padded(int64_t n) { return Tile<float>::padded(n); }

// y [rows, padded(N)] = a [rows, K] times the packed matrix.
void product(const float* a, int64_t lda, int64_t rows, const float* packed, int64_t K, int64_t N, float* y) {
  rowsTimesPanels(a, lda, rows, packed, padded(N) / Tile<float>::PANEL, K, y, padded(N));
}

struct Sizes {
  int64_t T, N, n;
  int threads;
};

bool sizes(const Call& call, const Type& gates, const Type& rw, Sizes& s) {
  for (const auto* l : {&call.in, &call.out}) for (const Type& t : *l) if (t.present
      && t.dtype != DType::F32) return false;
  s.T = gates.dims[0];
  s.N = gates.dims[1];
  s.n = rw.dims[0];
  s.threads = (int)std::min<int64_t>(threadsFor(call, (double)s.T * s.N * s.n * s.n), std::max<int64_t>(s.N, 1));
  return gates.rank() == 3 && rw.rank() == 2;
}

// The gates and states of units from..to of a row: z is the recurrent part, x the input's.
void activate(const float* z, const float* x, const float* before, float* g, float* c, float* h, int64_t n, int64_t from,
    int64_t to) {
#pragma GCC ivdep
  for (int64_t j = from; j < to; j++) g[j] = vm::tanh(z[j] + x[j]);
  for (int64_t i = 1; i < 4; i++) {
#pragma GCC ivdep
    for (int64_t j = i * n + from; j < i * n + to; j++) g[j] = vm::sigmoid(z[j] + x[j]);
  }
#pragma GCC ivdep
  for (int64_t j = from; j < to; j++) {
    float cell = g[n + j] * before[j] + g[3 * n + j] * g[j];
    c[j] = cell;
    h[j] = g[2 * n + j] * vm::tanh(cell);
  }
}

// gates_x [T, N, 4n], rw [n, 4n], h0, c0 [N, n] or absent -> h, c [T, N, n], gates [T, N, 4n].
KernelPtr forward(const Call& call) {
  Sizes s;
  if (!sizes(call, call.in[0], call.in[1], s)) return unsupported("only float32");
  int64_t n = s.n, N = s.N, T = s.T, ld = padded(4 * n), packedBytes = align64(padded(4 * n) * n * 4),
      bufferBytes = align64(N * ld * 4);
  bool hasH = call.present(2), hasC = call.present(3), frozen = call.in[1].constant;
  const int64_t P = Tile<float>::PANEL;
  int team = N < call.threads && n % P == 0 ? (int)std::min<int64_t>(threadsFor(call, 4.0 * n * n * N), n / P) : 1;
  auto k = simple("native:lstm", [=](const Args& a) {
    float *buffers = (float*)a.scratch, *zeros = (float*)(a.scratch + bufferBytes),
        *own = (float*)(a.scratch + bufferBytes + align64(N * n * 4));
    const float* packed = frozen ? a.input<float>(1) : own;
    const float *x = a.input<float>(0), *h0 = hasH ? a.input<float>(2) : zeros, *c0 = hasC ? a.input<float>(3) : zeros;
    float *h = a.output<float>(0), *c = a.output<float>(1), *gates = a.output<float>(2);
    if (!hasH || !hasC) memset(zeros, 0, N * n * 4);
    if (!frozen) packPanels(a.input<float>(1), n, 4 * n, false, own, s.threads);
    auto gate = [&](int64_t t, int64_t r, const float* zr, int64_t from, int64_t to) {
      const float *xr = x + (t * N + r) * 4 * n, *cr = (t ? c + (t - 1) * N * n : c0) + r * n;
      activate(zr, xr, cr, gates + (t * N + r) * 4 * n, c + (t * N + r) * n, h + (t * N + r) * n, n, from, to);
    };
    if (team > 1) {
#pragma omp parallel num_threads(team)
      {
        int64_t all = n / P, id = omp_get_thread_num(), size = omp_get_num_threads();
        int64_t from = all * id / size * P, to = all * (id + 1) / size * P;
        for (int64_t t = 0; t < T; t++) {
          const float* hp = t ? h + (t - 1) * N * n : h0;
          for (int64_t g = 0; g < 4; g++) {
            int64_t j = g * n + from;
            rowsTimesPanels(hp, n, N, packed + j * n, (to - from) / P, n, buffers + j, ld);
          }
          for (int64_t r = 0; r < N; r++) gate(t, r, buffers + r * ld, from, to);
#pragma omp barrier
        }
      }
      return;
    }
    parallel(s.threads, N, 1, [&](int64_t from, int64_t to, int) {
      float* z = buffers + from * ld;
      for (int64_t t = 0; t < T; t++) {
        const float* hp = t ? h + (t - 1) * N * n : h0;
        if (t == 0 && !hasH) memset(z, 0, (to - from) * ld * 4);
        else product(hp + from * n, n, to - from, packed, n, 4 * n, z);
        for (int64_t r = from; r < to; r++) gate(t, r, z + (r - from) * ld, 0, n);
      }
    });
  }, {{0, 2}}, bufferBytes + align64(N * n * 4) + (frozen ? 0 : packedBytes));
  k->flops = 2.0 * T * N * n * 4 * n;
  if (!frozen) return k;
  return packing(std::move(k), 1, "panels:" + std::to_string(Tile<float>::PANEL), packedBytes, [=](const char* source, char* target) {
    packPanels((const float*)source, n, 4 * n, false, (float*)target, 1);
  });
}

// dh [T, N, n], gates, c, h, rw, h0, c0 -> dgates [T, N, 4n], drw [n, 4n], dh0, dc0 [N, n].
class Grad final : public Kernel {
 public:
  Sizes s;
  bool hasH, hasC, wantsH, wantsC;
  KernelPtr first, rest;  // drw = h0' dgates[0], then + h[..T-2]' dgates[1..]

  int64_t packedBytes() const {
    return align64(padded(s.n) * 4 * s.n * 4); } int64_t bufferBytes() const { return align64(s.N * padded(s.n) * 4);
  }
  int64_t stateBytes() const {
    return align64(s.N * s.n * 4); } int64_t drwBytes() const { return align64(s.n * 4 * s.n * 4);
  }

  std::unique_ptr<Bound> bind(Args args) override;
};

class GradBound final : public Bound {
 public:
  GradBound(Args a, Grad& k) : Bound(std::move(a)), k_(k) {
    rest_ = args.scratch + k.packedBytes() + k.bufferBytes() + 2 * k.stateBytes();
    char* inner = rest_ + k.drwBytes();
    if (k.first) first_ = k.first->bind({{hZero(), args.out[0]}, {k.rest ? rest_ : args.out[1]}, inner});
    if (k.rest) rest2_ = k.rest->bind({{args.in[3], later(), nullptr, k.first ? rest_ : nullptr}, {args.out[1]},
        inner});
  }

  void run() override {
    steps();
    if (first_) first_->run();
    if (rest2_) rest2_->run();
    else if (!first_) memset(args.out[1], 0, k_.s.n * 4 * k_.s.n * 4);
  }

  void input(int i, char* address) override {
    Bound::input(i, address);
    if (i == 3 && rest2_) rest2_->input(0, address);
    if (i == 5 && first_) first_->input(0, address);
  }

  void output(int i, char* address) override {
    Bound::output(i, address);
    if (i == 0 && first_) first_->input(1, address);
    if (i == 0 && rest2_) rest2_->input(1, later());
    if (i == 1) (rest2_ ? rest2_ : first_)->output(0, address);
  }

 private:
  char* hZero() {
    return args.in[5]; } char* later() { return args.out[0] + k_.s.N * 4 * k_.s.n * 4;
  }

  void steps() {
    const Sizes s = k_.s;
    int64_t n = s.n, N = s.N, T = s.T, ld = padded(n);
    float* packed = (float*)args.scratch;
    float* buffers = (float*)(args.scratch + k_.packedBytes());
    float* dcs = (float*)(args.scratch + k_.packedBytes() + k_.bufferBytes());
    float* zeros = (float*)((char*)dcs + k_.stateBytes());
    const float *dh = args.input<float>(0), *gates = args.input<float>(1), *c = args.input<float>(2);
    const float* c0 = k_.hasC ? args.input<float>(6) : zeros;
    float* dz = args.output<float>(0);
    if (!k_.hasC) memset(zeros, 0, N * n * 4);
    packPanels(args.input<float>(4), 4 * n, n, true, packed, s.threads);
    parallel(s.threads, N, 1, [&](int64_t from, int64_t to, int) {
      float* back = buffers + from * ld;
      memset(back, 0, (to - from) * ld * 4);
      memset(dcs + from * n, 0, (to - from) * n * 4);
      for (int64_t t = T - 1; t >= 0; t--) {
        for (int64_t r = from; r < to; r++) {
          const float *g = gates + (t * N + r) * 4 * n, *cr = c + (t * N + r) * n, *dr = dh + (t * N + r) * n,
              *br = back + (r - from) * ld;
          const float* cp = t ? c + ((t - 1) * N + r) * n : c0 + r * n;
          float *d = dz + (t * N + r) * 4 * n, *dc = dcs + r * n;
#pragma GCC ivdep
          for (int64_t j = 0; j < n; j++) {
            float in = g[j], f = g[n + j], o = g[2 * n + j], m = g[3 * n + j], tc = vm::tanh(cr[j]), e = dr[j] + br[j];
            float cell = dc[j] + e * o * (1 - tc * tc);
            d[j] = cell * m * (1 - in * in);
            d[n + j] = cell * cp[j] * f * (1 - f);
            d[2 * n + j] = e * tc * o * (1 - o);
            d[3 * n + j] = cell * in * m * (1 - m);
            dc[j] = cell * f;
          }
        }
        if (t > 0 || k_.wantsH) product(dz + (t * N + from) * 4 * n, 4 * n, to - from, packed, 4 * n, n, back);
      }
      for (int64_t r = from; r < to; r++) {
        if (k_.wantsH) memcpy(args.output<float>(2) + r * n, back + (r - from) * ld, n * 4);
        if (k_.wantsC) memcpy(args.output<float>(3) + r * n, dcs + r * n, n * 4);
      }
    });
  }

  Grad& k_;
  char* rest_;
  std::unique_ptr<Bound> first_, rest2_;
};

std::unique_ptr<Bound> Grad::bind(Args args) { return std::make_unique<GradBound>(std::move(args), *this); }

Call transposedProduct(int64_t rows, int64_t n, bool residual, int threads) {
  Call c{"pydl4j.FusedMatMul", Attrs("transA=1\n"), {}, {}, threads};
  auto type = [](Dims d) { Type t; t.present = true; t.dims = std::move(d); return t; };
  c.in = {type({rows, n}), type({rows, 4 * n})};
  c.out = {type({n, 4 * n})};
  if (residual) c.in.insert(c.in.end(), {Type(), type({n, 4 * n})});
  return c;
}

KernelPtr grad(const Call& call) {
  auto k = std::make_unique<Grad>();
  if (!sizes(call, call.in[1], call.in[4], k->s) || call.in[1].size() == 0) {
    return unsupported("only non-empty float32");
  }
  k->hasH = call.present(5);
  k->hasC = call.present(6);
  k->wantsH = call.out.size() > 2 && call.out[2].present;
  k->wantsC = call.out.size() > 3 && call.out[3].present;
  const Sizes& s = k->s;
  if (k->hasH) k->first = fusedMatmul(transposedProduct(s.N, s.n, false, call.threads));
  if (s.T > 1) k->rest = fusedMatmul(transposedProduct((s.T - 1) * s.N, s.n, k->hasH, call.threads));
  int64_t inner = 0;
  for (Kernel* m : {k->first.get(), k->rest.get()}) if (m) inner = std::max(inner, m->scratch);
  k->scratch = k->packedBytes() + k->bufferBytes() + 2 * k->stateBytes() + k->drwBytes() + inner;
  k->name = "native:lstm" + (k->rest ? " + " + k->rest->name : "");
  k->flops = 4.0 * s.T * s.N * s.n * 4 * s.n;
  return k;
}

}  // namespace

void addLstm(Table& t) {
  t["pydl4j.LstmForward"] = forward;
  t["pydl4j.LstmGrad"] = grad;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
