package dev.whiteboard.bench;

import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.ZipFile;

/**
 * Where a trace is: a file, or one by that name within Caffeine's simulator, where the local Maven
 * repository has that jar. It is 96 MB and nothing needs it but this, so it is fetched by hand:
 * {@value #FETCH}
 */
final class TraceFile {
  static final String FETCH =
      "mvn dependency:get -Dtransitive=false"
          + " -Dartifact=com.github.ben-manes.caffeine:simulator:3.2.4";

  private static final String FOLDER = "com/github/benmanes/caffeine/cache/simulator/parser/";

  private TraceFile() {}

  /** Opens it. */
  static InputStream open(Trace.Format format, String name) throws IOException {
    var file = Path.of(name);
    if (Files.exists(file)) {
      return Files.newInputStream(file);
    }
    var jar = jar();
    if (!Files.exists(jar)) {
      throw new FileNotFoundException("no file %s; traces come by: %s".formatted(name, FETCH));
    }
    return open(jar, FOLDER + format.name().toLowerCase(Locale.ROOT) + "/" + name);
  }

  private static Path jar() {
    var repository =
        Objects.requireNonNullElseGet(
            System.getProperty("maven.repo.local"),
            () -> Path.of(System.getProperty("user.home"), ".m2", "repository").toString());
    return Path.of(repository, "com/github/ben-manes/caffeine/simulator/3.2.4/simulator-3.2.4.jar");
  }

  private static InputStream open(Path jar, String name) throws IOException {
    var zip = new ZipFile(jar.toFile());
    var entry = zip.getEntry(name);
    if (entry == null) {
      zip.close();
      throw new FileNotFoundException("no file, and not in " + jar + ": " + name);
    }
    return new FilterInputStream(zip.getInputStream(entry)) {
      @Override
      public void close() throws IOException {
        super.close();
        zip.close();
      }
    };
  }
}
