package dev.whiteboard.capacity.claim;

import dev.whiteboard.capacity.figure.Figure;
import dev.whiteboard.capacity.figure.Origin;
import dev.whiteboard.capacity.figure.Quantity;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A figure for each {@link Input}: what the interviews state, unless somebody set another. */
public final class Inputs {
  private static final int SUGGESTED_MAX = 3;
  private static final double VALUE_MAX = 1e18;
  private static final double PERCENT_MAX = 100;

  /** What means nothing where it is not whole: digits of a code, machines, edges. */
  private static final Set<Input> WHOLE =
      Set.of(
          Input.SHORTENER_CODE_DIGITS,
          Input.SHORTENER_ALPHABET,
          Input.CDN_EDGES,
          Input.CDN_REGIONS,
          Input.NODE_SPARE);

  private final Map<Input, Figure> figures;

  private Inputs(Map<Input, Figure> figures) {
    this.figures = figures;
  }

  /** As the interviews state them. */
  public static Inputs asStated() {
    var figures = new EnumMap<Input, Figure>(Input.class);
    for (var input : Input.values()) {
      figures.put(input, input.presetFigure());
    }
    return new Inputs(figures);
  }

  /** With some of them set: {@code shortener.writesPerDay=1e9}. */
  public Inputs with(List<String> settings) throws BadInputException {
    var changed = new EnumMap<Input, Figure>(figures);
    for (var setting : settings) {
      var equals = setting.indexOf('=');
      if (equals < 0) {
        throw new BadInputException(
            "--set takes NAME=VALUE, such as shortener.writesPerDay=1e9, and not " + setting);
      }
      var input = named(setting.substring(0, equals).strip());
      changed.put(input, input.setTo(value(input, setting.substring(equals + 1).strip())));
    }
    return new Inputs(changed);
  }

  private static Input named(String name) throws BadInputException {
    for (var input : Input.values()) {
      if (input.id().equals(name)) {
        return input;
      }
    }
    throw new BadInputException(
        "--set: there is no " + name + "; near it are " + String.join(", ", nearest(name)));
  }

  private static List<String> nearest(String name) {
    return Arrays.stream(Input.values())
        .map(Input::id)
        .sorted(Comparator.comparingInt(id -> Spelling.distance(id, name)))
        .limit(SUGGESTED_MAX)
        .toList();
  }

  private static double value(Input input, String text) throws BadInputException {
    var value = number(text);
    var most = input.preset().unit().symbol().equals("%") ? PERCENT_MAX : VALUE_MAX;
    if (!(value > 0) || value > most) {
      throw new BadInputException(
          "--set: %s takes a number of %s above 0 and up to %.0e, such as %s, and not %s"
              .formatted(input.id(), input.preset().unit(), most, plain(input), text));
    }
    if (WHOLE.contains(input) && value != Math.rint(value)) {
      throw new BadInputException(
          "--set: %s takes a whole number, such as %s, and not %s"
              .formatted(input.id(), plain(input), text));
    }
    return value;
  }

  private static double number(String text) {
    try {
      return text.isEmpty() || Character.isLetter(text.charAt(text.length() - 1))
          ? Double.NaN // Java would take 1d and 1f
          : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static String plain(Input input) {
    var value = input.preset().value();
    return value == Math.rint(value) && value < 1e6
        ? String.valueOf((long) value)
        : String.valueOf(value).replace("E", "e");
  }

  /** The figure of one. */
  public Figure get(Input input) {
    return figures.getOrDefault(input, input.presetFigure());
  }

  /** How much of one, as it is now. */
  public Quantity quantity(Input input) {
    return get(input).quantity();
  }

  /** Those that somebody set, as {@code name = value}. */
  public List<String> set() {
    return Arrays.stream(Input.values())
        .filter(input -> !quantity(input).equals(input.preset()))
        .map(input -> input.id() + " = " + quantity(input))
        .toList();
  }

  /** All there are, with what they mean, for a terminal. */
  public String inWords() {
    return Arrays.stream(Input.values())
        .map(input ->
            "  %-30s %-24s %s%s"
                .formatted(
                    input.id(),
                    quantity(input),
                    input.meaning(),
                    input.origin() == Origin.STATED ? "" : " (assumed)"))
        .collect(Collectors.joining("\n"));
  }
}
