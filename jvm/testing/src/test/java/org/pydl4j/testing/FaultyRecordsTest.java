package org.pydl4j.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.pydl4j.datavec.condition.Condition;
import org.pydl4j.datavec.condition.RowTest;
import org.pydl4j.datavec.normalize.Affine;
import org.pydl4j.datavec.normalize.ColumnNormalizer;
import org.pydl4j.datavec.normalize.Statistics;
import org.pydl4j.datavec.schema.Column;
import org.pydl4j.datavec.schema.ColumnType;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.datavec.transform.ColumnTransform;
import org.pydl4j.datavec.transform.RowFunction;
import org.pydl4j.datavec.transform.Transform;
import org.pydl4j.nd.graph.Sym;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.layers.InputKind;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.Layer;
import org.pydl4j.nn.layers.LayerContext;
import org.pydl4j.nn.losses.Loss;
import org.pydl4j.nn.updaters.Schedule;
import org.pydl4j.nn.updaters.UpdateInputs;
import org.pydl4j.nn.updaters.Updater;

/** Each contract catches the fault that a record of its kind can have. */
class FaultyRecordsTest {
  record TypeOfAnother() implements Layer {
    @Override
    public InputKind reads() {
      return InputKind.FEED_FORWARD;
    }

    @Override
    public InputType outputType(InputType in) {
      return InputType.feedForward(3);
    }

    @Override
    public Sym apply(LayerContext ctx, Sym x) {
      return x;
    }
  }

  /** Does another thing whenever it is made again, as one whose JSON leaves something out. */
  record MadeAgain(double scale) implements Layer {
    private static final AtomicInteger MADE = new AtomicInteger();

    MadeAgain {
      MADE.incrementAndGet();
    }

    @Override
    public InputKind reads() {
      return InputKind.FEED_FORWARD;
    }

    @Override
    public InputType outputType(InputType in) {
      return in;
    }

    @Override
    public Sym apply(LayerContext ctx, Sym x) {
      return x.mul(scale * MADE.get());
    }
  }

  record DeafToMasks() implements Loss {
    @Override
    public Sym elements(Sym p, Sym y) {
      return p.sub(y).mul(p.sub(y));
    }

    @Override
    public Sym rows(Activation activation, Sym z, Sym y, Sym mask) {
      return elements(activation.of(z, 1), y).sum(false, 1);
    }
  }

  record Ascent(double learningRate, Schedule learningRateSchedule) implements Updater {
    @Override
    public List<String> stateParts() {
      return List.of();
    }

    @Override
    public Sym[] update(Sym p, Sym g, Sym[] state, UpdateInputs in) {
      return new Sym[] {p.add(g.mul(in.rate()))};
    }
  }

  record Counting(List<Integer> seen) implements Schedule {
    static Map<String, Object> defaults() {
      return Map.of("seen", new ArrayList<>());
    }

    @Override
    public double valueAt(long iteration, int epoch) {
      seen.add(1);
      return seen.size();
    }
  }

  record LeavesItsRange(String column) implements ColumnTransform {
    @Override
    public Column output(Column in) {
      return new Column(in.name(), ColumnType.DOUBLE, List.of(), List.of(), 0.0, 1.0);
    }

    @Override
    public UnaryOperator<Object> map(Column in) {
      return v -> (Double) v * 10;
    }
  }

  record Overwrites(int at) implements Transform {
    @Override
    public Schema apply(Schema in) {
      return in;
    }

    @Override
    public RowFunction bind(Schema in) {
      return row -> {
        row[at] = 0.25;
        return row;
      };
    }
  }

  record FailsOnMissing(String column) implements Condition {
    @Override
    public RowTest bind(Schema schema) {
      int i = schema.index(column);
      return row -> (Double) row[i] > 0.5;
    }
  }

  record Forgets(boolean fitted) implements ColumnNormalizer {
    static Map<String, Object> defaults() {
      return Map.of("fitted", false);
    }

    @Override
    public boolean isFitted() {
      return fitted;
    }

    @Override
    public boolean fitLabels() {
      return false;
    }

    @Override
    public ColumnNormalizer fitted(Statistics features, Statistics labels) {
      return this;
    }

    @Override
    public Affine features() {
      return Affine.uniform(2, 0);
    }

    @Override
    public Affine labels() {
      return null;
    }
  }

  private static final Schema SCHEMA = Schema.of(Column.of("d", ColumnType.DOUBLE));
  private static final Object[][] ROWS = {{0.4}, {0.9}};

  private static Set<String> failing(Contract contract) {
    Set<String> failing = new TreeSet<>();
    contract.claims().forEach((name, claim) -> {
      try {
        claim.check();
      } catch (Exception | AssertionError e) {
        failing.add(name);
      }
    });
    return failing;
  }

  @Test
  void aLayerOfAnotherShapeThanItSays() {
    assertEquals(Set.of("gives the shape that its type says"),
        failing(new LayerContract(new TypeOfAnother(), InputType.feedForward(4))));
  }

  @Test
  void aLayerThatIsAnotherOneWhereItIsMadeAgain() {
    Set<String> failing = failing(new LayerContract(new MadeAgain(0.5), InputType.feedForward(4)));
    assertTrue(failing.contains("learns on a worker of a cluster what it learns here"), failing.toString());
  }

  @Test
  void aLossThatCountsMaskedRows() {
    assertEquals(Set.of("counts a masked row for nothing"), failing(new LossContract(new DeafToMasks())));
  }

  @Test
  void anUpdaterThatClimbs() {
    assertEquals(Set.of("trains", "trains a table of which a batch reads some rows"),
        failing(new UpdaterContract(new Ascent(0.5, null))));
  }

  @Test
  void aScheduleThatCountsItsCalls() {
    assertEquals(Set.of("is finite and the same whenever it is asked"),
        failing(new ScheduleContract(new Counting(new ArrayList<>()))));
  }

  @Test
  void transformsThatDoNotKeepTheirWord() {
    assertEquals(Set.of("gives rows of the schema that it announces"),
        failing(new TransformContract(new LeavesItsRange("d"), SCHEMA, List.of(ROWS))));
    assertEquals(Set.of("leaves rows alone and serves many threads"),
        failing(new TransformContract(new Overwrites(0), SCHEMA, List.of(ROWS))));
  }

  @Test
  void aConditionThatFailsOnMissingValues() {
    assertEquals(Set.of("leaves rows alone and serves many threads"),
        failing(new ConditionContract(new FailsOnMissing("d"), SCHEMA, List.of(ROWS))));
  }

  @Test
  void aNormalizerThatIsNeverFitted() {
    assertEquals(Set.of("comes back from JSON, fitted or not"), failing(new NormalizerContract(new Forgets(false))));
  }

  @Test
  void recordsWithoutAnExampleAreNamed() {
    List<String> missing = Examples.of("org.pydl4j.testing").layer(new TypeOfAnother(), InputType.feedForward(4))
        .layer(new MadeAgain(0.5), InputType.feedForward(4)).excuse(Overwrites.class, "of two transforms one is enough")
        .missing();
    assertEquals(List.of(LeavesItsRange.class.getName(), FailsOnMissing.class.getName()),
        missing.stream().filter(name -> !name.endsWith("Ascent")).toList());
  }
}
