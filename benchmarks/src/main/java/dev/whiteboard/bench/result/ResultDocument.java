package dev.whiteboard.bench.result;

import dev.whiteboard.stack.process.Shell;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one measurement found, or all of them: one file.
 *
 * @param bench who measured; {@value #ALL} where it was more than one
 * @param at when it began
 * @param commit of what was measured
 * @param quick whether figures are rough
 * @param finished whether it came to its end
 * @param machine on which
 * @param figures the numbers, each over several rounds
 * @param curves as JSON, since nobody reads them here
 * @param missing what could not be measured
 * @param raw all else, as each measurement likes it: rounds, versions, options
 */
public record ResultDocument(
    String bench,
    Instant at,
    String commit,
    boolean quick,
    boolean finished,
    Machine machine,
    List<Figure> figures,
    List<JsonObject> curves,
    List<Missing> missing,
    JsonObject raw) {
  /** Of a run of several. */
  public static final String ALL = "all";

  private static final String UNKNOWN = "unknown";
  private static final Set<String> NOT_RAW =
      Set.of(
          "bench", "at", "commit", "quick", "finished", "machine", "figures", "curves", "missing");

  /** When and how it was measured. */
  public record Origin(Instant at, String commit, boolean quick, Machine machine) {
    /** Now, here; takes 2 s for the machine's score. */
    public static Origin now(boolean quick) {
      return new Origin(
          Instant.now().truncatedTo(ChronoUnit.SECONDS), commitHere(), quick, Machine.read());
    }
  }

  /** Of one measurement that came to its end. */
  public static ResultDocument of(Origin origin, Findings findings, JsonObject raw) {
    return new ResultDocument(
        findings.bench(),
        origin.at,
        origin.commit,
        origin.quick,
        true,
        origin.machine,
        findings.figures(),
        findings.curves().stream().map(Curve::toJson).toList(),
        findings.missing(),
        raw);
  }

  private static String commitHere() {
    var asked = Shell.run("git", "-C", codeFolder().toString(), "rev-parse", "--short", "HEAD");
    return asked.succeeded() ? asked.output().strip() : UNKNOWN;
  }

  private static Path codeFolder() {
    try {
      var code = ResultDocument.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Objects.requireNonNull(Path.of(code).toAbsolutePath().getParent());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads one.
   *
   * @throws IOException where it can't be read, or is none
   */
  public static ResultDocument read(Path file) throws IOException {
    try {
      return from(new JsonObject(Files.readString(file)));
    } catch (DecodeException | NullPointerException | IllegalArgumentException e) {
      throw new IOException(file + " is no result of ./whiteboard bench", e);
    }
  }

  static ResultDocument from(JsonObject json) {
    var raw = new JsonObject();
    json.forEach(field -> {
      if (!NOT_RAW.contains(field.getKey())) {
        raw.put(field.getKey(), field.getValue());
      }
    });
    return new ResultDocument(
        json.getString("bench"),
        json.getInstant("at"),
        json.getString("commit"),
        json.getBoolean("quick"),
        json.getBoolean("finished"),
        Machine.from(json.getJsonObject("machine")),
        objects(json, "figures").map(Figure::from).toList(),
        objects(json, "curves").toList(),
        objects(json, "missing").map(Missing::from).toList(),
        raw);
  }

  private static Stream<JsonObject> objects(JsonObject json, String name) {
    return json.getJsonArray(name).stream().map(JsonObject.class::cast);
  }

  /** As the file has it. */
  public JsonObject toJson() {
    return new JsonObject()
        .put("bench", bench)
        .put("at", at.toString())
        .put("commit", commit)
        .put("quick", quick)
        .put("finished", finished)
        .put("machine", machine.toJson())
        .put("figures", new JsonArray(figures.stream().map(Figure::toJson).toList()))
        .put("curves", new JsonArray(curves))
        .put("missing", new JsonArray(missing.stream().map(Missing::toJson).toList()))
        .mergeIn(raw);
  }

  /** Writes it as {@code NAME-TIME.json}, {@code bench-TIME.json} where it is of several. */
  public Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    var file = folder.resolve(fileName());
    return Files.writeString(file, toJson().encodePrettily() + "\n");
  }

  private String fileName() {
    return "%s-%s.json".formatted(bench.equals(ALL) ? "bench" : bench, stamp(at));
  }

  /** A moment, as files have it in their names. */
  public static String stamp(Instant at) {
    return at.toString().replaceAll("[-:]", "");
  }

  /** All figures, a line each; and what is missing. */
  public String inWords() {
    return Stream.concat(
            figures.stream().map(Figure::toString),
            missing.stream()
                .map(each -> "%-28s %14s      (%s)".formatted(each.what(), "missing", each.why())))
        .collect(Collectors.joining("\n"));
  }
}
