package dev.whiteboard.portal.checkout;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The project's own files where it was checked out, to be read and never written: what a person
 * would look at on the web, had it an address there.
 *
 * <p>A name is taken only where it is one of those that are listed here, letter by letter as a link
 * has it: nothing is decoded, so that nothing has to be made safe. What else lies in the folder,
 * what begins with a dot and what a symbolic link leads away to is not there.
 *
 * @param root the folder that has the project's README.md
 */
public record Checkout(Path root) {
  /** A longer file is not there. The longest of the project's own has 150 KB. */
  static final int FILE_BYTES_MAX = 2 * 1024 * 1024;

  /** As long as any name of the project's own, and half more. */
  static final int PATH_CHARS_MAX = 200;

  private static final String SHEETS = "docs/sheets/";
  private static final String SHEET = ".html";
  private static final String SEGMENT = "[A-Za-z0-9_][A-Za-z0-9_.-]*";
  private static final String BELOW = "(/" + SEGMENT + ")*";

  private static final Pattern ALLOWED =
      Pattern.compile(
          "README\\.md|CONTRIBUTING\\.md|LICENSE|pom\\.xml|docker-compose\\.yml|whiteboard"
              + "|(docs|docker|\\.ci)"
              + BELOW
              + "|(url-shortener|rate-limiter|cdn-cache|chat-service|service-kit|local-stack"
              + "|benchmarks|portal)(/(README\\.md|pom\\.xml|Dockerfile|src"
              + BELOW
              + "))?");

  /** What was found. */
  public sealed interface Entry {
    /**
     * A folder.
     *
     * @param names those in it that are there, in their order; folders end in a slash
     */
    record Folder(List<String> names) implements Entry {
      /** Copies the names. */
      public Folder {
        names = List.copyOf(names);
      }
    }

    /**
     * A page, in Markdown.
     *
     * @param text as it is written
     */
    record Page(String text) implements Entry {}

    /**
     * A sheet to print.
     *
     * @param html a whole page
     */
    record Sheet(String html) implements Entry {}

    /**
     * Any other text.
     *
     * @param text as it is written
     */
    record Source(String text) implements Entry {}

    /**
     * A picture.
     *
     * @param png as it is
     */
    record Picture(Buffer png) implements Entry {}
  }

  /** Its README of a system; empty where this is no checkout. */
  public Optional<String> readme(String system) {
    return ifThere(system + "/README.md");
  }

  /** What an interviewer asks next about a system; empty where this is no checkout. */
  public Optional<String> followUps(String system) {
    return ifThere("docs/" + system + "-follow-ups.md");
  }

  /** Its sheet to print; empty where this is no checkout. */
  public Optional<String> sheet(String system) {
    return ifThere(SHEETS + system + SHEET);
  }

  /** Where the command for it leaves what was estimated and measured. */
  public CapacitySheet capacity() {
    return new CapacitySheet(root.resolve("benchmarks/results"));
  }

  private Optional<String> ifThere(String path) {
    return file(path).filter(Files::isRegularFile).map(_ -> path);
  }

  /**
   * What a path leads to.
   *
   * @param path from the root, with slashes between, as {@code docs/architecture.md}
   * @throws IOException where what is there can't be read
   */
  public Optional<Entry> find(String path) throws IOException {
    var file = file(path);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    return Files.isDirectory(file.get())
        ? Optional.of(new Entry.Folder(names(path, file.get())))
        : read(path, file.get());
  }

  private Optional<Path> file(String path) {
    return Optional.of(path)
        .filter(given -> given.length() <= PATH_CHARS_MAX && ALLOWED.matcher(given).matches())
        .map(root::resolve)
        .filter(this::isWithin);
  }

  /** Where symbolic links lead is where a file is. */
  private boolean isWithin(Path file) {
    try {
      return file.toRealPath().startsWith(root.toRealPath());
    } catch (IOException e) { // there is none
      return false;
    }
  }

  private List<String> names(String path, Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> file(path + "/" + file.getFileName()).isPresent())
          .map(file -> file.getFileName() + (Files.isDirectory(file) ? "/" : ""))
          .sorted()
          .toList();
    }
  }

  private static Optional<Entry> read(String path, Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > FILE_BYTES_MAX) {
      return Optional.empty();
    }
    if (path.endsWith(".png")) {
      return Optional.of(new Entry.Picture(Buffer.buffer(Files.readAllBytes(file))));
    }
    return text(file).map(text -> entry(path, text));
  }

  private static Entry entry(String path, String text) {
    if (path.endsWith(".md")) {
      return new Entry.Page(text);
    }
    return path.startsWith(SHEETS) && path.endsWith(SHEET)
        ? new Entry.Sheet(text)
        : new Entry.Source(text);
  }

  private static Optional<String> text(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file)).filter(text -> text.indexOf('\0') < 0);
    } catch (CharacterCodingException e) { // a program, say
      return Optional.empty();
    }
  }
}
