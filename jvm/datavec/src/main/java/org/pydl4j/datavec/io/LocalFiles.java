package org.pydl4j.datavec.io;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/** The files of this machine: plain paths and {@code file:} URIs. */
public enum LocalFiles implements Files {
  INSTANCE;

  private static Path path(String uri) {
    int scheme = uri.indexOf("://");
    if (scheme > 0 && !uri.startsWith("file:")) {
      throw new UnsupportedOperationException("[files] not a local file: got " + uri + "; expected a path or file: URI."
          + " Read " + uri.substring(0, scheme) + ": files by a Spark job, or copy them here first.");
    }
    return uri.startsWith("file:") ? Path.of(URI.create(uri)) : Path.of(uri);
  }

  @Override
  public InputStream open(String uri) throws IOException {
    return java.nio.file.Files.newInputStream(path(uri));
  }

  @Override
  public List<String> list(String uri) throws IOException {
    int wild = indexOfWildcard(uri);
    if (wild >= 0) {
      Path root = path(uri.substring(0, uri.lastIndexOf('/', wild) + 1));
      PathMatcher matcher = FileSystems.getDefault()
          .getPathMatcher("glob:" + (uri.startsWith("file:") ? path(uri) : uri));
      return found(uri, below(root).stream().filter(f -> matcher.matches(Path.of(f))).toList());
    }
    Path p = path(uri);
    if (java.nio.file.Files.isRegularFile(p)) {
      return List.of(p.toString());
    } else if (!java.nio.file.Files.exists(p)) {
      throw new NoSuchFileException("[files] does not exist: got " + uri + ". Check the path.");
    }
    return found(uri, below(p));
  }

  private static List<String> found(String uri, List<String> files) throws IOException {
    if (files.isEmpty()) {
      throw new NoSuchFileException("[files] no file found: got " + uri
          + "; expected a file, a directory with files or a glob that matches.");
    }
    return files;
  }

  private static List<String> below(Path root) throws IOException {
    try (Stream<Path> all = java.nio.file.Files.walk(root)) {
      return all.filter(java.nio.file.Files::isRegularFile).filter(f -> visible(root.relativize(f))).map(Path::toString)
          .sorted().toList();
    }
  }

  private static boolean visible(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith(".") || part.toString().startsWith("_")) {
        return false;
      }
    }
    return true;
  }

  private static int indexOfWildcard(String uri) {
    for (int i = 0; i < uri.length(); i++) {
      if ("*?{[".indexOf(uri.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }
}
