package org.pydl4j.serving;

/**
 * What a network says about one example.
 *
 * @param index of the class with the highest probability
 * @param name of that class; its number where the model knows no names
 * @param probabilities of all classes
 */
public record Prediction(int index, String name, float[] probabilities) {
  /** The highest probability. */
  public float probability() {
    return probabilities[index];
  }
}
