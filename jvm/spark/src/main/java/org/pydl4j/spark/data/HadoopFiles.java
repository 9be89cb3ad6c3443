package org.pydl4j.spark.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.util.SerializableConfiguration;
import org.pydl4j.datavec.io.Files;

/** Files of every file system that Hadoop knows: {@code hdfs:}, {@code file:}, S3-like ones. Travels to executors. */
public record HadoopFiles(SerializableConfiguration configuration) implements Files, Serializable {
  /** The file systems that a configuration names. */
  public static HadoopFiles of(Configuration configuration) {
    return new HadoopFiles(new SerializableConfiguration(configuration));
  }

  private FileSystem system(Path path) throws IOException {
    return path.getFileSystem(configuration.value());
  }

  @Override
  public InputStream open(String uri) throws IOException {
    Path path = new Path(uri);
    return system(path).open(path);
  }

  @Override
  public InputStream open(String uri, long offset) throws IOException {
    Path path = new Path(uri);
    FSDataInputStream in = system(path).open(path);
    try {
      in.seek(offset);
      return in;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  @Override
  public List<String> list(String uri) throws IOException {
    Path pattern = new Path(uri);
    FileSystem system = system(pattern);
    // A name that is there is no pattern, whatever brackets it has.
    FileStatus[] matches = system.exists(pattern) ? new FileStatus[] {system.getFileStatus(pattern)}
        : system.globStatus(pattern);
    List<String> found = new ArrayList<>();
    for (FileStatus match : matches == null ? new FileStatus[0] : matches) {
      String name = match.getPath().getName();
      if (match.isFile()) {
        if (name.equals(pattern.getName()) || visible(name)) {
          found.add(match.getPath().toString());
        }
        continue;
      }
      String root = match.getPath().toString();
      RemoteIterator<LocatedFileStatus> below = system.listFiles(match.getPath(), true);
      while (below.hasNext()) {
        String file = below.next().getPath().toString();
        if (visible(file.substring(root.length()))) {
          found.add(file);
        }
      }
    }
    if (found.isEmpty()) {
      throw new FileNotFoundException(
          "[files] no file found: got " + uri + "; expected a file, a directory with files or a glob that matches.");
    }
    return found.stream().sorted().toList();
  }

  private static boolean visible(String relative) {
    for (String part : relative.split("/")) {
      if (part.startsWith(".") || part.startsWith("_")) {
        return false;
      }
    }
    return true;
  }
}
