// The border to Java (class org.pydl4j.nd.cpu.Native, bound by JavaCPP's Builder): numbers, arrays of numbers and text
// only.
#pragma once
#include <cstdint>

extern "C" {
int64_t pydl4j_allocate(int64_t bytes);
void pydl4j_free(int64_t address);
void pydl4j_copy(int64_t source, int64_t target, int64_t bytes);
// Elements of that width between two layouts of one shape that do not overlap; strides in elements.
void pydl4j_copy_strided(int64_t source, const int64_t* sourceStrides, int64_t target, const int64_t* targetStrides,
    const int64_t* dims, int32_t rank, int32_t width, int32_t threads);
void pydl4j_clear(int64_t address, int64_t bytes);
// Allows no instruction set above "v2", "v3" or "v4" (x86-64); before anything is computed or described.
void pydl4j_cap(const char* highest);
// Libraries and instruction sets; empty when no compiled set runs here: pydl4j_problem says why.
const char* pydl4j_describe();

// Whether products of bfloat16 are faster than of float32.
bool pydl4j_has_bfloat16();
// types: count of inputs, then per input (dtype or 0 when absent, constant, rank, dims...), then the outputs likewise.
int64_t pydl4j_create(const char* op, const char* attrs, const int64_t* types, int32_t threads);
const char* pydl4j_problem();
const char* pydl4j_ops();
const char* pydl4j_load_blas(const char* path);
const char* pydl4j_describe_blas();
const char* pydl4j_implementation(int64_t kernel);
int64_t pydl4j_scratch(int64_t kernel);
double pydl4j_flops(int64_t kernel);
bool pydl4j_can_alias(int64_t kernel, int32_t input, int32_t output);
// The layout's name that a constant input is packed to before bind, empty for none; its size; packing.
const char* pydl4j_packing(int64_t kernel, int32_t input);
int64_t pydl4j_packed_bytes(int64_t kernel, int32_t input);
bool pydl4j_pack(int64_t kernel, int32_t input, int64_t source, int64_t target);
void pydl4j_close(int64_t kernel);
int64_t pydl4j_bind(int64_t kernel, const int64_t* inputs, int32_t nIn, const int64_t* outputs, int32_t nOut,
    int64_t scratch);
// 0, or what the data were that stopped it: 1 an index, 2 a value that the op refuses, 3 one without a result, 4 too large
// for memory, 5 something else. CpuKernel.java raises by this number.
int32_t pydl4j_run(int64_t bound);
void pydl4j_input(int64_t bound, int32_t index, int64_t address);
void pydl4j_output(int64_t bound, int32_t index, int64_t address);
void pydl4j_unbind(int64_t bound);
}
