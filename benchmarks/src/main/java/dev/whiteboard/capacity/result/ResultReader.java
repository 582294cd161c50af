package dev.whiteboard.capacity.result;

import dev.whiteboard.bench.result.Machine;
import dev.whiteboard.bench.result.Missing;
import dev.whiteboard.capacity.figure.Figure.Measured;
import dev.whiteboard.capacity.figure.Figure.Run;
import dev.whiteboard.capacity.figure.Quantity;
import dev.whiteboard.capacity.figure.Unit;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads result documents. Their files come from anywhere: all that is in them is bounded, and what
 * makes no sense is refused rather than shown.
 */
public final class ResultReader {
  /** Raw rounds of all rigs are two megabytes. */
  static final int FILE_BYTES_MAX = 32 << 20;

  private static final int FIGURES_MAX = 2_000;
  private static final int CURVES_MAX = 100;
  private static final int POINTS_MAX = 1_000;
  private static final int MISSING_MAX = 200;

  private static final Set<String> UNITS = Set.of("1/s", "ns", "us", "ms", "s", "B", "1", "%");

  private ResultReader() {}

  /** Reads one; whatever is wrong with it is said in one line. */
  public static ResultDocument read(Path file) throws BadResultException {
    return document(file, json(file));
  }

  /**
   * The same for what lies beside results: empty where a file has no figures that were measured.
   */
  static Optional<ResultDocument> readIfAny(Path file) throws BadResultException {
    var json = json(file);
    return json.containsKey("figures") && !isSimulated(json)
        ? Optional.of(document(file, json))
        : Optional.empty();
  }

  private static JsonObject json(Path file) throws BadResultException {
    try {
      return new JsonObject(text(file));
    } catch (DecodeException e) {
      throw new BadResultException(file, "it is no JSON, or only the beginning of some");
    }
  }

  private static boolean isSimulated(JsonObject json) {
    return Boolean.TRUE.equals(json.getValue("simulated"));
  }

  private static ResultDocument document(Path file, JsonObject json) throws BadResultException {
    if (isSimulated(json)) {
      throw new BadResultException(file, "its figures are simulated, and not measured");
    }
    try {
      return document(file, new Fields(json, ""));
    } catch (Fields.Refused e) {
      throw new BadResultException(file, e.why());
    }
  }

  private static String text(Path file) throws BadResultException {
    if (!Files.isRegularFile(file)) {
      throw new BadResultException(file, "there is no such file");
    }
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(FILE_BYTES_MAX + 1);
      if (bytes.length > FILE_BYTES_MAX) {
        throw new BadResultException(file, "it has more than " + FILE_BYTES_MAX + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BadResultException(file, "it can't be read: " + e.getMessage());
    }
  }

  private static ResultDocument document(Path file, Fields fields) {
    var figures = fields.each("figures", FIGURES_MAX, ResultReader::figure);
    onlyOnce(figures.stream().map(Measured::name));
    var curves = fields.each("curves", CURVES_MAX, ResultReader::curve);
    onlyOnce(curves.stream().map(Curve::id));
    return new ResultDocument(
        String.valueOf(file.getFileName()),
        fields.id("bench"),
        instant(fields, "at"),
        fields.text("commit"),
        fields.yes("quick"),
        fields.yes("finished"),
        machine(fields.object("machine")),
        figures,
        curves,
        fields.each("missing", MISSING_MAX, ResultReader::missing));
  }

  private static void onlyOnce(Stream<String> ids) {
    var seen = new HashSet<String>();
    ids.filter(id -> !seen.add(id))
        .findFirst()
        .ifPresent(id -> {
          throw new Fields.Refused(id + " is there twice");
        });
  }

  private static Instant instant(Fields fields, String name) {
    try {
      return Instant.parse(fields.text(name));
    } catch (DateTimeParseException e) {
      throw fields.refused(name, "is no time such as 2026-11-22T10:00:00Z");
    }
  }

  private static Machine machine(Fields fields) {
    return new Machine(
        (int) fields.number("cores"),
        fields.text("processor"),
        (long) fields.number("memoryMegabytes"),
        fields.text("jdk"),
        fields.text("kernel"),
        fields.numberIfAny("loadAverage").orElse(0),
        fields.numberIfAny("calibration").orElse(0));
  }

  private static Measured figure(Fields fields) {
    var id = fields.id("id");
    var unit = unit(fields, id);
    var median = fields.number("median");
    var min = fields.number("min");
    var max = fields.number("max");
    if (min > median || median > max) {
      throw fields.refused("median", "is not between min and max");
    }
    var rounds = fields.number("n");
    if (rounds < 1) {
      throw fields.refused("n", "is below 1");
    }
    var run =
        new Run(fields.id("bench"), (int) rounds, fields.text("rerun"), fields.yesIfAny("atLeast"));
    return new Measured(
        id, new Quantity(median, unit), new Quantity(min, unit), new Quantity(max, unit), run);
  }

  private static Unit unit(Fields fields, String id) {
    var symbol = fields.text("unit");
    if (!UNITS.contains(symbol)) {
      throw fields.refused("unit", "is none of " + UNITS.stream().sorted().toList());
    }
    var unit = Unit.of(symbol);
    var gauge = Gauge.find(id);
    if (gauge.isPresent() && !gauge.get().unit().isLike(unit)) {
      throw fields.refused("unit", "is " + symbol + ", and " + id + " is in " + gauge.get().unit());
    }
    return unit;
  }

  private static Curve curve(Fields fields) {
    var points = new ArrayList<>(fields.each("points", POINTS_MAX, ResultReader::point));
    points.sort(Comparator.comparingDouble(Curve.Point::x));
    return new Curve(
        fields.id("id"), fields.text("x"), fields.text("y"), fields.numberIfAny("limit"), points);
  }

  /** Latency is in p99, beside the median; throughput is in y. */
  private static Curve.Point point(Fields fields) {
    var p99 = fields.numberIfAny("p99");
    var y = p99.isPresent() ? p99 : OptionalDouble.of(fields.number("y"));
    return new Curve.Point(fields.number("x"), fields.numberIfAny("p50"), y.getAsDouble());
  }

  private static Missing missing(Fields fields) {
    return new Missing(fields.text("bench"), fields.text("what"), fields.text("why"));
  }

  /** Each of some files. */
  public static List<ResultDocument> readAll(List<Path> files) throws BadResultException {
    var documents = new ArrayList<ResultDocument>();
    for (var file : files) {
      documents.add(read(file));
    }
    return documents;
  }
}
