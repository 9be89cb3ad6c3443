// pydl4j.Sort, pydl4j.ArgSort, TopK and pydl4j.SearchSorted, of any type: elements are compared as unsigned numbers of the
// same order, those that are not a number last. Long rows go through a radix sort from the lowest byte, shared out over
// the threads; bytes in which all elements agree are left out.
#include "ordered.h"
#include "vector_sort.h"

namespace pydl4j {
namespace PYDL4J_ISA {

namespace {

const int RADIX = 256;

// Sorts n elements that load(i) gives into store(i, element) by keyOf's `bytes` bytes; equal ones keep their order, and
// key order is total among others. Works in a and b, of n elements each; store may write to b.
template <class E, class Load, class Key, class Store>
void radixSort(int64_t n, int bytes, int threads, E* a, E* b, const Load& load, const Key& keyOf, const Store& store) {
  if (n < 64 * bytes) {
    for (int64_t i = 0; i < n; i++) a[i] = load(i);
    std::sort(a, a + n);
    for (int64_t i = 0; i < n; i++) store(i, a[i]);
    return;
  }
  threads = (int)std::min<int64_t>(threads, n / 262144 + 1);  // the passes wait for each other
  std::vector<int64_t> counts((size_t)threads * bytes * RADIX);
  auto count = [&](int t, int byte) { return counts.data() + ((size_t)t * bytes + byte) * RADIX; };
  parallel(threads, n, 1, [&](int64_t from, int64_t to, int t) {
    for (int64_t i = from; i < to; i++) {
      auto key = keyOf(load(i));
      for (int p = 0; p < bytes; p++) count(t, p)[key >> 8 * p & 255]++;
    }
  });
  std::vector<int> passes;
  for (int p = 0; p < bytes; p++) {
    int64_t most = 0;
    for (int d = 0; d < RADIX; d++) {
      int64_t sum = 0;
      for (int t = 0; t < threads; t++) sum += count(t, p)[d];
      most = std::max(most, sum);
    }
    if (most < n) passes.push_back(p);
  }
  if (passes.empty()) {
    for (int64_t i = 0; i < n; i++) store(i, load(i));
    return;
  }
  int left = (int)passes.size();
  bool first = true;
  E* source = nullptr;
  for (int p : passes) {
    left--;
    E* target = left % 2 ? a : b;
    // One pass over the elements, each thread in its part; get reads, set writes.
    auto pass = [&](const auto& get, const auto& set) {
      if (!first && threads > 1) {  // with one part the counts of all bytes hold
        parallel(threads, n, 1, [&](int64_t from, int64_t to, int t) {
          int64_t* c = count(t, p);
          std::fill(c, c + RADIX, 0);
          for (int64_t i = from; i < to; i++) c[keyOf(get(i)) >> 8 * p & 255]++;
        });
      }
      int64_t sum = 0;
      for (int d = 0; d < RADIX; d++) {
        for (int t = 0; t < threads; t++) {
          int64_t c = count(t, p)[d];
          count(t, p)[d] = sum;
          sum += c;
        }
      }
      parallel(threads, n, 1, [&](int64_t from, int64_t to, int t) {
        int64_t at[RADIX];
        std::copy(count(t, p), count(t, p) + RADIX, at);
        for (int64_t i = from; i < to; i++) {
          E e = get(i);
          set(at[keyOf(e) >> 8 * p & 255]++, e);
        }
      });
    };
    auto read = [&](int64_t i) { return source[i]; };
    auto write = [&](int64_t i, E e) { target[i] = e; };
    if (first && left == 0) pass(load, store);
    else if (first) pass(load, write);
    else if (left == 0) pass(read, store);
    else pass(read, write);
    first = false;
    source = target;
  }
}

const int64_t FEW = 4096;
const int64_t INSERTED = 32;  // so many best ones are kept in order
const int64_t SHARED = 65536;

// Sorts by vectors the n elements that load(i) gives, at y; false where there are none, or where few bytes of the elements
// differ: passes over these are faster.
template <class U, class Load> bool sortByVectors(U* y, int64_t n, int threads, const Load& load) {
#if defined(__AVX512BW__) && defined(__AVX512VL__)
  if constexpr (sizeof(U) >= 4) {
    std::vector<U> differing(threads);
    const U first = n ? load(0) : 0;
    parallel(n < SHARED ? 1 : threads, n, 64, [&](int64_t from, int64_t to, int t) {
      U bits = 0;
      for (int64_t i = from; i < to; i++) {
        y[i] = load(i);
        bits |= y[i] ^ first;
      }
      differing[t] = bits;
    });
    U bits = 0;
    for (U d : differing) bits |= d;
    size_t bytes = 0;
    for (size_t p = 0; p < sizeof(U); p++) bytes += (bits >> 8 * p & 255) != 0;
    if (n > FEW && bytes <= sizeof(U) / 4) return false;
    vsort::sort(y, n, threads);
    return true;
  }
#endif
  (void)y, (void)n, (void)threads, (void)load;
  return false;
}

// Whether elements of that width are sorted by vectors together with their places.
constexpr bool hasVectors(size_t width) {
#if defined(__AVX512BW__) && defined(__AVX512VL__)
  return width == 4;
#else
  return width == 0;
#endif
}

// Rows along an axis: n elements, `inner` apart, outer * inner of them.
struct Rows {
  int64_t n, inner, count;
  int across, within;  // threads over rows, threads in a row
  explicit Rows(const Call& call) {
    const Dims& d = call.in[0].dims;
    int64_t axis = call.attrs.integer("axis", -1);
    if (axis < 0) axis += (int64_t)d.size();
    n = d.empty() ? 1 : d[axis];
    inner = d.empty() ? 1 : product(d, axis + 1);
    count = n ? call.in[0].size() / n : 0;
    int threads = threadsFor(call, (double)call.in[0].size() * 8);
    across = count >= threads ? threads : 1;
    within = across == 1 ? threads : 1;
  }
  int64_t start(int64_t r) const { return r / inner * inner * n + r % inner; }
};

struct Pair {
  uint64_t key, at;
  bool operator<(const Pair& o) const { return key != o.key ? key < o.key : at < o.at; }
};

template <class T> KernelPtr sorted(const Call& call, bool down) {
  using U = typename T::Bits;
  Rows rows(call);
  T order(call.in[0].dtype, down);
  int64_t each = align64(rows.n * sizeof(U)), rest = rows.inner > 1 ? each : 0;
  return simple("native:radixsort", [=](const Args& args) {
    parallel(rows.across, rows.count, 1, [&](int64_t from, int64_t to, int thread) {
      U* a = (U*)(args.scratch + thread * (each + rest));
      for (int64_t r = from; r < to; r++) {
        const U* x = args.input<U>(0) + rows.start(r);
        U* y = args.output<U>(0) + rows.start(r);
        int64_t step = rows.inner;
        auto key = [](U k) { return k; };
        U* dense = step == 1 ? y : a;
        if (sortByVectors<U>(dense, rows.n, rows.within, [=](int64_t i) { return order.key(x[i * step]); })) {
          parallel(rows.n < SHARED ? 1 : rows.within, rows.n, 64, [&](int64_t low, int64_t high, int) {
            for (int64_t i = low; i < high; i++) y[i * step] = order.bits(dense[i]);
          });
        } else if (step == 1) {
          radixSort<U>(rows.n, sizeof(U), rows.within, a, y, [=](int64_t i) { return order.key(x[i]); }, key,
              [=](int64_t i, U k) { y[i] = order.bits(k); });
        } else {
          radixSort<U>(rows.n, sizeof(U), rows.within, a, (U*)((char*)a + each), [=](int64_t i) { return order.key(x[i * step]); },
              key, [=](int64_t i, U k) { y[i * step] = order.bits(k); });
        }
      }
    });
  }, {}, (each + rest) * rows.across);
}

// Calls put(i, index) for the sorted places i of a row.
template <class T, class Put>
void argsort(const T& order, const typename T::Bits* x, int64_t n, int64_t step, int threads, char* scratch, const Put& put) {
  auto load = [=](int64_t i) { return order.key(order.plain(x[i * step])); };
  if (sizeof(*x) <= 4 && n < (int64_t)UINT32_MAX) {  // key and place in one number
    uint64_t *a = (uint64_t*)scratch, *b = a + n;
    if (sizeof(*x) == 4 && sortByVectors<uint64_t>(a, n, threads, [=](int64_t i) { return (uint64_t)load(i) << 32 | (uint64_t)i; })) {
      parallel(n < SHARED ? 1 : threads, n, 64, [&](int64_t from, int64_t to, int) {
        for (int64_t i = from; i < to; i++) put(i, (int64_t)(a[i] & UINT32_MAX));
      });
      return;
    }
    radixSort<uint64_t>(n, sizeof(*x), threads, a, b, [=](int64_t i) { return (uint64_t)load(i) << 32 | (uint64_t)i; },
        [](uint64_t e) { return e >> 32; }, [=](int64_t i, uint64_t e) { put(i, (int64_t)(e & UINT32_MAX)); });
  } else {
    Pair *a = (Pair*)scratch, *b = a + n;
    radixSort<Pair>(n, sizeof(*x), threads, a, b, [=](int64_t i) { return Pair{load(i), (uint64_t)i}; },
        [](const Pair& e) { return e.key; }, [=](int64_t i, const Pair& e) { put(i, (int64_t)e.at); });
  }
}

int64_t argsortScratch(int64_t n, int64_t width) { return align64(2 * n * (width <= 4 && n < (int64_t)UINT32_MAX ? 8 : 16)); }

template <class T> KernelPtr argSorted(const Call& call, bool down) {
  using U = typename T::Bits;
  Rows rows(call);
  T order(call.in[0].dtype, down);
  int64_t each = argsortScratch(rows.n, sizeof(U));
  return simple("native:radixsort", [=](const Args& args) {
    parallel(rows.across, rows.count, 1, [&](int64_t from, int64_t to, int thread) {
      for (int64_t r = from; r < to; r++) {
        int64_t *y = args.output<int64_t>(0) + rows.start(r), step = rows.inner;
        argsort(order, args.input<U>(0) + rows.start(r), rows.n, step, rows.within, args.scratch + thread * each,
            [=](int64_t i, int64_t at) { y[i * step] = at; });
      }
    });
  }, {}, each * rows.across);
}

// The k first of elements [from, to) in any order, at `best`, which has room for more: elements are compared with the k-th so
// far, a block at a time, and whenever the room is full only the k first stay. Returns how many there are.
template <class T>
int64_t firstOf(const T order, const typename T::Bits* x, int64_t from, int64_t to, int64_t step, int64_t k, Pair* best, int64_t room) {
  using U = typename T::Bits;
  const int64_t BLOCK = 64;
  U keys[BLOCK], limit = 0;
  bool full = false;
  int64_t count = 0;
  for (int64_t i = from; i < to; i += BLOCK) {
    int64_t n = std::min(BLOCK, to - i);
    bool any = !full;
    if (step == 1 && n == BLOCK) {
      const U* p = x + i;
      U better = 0;
      for (int64_t j = 0; j < BLOCK; j++) {
        keys[j] = order.key(order.plain(p[j]));
        better |= (U)(keys[j] < limit);
      }
      any |= better != 0;
    } else {
      for (int64_t j = 0; j < n; j++) keys[j] = order.key(order.plain(x[(i + j) * step]));
      any = true;
    }
    for (int64_t j = 0; any && j < n; j++) {
      if (full && keys[j] >= limit) continue;  // equal ones came earlier
      if (k <= INSERTED) {
        int64_t at = full ? k - 1 : count++;
        for (; at > 0 && keys[j] < best[at - 1].key; at--) best[at] = best[at - 1];
        best[at] = {keys[j], (uint64_t)(i + j)};
        full = count == k;
      } else {
        best[count++] = {keys[j], (uint64_t)(i + j)};
        if (count < room) continue;
        std::nth_element(best, best + k - 1, best + count);
        count = k;
        full = true;
      }
      if (full) limit = (U)best[k - 1].key;
    }
  }
  if (count > k) std::nth_element(best, best + k - 1, best + count);
  return std::min(count, k);
}

// The place of the least key of n elements side by side, the first of equal ones.
template <class T> int64_t bestOf(const T order, const typename T::Bits* x, int64_t n) {
  using U = typename T::Bits;
  const int64_t BLOCK = 256;
  U keys[BLOCK], best = (U)~(U)0;
  int64_t block = 0;
  for (int64_t i = 0; i < n; i += BLOCK) {
    int64_t count = std::min(BLOCK, n - i);
    U least = (U)~(U)0;
    for (int64_t j = 0; j < count; j++) keys[j] = order.key(order.plain(x[i + j]));
    for (int64_t j = 0; j < count; j++) least = std::min(least, keys[j]);
    if (least >= best) continue;
    best = least;
    block = i;
  }
  while (order.key(order.plain(x[block])) != best) block++;
  return block;
}

// The same for `width` rows side by side: places is [width].
template <class T>
void bestOfEach(const T order, const typename T::Bits* x, int64_t n, int64_t step, int64_t width, typename T::Bits* best, int64_t* places) {
  using U = typename T::Bits;
  using Place = std::conditional_t<sizeof(U) == 8, int64_t, int32_t>;
  const int64_t SIDE = 64, SPAN = (int64_t)1 << 30;
  Place at[SIDE];
  U keys[SIDE];
  for (int64_t j = 0; j < width; j++) best[j] = (U)~(U)0, places[j] = 0;
  for (int64_t from = 0; from < n; from += SPAN) {
    std::fill(at, at + width, (Place)-1);
    for (int64_t i = from; i < std::min(n, from + SPAN); i++) {
      const U* row = x + i * step;
      const Place here = (Place)(i - from);
      for (int64_t j = 0; j < width; j++) keys[j] = order.key(order.plain(row[j]));
#pragma GCC ivdep
      for (int64_t j = 0; j < width; j++) {
        at[j] = keys[j] < best[j] ? here : at[j];
        best[j] = std::min(best[j], keys[j]);
      }
    }
    for (int64_t j = 0; j < width; j++) if (at[j] >= 0) places[j] = from + at[j];
  }
}

// TopK of one element.
template <class T> KernelPtr firstOnly(const Rows& rows, const T& order) {
  using U = typename T::Bits;
  return simple("native:topk", [=](const Args& args) {
    parallel(rows.across, rows.count, 1, [&](int64_t from, int64_t to, int) {
      const int64_t SIDE = 64;
      U best[SIDE];
      int64_t places[SIDE];
      for (int64_t r = from, width; r < to; r += width) {
        const U* x = args.input<U>(0) + rows.start(r);
        width = std::min({SIDE, to - r, rows.inner - r % rows.inner});
        if (rows.inner == 1) places[0] = bestOf(order, x, rows.n);
        else bestOfEach(order, x, rows.n, rows.inner, width, best, places);
        for (int64_t j = 0; j < width; j++) {
          args.output<U>(0)[r + j] = x[places[j] * rows.inner + j];
          args.output<int64_t>(1)[r + j] = places[j];
        }
      }
    });
  });
}

template <class T> KernelPtr topOf(const Call& call, bool down) {
  using U = typename T::Bits;
  Rows rows(call);
  T order(call.in[0].dtype, down);
  int64_t axis = call.attrs.integer("axis", -1);
  int64_t k = call.out[0].dims[axis < 0 ? axis + call.in[0].rank() : axis];
  bool many = k * (hasVectors(sizeof(U)) ? 24 : 8) > rows.n;  // sorting all takes no longer
  int parts = many || rows.n < SHARED ? 1 : rows.within;
  if (k == 1 && parts == 1) return firstOnly(rows, order);
  int64_t room = std::max<int64_t>(2 * k, 128), each = many ? argsortScratch(rows.n, sizeof(U)) : align64(room * parts * sizeof(Pair));
  return simple("native:topk", [=](const Args& args) {
    if (k == 0) return;
    parallel(rows.across, rows.count, 1, [&](int64_t from, int64_t to, int thread) {
      Pair* best = (Pair*)(args.scratch + thread * each);
      for (int64_t r = from; r < to; r++) {
        const U* x = args.input<U>(0) + rows.start(r);
        int64_t first = r / rows.inner * rows.inner * k + r % rows.inner;
        auto put = [&](int64_t i, int64_t at) {
          if (i >= k) return;
          args.output<U>(0)[first + i * rows.inner] = x[at * rows.inner];
          args.output<int64_t>(1)[first + i * rows.inner] = at;
        };
        if (many) {
          argsort(order, x, rows.n, rows.inner, rows.within, (char*)best, put);
          continue;
        }
        std::vector<int64_t> counts(parts);
        parallel(parts, rows.n, 64, [&](int64_t low, int64_t high, int t) {
          counts[t] = firstOf(order, x, low, high, rows.inner, k, best + t * room, room);
        });
        int64_t count = counts[0];
        for (int t = 1; t < parts; t++) {
          memmove(best + count, best + t * room, counts[t] * sizeof(Pair));
          count += counts[t];
        }
        std::sort(best, best + count);
        for (int64_t i = 0; i < k; i++) put(i, (int64_t)best[i].at);
      }
    });
  }, {}, each * rows.across);
}

template <class T> KernelPtr searched(const Call& call, bool) {
  using U = typename T::Bits;
  T order(call.in[0].dtype, false);
  int64_t n = call.in[0].size(), count = call.in[1].size();
  bool right = call.attrs.text("side", "left") == "right";
  int threads = threadsFor(call, (double)count * 16);
  return simple("native:searchsorted", [=](const Args& args) {
    const U* x = args.input<U>(0);
    parallel(threads, count, 64, [&](int64_t from, int64_t to, int) {
      for (int64_t i = from; i < to; i++) {
        U v = order.key(order.plain(args.input<U>(1)[i]));
        int64_t at = 0;
        for (int64_t size = n; size > 0;) {
          int64_t half = size / 2;
          U k = order.key(order.plain(x[at + half]));
          bool after = right ? k <= v : k < v;
          at = after ? at + half + 1 : at;
          size = after ? size - half - 1 : half;
        }
        args.output<int64_t>(0)[i] = at;
      }
    });
  });
}

KernelPtr sort(const Call& call) {
  bool down = call.attrs.integer("descending", 0);
  return byOrder(call.in[0].dtype, [&](auto* type) { return sorted<std::remove_pointer_t<decltype(type)>>(call, down); });
}

KernelPtr argSort(const Call& call) {
  bool down = call.attrs.integer("descending", 0);
  return byOrder(call.in[0].dtype, [&](auto* type) { return argSorted<std::remove_pointer_t<decltype(type)>>(call, down); });
}

KernelPtr topK(const Call& call) {
  if (!call.attrs.has("k")) return unsupported("k must be an attribute");
  bool down = call.attrs.integer("largest", 1);
  return byOrder(call.in[0].dtype, [&](auto* type) { return topOf<std::remove_pointer_t<decltype(type)>>(call, down); });
}

KernelPtr searchSorted(const Call& call) {
  return byOrder(call.in[0].dtype, [&](auto* type) { return searched<std::remove_pointer_t<decltype(type)>>(call, false); });
}

}  // namespace

void addSorting(Table& t) {
  t["pydl4j.Sort"] = sort;
  t["pydl4j.ArgSort"] = argSort;
  t["TopK"] = topK;
  t["pydl4j.SearchSorted"] = searchSorted;
}

}  // namespace PYDL4J_ISA
}  // namespace pydl4j
