package dev.whiteboard.capacity.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where benchmarks leave their results. Other files lie there too, and documents of older runs:
 * {@link Measurements} takes of each figure the newest.
 *
 * @param folder usually {@code benchmarks/results}
 */
public record ResultsFolder(Path folder) {
  /** Who never tidied up has fewer; the newest names are taken. */
  private static final int FILES_MAX = 1_000;

  /** What this program itself writes there. */
  private static final String OWN = "capacity.json";

  /** What lies there, and what could not be read. */
  public record Contents(List<ResultDocument> documents, List<String> complaints) {}

  /** All that is a result; a file that is broken is complained of, and the others count. */
  public Contents read() throws IOException {
    var documents = new ArrayList<ResultDocument>();
    var complaints = new ArrayList<String>();
    for (var file : files()) {
      try {
        ResultReader.readIfAny(file).ifPresent(documents::add);
      } catch (BadResultException e) {
        complaints.add(e.getMessage());
      }
    }
    return new Contents(documents, complaints);
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .filter(file -> !file.endsWith(OWN))
          .sorted()
          .toList()
          .reversed()
          .stream()
          .limit(FILES_MAX)
          .toList();
    }
  }
}
