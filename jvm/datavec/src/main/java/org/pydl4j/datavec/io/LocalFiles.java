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
    Path p = literal(uri);
    if (p != null && java.nio.file.Files.isRegularFile(p)) {
      return List.of(p.toString());
    } else if (p != null && java.nio.file.Files.exists(p)) {
      return found(uri, below(p));
    } else if (indexOfWildcard(uri) < 0) {
      throw new NoSuchFileException("[files] does not exist: got " + uri + ". Check the path.");
    }
    return found(uri, matching(p == null ? uri.replaceFirst("^file:(//)?", "") : p.toString()));
  }

  /** The path of that very name; null where it is none, as of patterns in URIs. */
  private static Path literal(String uri) {
    try {
      return path(uri);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The files that match a glob; folders that exist under the names before it are no pattern. */
  private static List<String> matching(String glob) throws IOException {
    int root = glob.startsWith("/") ? 1 : 0;
    for (int at = glob.indexOf('/', root); at >= 0 && java.nio.file.Files.isDirectory(Path.of(glob.substring(0, at)));
        at = glob.indexOf('/', at + 1)) {
      root = at + 1;
    }
    Path folder = Path.of(glob.substring(0, root));
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob.substring(root));
    return below(folder).stream().filter(f -> matcher.matches(folder.relativize(Path.of(f)))).toList();
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
