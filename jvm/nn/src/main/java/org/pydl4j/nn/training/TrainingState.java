package org.pydl4j.nn.training;

import org.pydl4j.nd.json.Doc;

/** How far training is; saved with the model, so that it can go on where it was. */
@Doc("How far training is.")
public record TrainingState(
    @Doc("minibatches trained on in the model's whole life") long iteration,
    @Doc("epochs trained in its whole life") int epoch,
    @Doc("what all learning rates are multiplied with") double rateFactor,
    @Doc("where the fit stands that was begun last; null before the first") Position position) {
  /** The state of a new model. */
  public static final TrainingState NEW = new TrainingState(0, 0, 1, null);

  /** Where a fit stands. */
  @Doc("Where a fit stands.")
  public record Position(
      @Doc("epochs of the model before the fit") int firstEpoch,
      @Doc("minibatches trained on in the present epoch") long batches,
      @Doc("their rows") long rows,
      @Doc("sum over them of loss times rows") double scoreSum) {
    public Position {
      if (firstEpoch < 0 || batches < 0 || rows < 0) {
        throw new IllegalArgumentException("[training] position: got first epoch " + firstEpoch + ", " + batches
            + " minibatches, " + rows + " rows; expected numbers from 0 on.");
      }
    }

    Position plus(long moreRows, double score) {
      return new Position(firstEpoch, batches + 1, rows + moreRows, scoreSum + score * moreRows);
    }

    Position nextEpoch() {
      return new Position(firstEpoch, 0, 0, 0);
    }
  }

  public TrainingState {
    if (iteration < 0 || epoch < 0) {
      throw new IllegalArgumentException(
          "[training] got iteration " + iteration + ", epoch " + epoch + "; expected both from 0 on.");
    }
    if (!(rateFactor > 0 && Double.isFinite(rateFactor))) {
      throw new IllegalArgumentException("[training] factor of the learning rate: got " + rateFactor
          + "; expected a finite number above 0.");
    }
  }

  /** One step further. */
  public TrainingState stepped() {
    return withIteration(iteration + 1);
  }

  /** After so many steps. */
  public TrainingState withIteration(long steps) {
    return new TrainingState(steps, epoch, rateFactor, position);
  }

  /** With other learning rates. */
  public TrainingState withRateFactor(double factor) {
    return new TrainingState(iteration, epoch, factor, position);
  }

  TrainingState at(Position place) {
    return new TrainingState(iteration, epoch, rateFactor, place);
  }

  TrainingState nextEpoch() {
    return new TrainingState(iteration, epoch + 1, rateFactor, position.nextEpoch());
  }

  TrainingState begun() {
    return at(new Position(epoch, 0, 0, 0));
  }
}
