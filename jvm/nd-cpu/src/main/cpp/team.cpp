// The OpenMP runtime under oneDNN and our kernels, built as libpydl4j.so: the six functions of libgomp that g++ calls
// for `parallel` and `barrier`, under libgomp's names. What it does otherwise than libgomp:
// - A region has as many ids as asked for, so its cut and its bits never depend on what else the machine does; but who
//   runs an id is free. A caller that is done with its own takes those that no worker has begun, so a worker that lost
//   its core to another process holds nobody up.
// - Workers belong to nobody: a region borrows those it needs, so 64 callers own no 64 teams.
// - Who waits stays awake for SPIN_US, and for CROWDED_SPIN_US after it noticed that somebody else wants its core.
#include <alloca.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <climits>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <mutex>
#include <vector>

#include "glibc.h"

PYDL4J_OLD(pthread_create, pthread_create);
PYDL4J_OLD(pthread_detach, pthread_detach);
PYDL4J_OLD(pthread_sigmask, pthread_sigmask);

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace {

constexpr int64_t US = 1000;
constexpr int64_t SPIN_US = 100, CROWDED_SPIN_US = 5;
// Who waits awake and misses GAP_US was taken off its core by another; for CROWDED_US nobody waits awake for long.
constexpr int64_t GAP_US = 500, CROWDED_US = 100000;

int64_t now() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

inline void pause() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

using Word = std::atomic<int>;
static_assert(sizeof(Word) == sizeof(int), "futexes are plain ints");

void sleepWhile(Word& word, int value) { syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, value, nullptr, nullptr, 0); }
void wake(Word* word, int threads) { syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, threads, nullptr, nullptr, 0); }

std::atomic<int64_t> crowdedUntil{0};

// Waits awake for a condition; false when it is time to sleep.
template <class F> bool soon(F&& holds) {
  if (holds()) return true;
  int64_t start = now(), last = start;
  int64_t until = start + (start < crowdedUntil.load(std::memory_order_relaxed) ? CROWDED_SPIN_US : SPIN_US) * US;
  while (true) {
    for (int i = 0; i < 8; i++) {
      if (holds()) return true;
      pause();
    }
    int64_t t = now();
    if (t - last > GAP_US * US) {
      crowdedUntil.store(t + CROWDED_US * US, std::memory_order_relaxed);
      return holds();
    }
    if (t > until) return false;
    last = t;
  }
}

struct Region;

struct alignas(64) Worker {
  std::atomic<Region*> region{nullptr};  // what it is asked to join; whoever takes it out decides whether it does
  int id = 0;                            // the id that it begins with, so that equal regions find their data in its cache
  Word asleep{0};
};

// How floats are computed (denormals as 0): workers take over the caller's. Its lowest bit tells that an operation was invalid, such
// as a maximum of NaN; a region's caller gets it from all that ran ids.
#if defined(__x86_64__)
unsigned floatMode() { return __builtin_ia32_stmxcsr(); }
void setFloatMode(unsigned mode) { __builtin_ia32_ldmxcsr(mode); }
#elif defined(__aarch64__)
unsigned floatMode() {
  uint64_t mode;
  asm volatile("mrs %0, fpcr" : "=r"(mode));
  return (unsigned)mode;
}
void setFloatMode(unsigned mode) { asm volatile("msr fpcr, %0" : : "r"((uint64_t)mode)); }
#else
unsigned floatMode() { return 0; }
void setFloatMode(unsigned) {}
#endif
constexpr unsigned INVALID = 1;

struct Region {
  static constexpr int SLEEPS = 1 << 30;
  void (*body)(void*);
  void* data;
  int size;
  std::atomic<bool>* begun;  // by id
  unsigned mode = floatMode();
  Word inside{0};   // workers asked that have not left; SLEEPS is added while the caller waits asleep
  Word arrived{0};  // at the barrier, which opens when all have
  Word phase{0};
  Word sleepers{0};
  std::atomic<bool> invalid{false};

  Region(void (*b)(void*), void* d, int n, std::atomic<bool>* ids) : body(b), data(d), size(n), begun(ids) {
    for (int i = 0; i < n; i++) new (&begun[i]) std::atomic<bool>(false);
  }
  void runFrom(int id);
  void meet();
};

struct Place {
  Region* region = nullptr;
  int id = 0, size = 1;
  bool shared = false;  // whether in a region of several ids, or in one within it, which runs alone
};
thread_local Place place;
thread_local int wanted = 0;  // as omp_set_num_threads said; 0: one thread per processor

// Runs the id and then every other one that nobody has begun.
void Region::runFrom(int id) {
  Place before = place;
  for (int i = 0; i < size; i++) {
    int next = (id + i) % size;
    if (begun[next].load(std::memory_order_relaxed) || begun[next].exchange(true)) continue;
    place = {this, next, size, true};
    body(data);
  }
  place = before;
}

void Region::meet() {
  int closed = phase.load();
  if (arrived.fetch_add(1) + 1 == size) {
    arrived.store(0);
    phase.fetch_add(1);
    if (sleepers.load()) wake(&phase, INT_MAX);
    return;
  }
  auto opened = [&] { return phase.load(std::memory_order_acquire) != closed; };
  if (soon(opened)) return;
  sleepers.fetch_add(1);
  while (!opened()) sleepWhile(phase, closed);
  sleepers.fetch_sub(1);
}

void leave(Region* region, int workers) {
  Word* inside = &region->inside;
  int before = inside->fetch_sub(workers);
  // The region may be gone from here on; waking a word that nobody sleeps on does nothing.
  if (before == Region::SLEEPS + workers) wake(inside, 1);
}

void* work(void* self) {
  Worker& me = *(Worker*)self;
  while (true) {
    auto asked = [&] { return me.region.load() != nullptr; };
    if (!soon(asked)) {
      me.asleep.store(1);
      while (!asked() && me.asleep.load()) sleepWhile(me.asleep, 1);
      me.asleep.store(0);
      continue;
    }
    Region* region = me.region.exchange(nullptr);
    if (!region) continue;
    setFloatMode(region->mode);
    region->runFrom(me.id);
    if (floatMode() & INVALID) region->invalid.store(true, std::memory_order_relaxed);
    leave(region, 1);
  }
}

// All workers of the process; those lent are not among the idle.
class Crew {
 public:
  // Lends that many at once or waits until it can: who held some and waited for more could wait for ever.
  void lend(int count, Worker** lent) {
    std::unique_lock<std::mutex> lock(mutex_);
    while (true) {
      while ((int)idle_.size() < count && add()) {}
      if ((int)idle_.size() >= count) break;
      if (total_ < count) fail(count);
      lock.unlock();
      sched_yield();
      lock.lock();
    }
    std::copy(idle_.end() - count, idle_.end(), lent);
    idle_.resize(idle_.size() - count);
  }

  void giveBack(Worker** lent, int count) {
    std::lock_guard<std::mutex> lock(mutex_);
    idle_.insert(idle_.end(), lent, lent + count);
  }

  // A forked child has none of its parent's threads.
  void forget() {
    new (&mutex_) std::mutex();
    idle_.clear();
    total_ = 0;
  }

 private:
  bool add() {
    auto worker = std::make_unique<Worker>();
    sigset_t all, before;
    sigfillset(&all);
    for (int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL}) sigdelset(&all, fault);
    pthread_sigmask(SIG_SETMASK, &all, &before);  // signals are for the threads of the program
    pthread_t thread;
    bool made = pthread_create(&thread, nullptr, work, worker.get()) == 0;
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    if (!made) return false;
    pthread_detach(thread);
    idle_.push_back(worker.release());
    total_++;
    return true;
  }

  [[noreturn]] void fail(int count) {
    fprintf(stderr, "[pydl4j] cannot start threads: got %d; expected %d more beside the caller. Raise `ulimit -u` or ask for fewer threads.\n",
        total_, count);
    abort();
  }

  std::mutex mutex_;
  std::vector<Worker*> idle_;
  int total_ = 0;
};

Crew& crew() {
  static Crew* one = [] {
    static Crew* made = new Crew();  // never destroyed: workers outlive the end of main
    pthread_atfork(nullptr, nullptr, [] { made->forget(); });
    return made;
  }();
  return *one;
}

int processors() {
  static const int count = [] {
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 ? std::max(1, CPU_COUNT(&set)) : 1;
  }();
  return count;
}

void runShared(void (*body)(void*), void* data, int size) {
  Region region(body, data, size, (std::atomic<bool>*)alloca(size * sizeof(std::atomic<bool>)));
  Worker** lent = (Worker**)alloca((size - 1) * sizeof(Worker*));
  crew().lend(size - 1, lent);
  region.inside.store(size - 1);
  for (int i = 0; i < size - 1; i++) {
    Worker* w = lent[i];
    w->id = i + 1;
    w->region.store(&region);
    if (w->asleep.load() && w->asleep.exchange(0)) wake(&w->asleep, 1);
  }
  region.runFrom(0);
  int absent = 0;
  for (int i = 0; i < size - 1; i++) absent += lent[i]->region.exchange(nullptr) != nullptr;
  if (absent) leave(&region, absent);
  auto left = [&] { return region.inside.load(std::memory_order_acquire) == 0; };
  if (!soon(left)) {
    int inside = region.inside.fetch_add(Region::SLEEPS) + Region::SLEEPS;
    while (inside != Region::SLEEPS) {
      sleepWhile(region.inside, inside);
      inside = region.inside.load();
    }
  }
  if (region.invalid.load(std::memory_order_relaxed)) setFloatMode(floatMode() | INVALID);
  crew().giveBack(lent, size - 1);
}

}  // namespace

EXPORT int omp_get_thread_num() { return place.id; }
EXPORT int omp_get_num_threads() { return place.size; }
EXPORT int omp_in_parallel() { return place.shared; }
EXPORT int omp_get_max_threads() { return wanted > 0 ? wanted : processors(); }
EXPORT void omp_set_num_threads(int threads) { wanted = threads; }

EXPORT void GOMP_parallel(void (*body)(void*), void* data, unsigned threads, unsigned) {
  int size = place.shared ? 1 : threads ? (int)threads : omp_get_max_threads();
  if (size > 1) {
    runShared(body, data, size);
    return;
  }
  Place before = place;
  place = {nullptr, 0, 1, before.shared};
  body(data);
  place = before;
}

EXPORT void GOMP_barrier() {
  if (place.size > 1) place.region->meet();
}
