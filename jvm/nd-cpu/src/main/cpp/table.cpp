#include "isa.h"

namespace pydl4j {
namespace PYDL4J_ISA {

void addPointwise(Table&);
void addCast(Table&);
void addReduce(Table&);
void addArgBest(Table&);
void addSoftmax(Table&);
void addUpdaters(Table&);
void addPool(Table&);
void addPatches(Table&);
void addMovement(Table&);
void addBatchNorm(Table&);
void addRandom(Table&);
void addRejection(Table&);
void addLstm(Table&);
void addRecurrence(Table&);
void addPieces(Table&);
void addGemm(Table&);
void addLayerNorm(Table&);
void addAdamRows(Table&);
void addWinograd(Table&);
void addFewRows(Table&);
void addLinalg(Table&);
void addSelection(Table&);
void addIndexing(Table&);
void addMasks(Table&);
void addSorting(Table&);
void addCumulative(Table&);
void addAttention(Table&);
void addConvGemm(Table&);
void addNumbers(Table&);
void addComplex(Table&);
void addFft(Table&);
void addComplexLinalg(Table&);
void addWholeMatMul(Table&);
void addBottleneck(Table&);
void addResample(Table&);
void addSampling(Table&);
void addRegions(Table&);
void addGroupNorm(Table&);

CopyStrided copyStrided;

static const Table& table() {
  static const Table table = [] {
    Table t;
    addPointwise(t);
    addCast(t);
    addReduce(t);
    addArgBest(t);
    addSoftmax(t);
    addUpdaters(t);
    addPool(t);
    addPatches(t);
    addMovement(t);
    addBatchNorm(t);
    addRandom(t);
    addRejection(t);
    addLstm(t);
    addRecurrence(t);
    addPieces(t);
    addGemm(t);
    addLayerNorm(t);
    addAdamRows(t);
    addLinalg(t);
    addSelection(t);
    addIndexing(t);
    addMasks(t);
    addSorting(t);
    addCumulative(t);
    addAttention(t);
    addConvGemm(t);
    addNumbers(t);
    addComplex(t);
    addFft(t);
    addComplexLinalg(t);
    addWholeMatMul(t);
    addBottleneck(t);
    addResample(t);
    addSampling(t);
    addRegions(t);
    addGroupNorm(t);
    return t;
  }();
  return table;
}

// What is asked before oneDNN, because it is faster where it applies.
static const Table& firstTable() {
  static const Table table = [] {
    Table t;
    addWinograd(t);
    addFewRows(t);
    return t;
  }();
  return table;
}

}  // namespace PYDL4J_ISA

#define JOIN(a, b) a##b
#define NAMED(isa) JOIN(kernel_set_, isa)
#define TEXT(isa) #isa
#define QUOTED(isa) TEXT(isa)
extern const KernelSet NAMED(PYDL4J_ISA);
const KernelSet NAMED(PYDL4J_ISA){QUOTED(PYDL4J_ISA), PYDL4J_ISA::table, PYDL4J_ISA::firstTable, PYDL4J_ISA::copyStrided};

}  // namespace pydl4j
