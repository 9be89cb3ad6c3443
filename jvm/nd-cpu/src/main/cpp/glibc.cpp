// What a file of this library calls under these names is defined here, hidden, and goes to the oldest version (glibc.h).
#include "glibc.h"

#ifdef PYDL4J_OLDEST
PYDL4J_OLD(old_exp, exp);
PYDL4J_OLD(old_exp2, exp2);
PYDL4J_OLD(old_log, log);
PYDL4J_OLD(old_log2, log2);
PYDL4J_OLD(old_pow, pow);
PYDL4J_OLD(old_hypot, hypot);
PYDL4J_OLD(old_hypotf, hypotf);
PYDL4J_OLD(old_dlopen, dlopen);
PYDL4J_OLD(old_dlsym, dlsym);
PYDL4J_OLD(old_dlclose, dlclose);
PYDL4J_OLD(old_dlerror, dlerror);

extern "C" {
double old_exp(double), old_exp2(double), old_log(double), old_log2(double), old_pow(double, double), old_hypot(double, double);
float old_hypotf(float, float);
void *old_dlopen(const char*, int), *old_dlsym(void*, const char*);
int old_dlclose(void*);
char* old_dlerror();

double exp(double x) { return old_exp(x); }
double exp2(double x) { return old_exp2(x); }
double log(double x) { return old_log(x); }
double log2(double x) { return old_log2(x); }
double pow(double x, double y) { return old_pow(x, y); }
double hypot(double x, double y) { return old_hypot(x, y); }
float hypotf(float x, float y) { return old_hypotf(x, y); }
void* dlopen(const char* file, int mode) { return old_dlopen(file, mode); }
void* dlsym(void* library, const char* name) { return old_dlsym(library, name); }
int dlclose(void* library) { return old_dlclose(library); }
char* dlerror() { return old_dlerror(); }

char __libc_single_threaded = 0;  // libstdc++'s counters ask it whether they must be atomic: always
}
#endif
