package dev.whiteboard.bench;

import dev.whiteboard.kit.settings.BadSettingException;
import dev.whiteboard.kit.settings.Settings;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How many requests of recorded traces each policy answers from its cache.
 *
 * <p>{@code ./whiteboard bench hit-ratio --trace cache2k:web07.trace.xz --size 256,1024,4096};
 * without a trace, those of {@link KnownTraces}. Formats are those of Caffeine's simulator, and its
 * traces are found by their names: see {@link TraceFile}. Several joined by {@code +} are played
 * one after the other.
 *
 * <p>Each is asked for a key, and is given it where it does not have it; one thread. All but
 * Caffeine have the same hits in each run; its are the mean of a few.
 */
public final class HitRatio {
  /** A bad option, as sysexits.h has it: EX_USAGE. */
  private static final int EXIT_USAGE = 64;

  /** What it is held to, beside Caffeine: percent of the requests. */
  private static final double POINT = 1;

  private HitRatio() {}

  private record Options(
      Optional<String> trace, List<Long> sizes, List<Contender> contenders, boolean byWeight) {
    static Options read(Settings settings) {
      var trace = settings.text("TRACE", "format:file, or several joined by +; all known without");
      var sizes = settings.list("SIZE", "what a cache holds: one or more numbers");
      var policies = settings.list("POLICY", "who plays: all, if none is named");
      var by = settings.text("BY", "entries", "entries, or weight as the trace tells it");
      settings.refuseUnknown();
      if (trace.isPresent() && sizes.isEmpty()) {
        throw new BadSettingException("SIZE", "is missing: what a cache holds");
      }
      return new Options(
          trace,
          sizes.stream().map(Long::valueOf).toList(),
          policies.isEmpty()
              ? List.of(Contender.values())
              : policies.stream().map(Options::contender).toList(),
          by.equals("weight"));
    }

    private static Contender contender(String name) {
      return Contender.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /** Exits 0 with a table, 64 on a bad option, 1 where a trace can't be read. */
  public static void main(String[] arguments) {
    var settings = Settings.of(Map.of(), List.of(arguments));
    try {
      run(Options.read(settings), System.out);
    } catch (BadSettingException | IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\nOptions:\n" + settings.help());
      System.exit(EXIT_USAGE);
    } catch (IOException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void run(Options options, PrintStream out) throws IOException {
    head(options.contenders, out);
    if (options.trace.isPresent()) {
      var name = options.trace.get();
      var trace = read(name);
      var played = options.byWeight ? trace : trace.byEntries();
      for (var size : options.sizes) {
        line(name, played, size, options.contenders, out);
      }
    } else {
      known(options.contenders, out);
    }
  }

  private static void known(List<Contender> contenders, PrintStream out) throws IOException {
    for (var known : KnownTraces.ALL) {
      var trace = read(known.trace()).byEntries();
      for (var size : known.sizes()) {
        line(known.trace(), trace, size, contenders, out);
      }
    }
  }

  private static Trace read(String names) throws IOException {
    var traces = new ArrayList<Trace>();
    for (var name : names.split("\\+", -1)) {
      var colon = name.indexOf(':');
      var format = Trace.Format.of(name.substring(0, Math.max(colon, 0)));
      traces.add(Trace.read(format, name.substring(colon + 1)));
    }
    return traces.size() == 1 ? traces.getFirst() : Trace.joined(traces);
  }

  private static void head(List<Contender> contenders, PrintStream out) {
    var head = new StringBuilder("| trace | size | requests |");
    contenders.forEach(each -> head.append(" ").append(each).append(" |"));
    out.println(head.append(isCompared(contenders) ? " default less Caffeine |" : ""));
    out.println("|---".repeat(contenders.size() + (isCompared(contenders) ? 4 : 3)) + "|");
  }

  private static boolean isCompared(List<Contender> contenders) {
    return contenders.containsAll(List.of(Contender.DEFAULT, Contender.CAFFEINE));
  }

  private static void line(
      String name, Trace trace, long size, List<Contender> contenders, PrintStream out) {
    var percents = contenders.stream().mapToDouble(each -> each.percent(trace, size)).toArray();
    var line = new StringBuilder("| %s | %,d | %,d |".formatted(name, size, trace.length()));
    Arrays.stream(percents).forEach(percent -> line.append(" %.2f |".formatted(percent)));
    if (isCompared(contenders)) {
      var above =
          percents[contenders.indexOf(Contender.DEFAULT)]
              - percents[contenders.indexOf(Contender.CAFFEINE)];
      line.append(" %+.2f%s |".formatted(above, above < -POINT ? " (!)" : ""));
    }
    out.println(line);
  }
}
