package org.pydl4j.nn.training;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.pydl4j.nd.json.Defaults;
import org.pydl4j.nd.json.Doc;

/** How far training is; saved with the model, so that it can go on where it was. */
@Doc("How far training is.")
public record TrainingState(
    @Doc("minibatches trained on in the model's whole life") long iteration,
    @Doc("epochs trained in its whole life") int epoch,
    @Doc("changes of the parameters: as many as minibatches, unless gradients are accumulated") long updates,
    @Doc("minibatches whose gradients wait for the next update") int waiting,
    @Doc("their rows") long waitingRows,
    @Doc("what all learning rates are multiplied with") double rateFactor,
    @Doc("where the fit stands that was begun last; null before the first") Position position)
    implements Serializable {

  /** The state of a new model. */
  public static final TrainingState NEW = of(0, 0);

  /** Where a fit stands. */
  @Doc("Where a fit stands.")
  public record Position(
      @Doc("epochs of the model before the fit") int firstEpoch,
      @Doc("minibatches trained on in the present epoch") long batches,
      @Doc("their rows") long rows,
      @Doc("sum over them of loss times rows") double scoreSum,
      @Doc("the whole epochs of the fit") List<Epoch> told) implements Serializable {
    public Position {
      told = List.copyOf(told);
      if (firstEpoch < 0 || batches < 0 || rows < 0) {
        throw new IllegalArgumentException("[training] position: got first epoch " + firstEpoch + ", " + batches
            + " minibatches, " + rows + " rows; expected numbers from 0 on.");
      }
    }

    static Object defaults() {
      return Defaults.of("told", List.of());
    }

    Position plus(long moreRows, double score) {
      return new Position(firstEpoch, batches + 1, rows + moreRows, scoreSum + score * moreRows, told);
    }

    Position nextEpoch() {
      return new Position(firstEpoch, 0, 0, 0, told);
    }

    private Position told(Epoch epoch) {
      List<Epoch> all = new ArrayList<>(told);
      all.add(epoch);
      return new Position(firstEpoch, batches, rows, scoreSum, all);
    }
  }

  public TrainingState {
    if (iteration < 0 || epoch < 0 || updates < 0 || waiting < 0 || waitingRows < 0) {
      throw new IllegalArgumentException("[training] got iteration " + iteration + ", epoch " + epoch + ", updates "
          + updates + ", waiting " + waiting + " of " + waitingRows + " rows; expected all from 0 on.");
    }
    if (!(rateFactor > 0 && Double.isFinite(rateFactor))) {
      throw new IllegalArgumentException("[training] factor of the learning rate: got " + rateFactor
          + "; expected a finite number above 0.");
    }
  }

  /** After so many minibatches, each of which was an update, and epochs; with nothing to go on with. */
  public static TrainingState of(long iterations, int epochs) {
    return new TrainingState(iterations, epochs, iterations, 0, 0, 1, null);
  }

  /** One minibatch further, which was an update of its own. */
  public TrainingState stepped() {
    return new TrainingState(iteration + 1, epoch, updates + 1, waiting, waitingRows, rateFactor, position);
  }

  /** One minibatch further, whose gradients wait. */
  TrainingState accumulated(long rows) {
    return new TrainingState(iteration + 1, epoch, updates, waiting + 1, waitingRows + rows, rateFactor, position);
  }

  /** After an update by the gradients that waited. */
  TrainingState updated() {
    return new TrainingState(iteration, epoch, updates + 1, 0, 0, rateFactor, position);
  }

  /** With as many minibatches and updates as another. */
  public TrainingState countedAs(TrainingState other) {
    return new TrainingState(other.iteration, epoch, other.updates, other.waiting, other.waitingRows, rateFactor,
        position);
  }

  /** With other learning rates. */
  public TrainingState withRateFactor(double factor) {
    return new TrainingState(iteration, epoch, updates, waiting, waitingRows, factor, position);
  }

  /** With nothing to go on with. */
  public TrainingState withoutPosition() {
    return at(null);
  }

  TrainingState at(Position place) {
    return new TrainingState(iteration, epoch, updates, waiting, waitingRows, rateFactor, place);
  }

  /** One whole epoch further. */
  public TrainingState nextEpoch() {
    Position next = position == null ? null : position.nextEpoch();
    return new TrainingState(iteration, epoch + 1, updates, waiting, waitingRows, rateFactor, next);
  }

  /** With an epoch that is over and was evaluated. */
  TrainingState told(Epoch ended) {
    return position == null ? this : at(position.told(ended));
  }

  TrainingState begun() {
    return at(new Position(epoch, 0, 0, 0, List.of()));
  }
}
