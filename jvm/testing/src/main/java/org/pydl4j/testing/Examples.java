package org.pydl4j.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.pydl4j.datavec.condition.Condition;
import org.pydl4j.datavec.normalize.ColumnNormalizer;
import org.pydl4j.datavec.reader.PathLabel;
import org.pydl4j.datavec.reader.RecordReader;
import org.pydl4j.datavec.schema.Schema;
import org.pydl4j.datavec.transform.Transform;
import org.pydl4j.nd.json.Records;
import org.pydl4j.nd.json.Variants;
import org.pydl4j.nn.activations.Activation;
import org.pydl4j.nn.conf.OpVertex;
import org.pydl4j.nn.layers.InputType;
import org.pydl4j.nn.layers.Layer;
import org.pydl4j.nn.losses.Loss;
import org.pydl4j.nn.updaters.Schedule;
import org.pydl4j.nn.updaters.Updater;

/**
 * The examples at which the records of some packages are checked. Activations, losses, updaters, schedules and
 * normalizers whose components all have defaults are examples of themselves; every other record of these packages needs
 * one.
 */
public final class Examples {
  private static final List<Class<?>> OPEN = List.of(Layer.class, OpVertex.class, Loss.class, Activation.class,
      Updater.class, Schedule.class, Transform.class, Condition.class, RecordReader.class, PathLabel.class,
      ColumnNormalizer.class);

  private final List<String> packages;
  private final List<Contract> given = new ArrayList<>();
  private final Map<Class<?>, String> excused = new LinkedHashMap<>();

  private Examples(List<String> packages) {
    this.packages = packages;
  }

  /** Examples for the records of these packages and what is below them. */
  public static Examples of(String... packages) {
    return new Examples(List.of(packages));
  }

  /** Any contract. */
  public Examples add(Contract contract) {
    given.add(contract);
    return this;
  }

  /** A layer with what it reads. */
  public Examples layer(Layer layer, InputType in) {
    return add(new LayerContract(layer, in));
  }

  /** A vertex with what it reads. */
  public Examples vertex(OpVertex vertex, InputType... in) {
    return add(new VertexContract(vertex, List.of(in)));
  }

  /** A loss. */
  public Examples loss(Loss loss) {
    return add(new LossContract(loss));
  }

  /** An activation. */
  public Examples activation(Activation activation) {
    return add(new ActivationContract(activation));
  }

  /** An updater. */
  public Examples updater(Updater updater) {
    return add(new UpdaterContract(updater));
  }

  /** A schedule. */
  public Examples schedule(Schedule schedule) {
    return add(new ScheduleContract(schedule));
  }

  /** A transform with records that it takes. */
  public Examples transform(Transform transform, Schema schema, Object[]... rows) {
    return add(new TransformContract(transform, schema, List.of(rows)));
  }

  /** A condition with records that it takes. */
  public Examples condition(Condition condition, Schema schema, Object[]... rows) {
    return add(new ConditionContract(condition, schema, List.of(rows)));
  }

  /** A reader with files, by name. */
  public Examples reader(RecordReader reader, Map<String, byte[]> files) {
    return add(new ReaderContract(reader, files));
  }

  /** A label of paths with what it gives. */
  public Examples pathLabel(PathLabel label, String uri, String expected) {
    return add(new PathLabelContract(label, uri, expected));
  }

  /** A normalizer. */
  public Examples normalizer(ColumnNormalizer normalizer) {
    return add(new NormalizerContract(normalizer));
  }

  /** Leaves out a record that has no contract, and says why. */
  public Examples excuse(Class<?> variant, String reason) {
    excused.put(variant, reason);
    return this;
  }

  /** All contracts: the given ones, and those of records that are examples of themselves. */
  public List<Contract> contracts() {
    List<Contract> all = new ArrayList<>(given);
    Set<Class<?>> seen = given.stream().<Class<?>>map(c -> c.subject().getClass()).collect(Collectors.toSet());
    themselves(all, seen, Activation.class, ActivationContract::new);
    themselves(all, seen, Loss.class, LossContract::new);
    themselves(all, seen, Updater.class, UpdaterContract::new);
    themselves(all, seen, Schedule.class, ScheduleContract::new);
    themselves(all, seen, ColumnNormalizer.class, NormalizerContract::new);
    return all;
  }

  private <T> void themselves(List<Contract> all, Set<Class<?>> seen, Class<T> iface, Function<T, Contract> contract) {
    for (Class<?> variant : Variants.of(iface).values()) {
      if (isMine(variant) && !seen.contains(variant)) {
        try {
          all.add(contract.apply(Records.fromText("\"" + variant.getSimpleName() + "\"", iface)));
        } catch (IllegalArgumentException e) {
          // a component without a default: the record needs an example, and missing() names it
        }
      }
    }
  }

  /** The records of these packages that no contract checks. */
  public List<String> missing() {
    Set<Class<?>> seen = contracts().stream().<Class<?>>map(c -> c.subject().getClass()).collect(Collectors.toSet());
    return OPEN.stream().flatMap(iface -> Variants.of(iface).values().stream())
        .filter(v -> isMine(v) && !seen.contains(v) && !excused.containsKey(v)).map(Class::getName).toList();
  }

  private boolean isMine(Class<?> variant) {
    return packages.stream().anyMatch(p -> variant.getName().startsWith(p + "."));
  }
}
