package org.pydl4j.spark.training;

import java.util.Map;
import org.pydl4j.nd.json.Records;
import org.pydl4j.spark.averaging.AveragingSettings;
import org.pydl4j.spark.averaging.Wire;

/**
 * Workers train alone for some minibatches, then their parameters are averaged, weighted by rows. DL4J:
 * ParameterAveragingTrainingMaster.
 *
 * @param averagingFrequency minibatches that each worker trains between two averagings
 * @param batchSizePerWorker rows of a worker's minibatch
 * @param workers partitions that train at the same time; 0 takes all slots of the cluster. The result depends on it
 * @param wire how workers send what they learned
 * @param updaterState what happens to the updater's state between rounds
 * @param shuffle whether rows are dealt to the workers anew by the seed, and reordered every epoch
 * @param seed of the dealing and the order; dropout has the network's
 */
public record ParameterAveragingTrainingMaster(
    int averagingFrequency,
    int batchSizePerWorker,
    int workers,
    Wire wire,
    UpdaterState updaterState,
    boolean shuffle,
    long seed) {
  /** What happens to the updater's state (Adam's moments) between rounds. */
  public enum UpdaterState {
    /** Averaged like parameters. */
    AVERAGE
  }

  public ParameterAveragingTrainingMaster {
    check("averagingFrequency", averagingFrequency, 1);
    check("batchSizePerWorker", batchSizePerWorker, 1);
    check("workers", workers, 0);
  }

  private static void check(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "[ParameterAveragingTrainingMaster] bad " + name + ": got " + value + "; expected at least " + least + ".");
    }
  }

  static Map<String, Object> defaults() {
    return Map.of("averagingFrequency", 10, "batchSizePerWorker", 32, "workers", 0, "wire", Wire.BFLOAT16,
        "updaterState", UpdaterState.AVERAGE, "shuffle", true, "seed", 0L);
  }

  /** Reads what {@link Records} writes; fields left out have their defaults. */
  public static ParameterAveragingTrainingMaster fromJson(String json) {
    return Records.fromText(json, ParameterAveragingTrainingMaster.class);
  }

  /** Starts from the defaults. */
  public static Builder builder() {
    return new Builder(fromJson("{}"));
  }

  AveragingSettings settings() {
    return new AveragingSettings(averagingFrequency, batchSizePerWorker, wire, shuffle, seed);
  }

  /** Settings one by one, as DL4J users write them. */
  public static final class Builder {
    private int averagingFrequency;
    private int batchSizePerWorker;
    private int workers;
    private Wire wire;
    private final UpdaterState updaterState;
    private boolean shuffle;
    private long seed;

    private Builder(ParameterAveragingTrainingMaster start) {
      averagingFrequency = start.averagingFrequency;
      batchSizePerWorker = start.batchSizePerWorker;
      workers = start.workers;
      wire = start.wire;
      updaterState = start.updaterState;
      shuffle = start.shuffle;
      seed = start.seed;
    }

    /** Minibatches between averagings. */
    public Builder averagingFrequency(int minibatches) {
      averagingFrequency = minibatches;
      return this;
    }

    /** Rows of a minibatch. */
    public Builder batchSizePerWorker(int rows) {
      batchSizePerWorker = rows;
      return this;
    }

    /** Partitions that are trained at a time; 0 for one per core of the cluster. */
    public Builder workers(int partitions) {
      workers = partitions;
      return this;
    }

    /** The form in which parameters travel. */
    public Builder wire(Wire format) {
      wire = format;
      return this;
    }

    /** Whether rows are dealt to partitions by chance. */
    public Builder shuffle(boolean deal) {
      shuffle = deal;
      return this;
    }

    /** What chance begins from. */
    public Builder seed(long number) {
      seed = number;
      return this;
    }

    /** The master, with its settings checked. */
    public ParameterAveragingTrainingMaster build() {
      return new ParameterAveragingTrainingMaster(
          averagingFrequency, batchSizePerWorker, workers, wire, updaterState, shuffle, seed);
    }
  }
}
