package org.pydl4j.nn.listeners;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A saved state of training; everything is in the file's name, so a folder needs no index. DL4J: Checkpoint.
 *
 * @param number counts the checkpoints of a folder from 0
 * @param iteration minibatches trained on
 * @param epoch whole epochs trained
 */
public record Checkpoint(int number, long iteration, int epoch, Path path) {

  private static final Pattern NAME = Pattern.compile("checkpoint_(\\d{1,9})_iter_(\\d{1,18})_epoch_(\\d{1,9})\\.zip");

  static Checkpoint in(Path folder, int number, long iteration, int epoch) {
    return new Checkpoint(number, iteration, epoch, folder.resolve("checkpoint_" + number + "_iter_" + iteration
        + "_epoch_" + epoch + ".zip"));
  }

  private static Checkpoint of(Path path) {
    Matcher m = NAME.matcher(path.getFileName().toString());
    return m.matches() ? new Checkpoint(Integer.parseInt(m.group(1)), Long.parseLong(m.group(2)),
        Integer.parseInt(m.group(3)), path) : null;
  }

  /** The checkpoints of a folder by number; other files are passed over. */
  public static List<Checkpoint> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Checkpoint::of).filter(Objects::nonNull).sorted(Comparator.comparingInt(Checkpoint::number))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("[checkpoint] cannot list " + folder + ": " + e.getMessage()
          + ". Check the path.", e);
    }
  }
}
