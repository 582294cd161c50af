package dev.whiteboard.bench;

import dev.whiteboard.bench.Benches.Named;
import dev.whiteboard.bench.result.Comparison;
import dev.whiteboard.bench.result.ResultDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code ./whiteboard bench}: one measurement, some of them, or all; and two results compared. */
public final class Bench {
  /** A command line that can't be read, as sysexits.h has it: EX_USAGE. */
  private static final int EXIT_USAGE = 64;

  /** Results that can't be compared: EX_DATAERR. */
  private static final int EXIT_DATA = 65;

  private static final Path RESULTS = Path.of("benchmarks", "results");

  private Bench() {}

  /** What it is told to do. */
  sealed interface Wish {
    /** To say what can be done. */
    record Help() implements Wish {}

    /** To run one, with its own options. */
    record One(Named bench, List<String> options) implements Wish {}

    /** To run several. */
    record Several(List<Named> benches, boolean quick) implements Wish {}

    /** To run what JMH makes of it. */
    record Jmh(List<String> arguments) implements Wish {}

    /** To compare with an earlier result. */
    record Compare(Path old, Optional<Path> now) implements Wish {}

    /** Nothing that there is. */
    record Unknown(String what) implements Wish {}
  }

  /** Exits 0, 1 where one failed or got slower, 64 where it can't tell what is wanted. */
  public static void main(String[] arguments) throws Exception {
    System.exit(
        switch (read(arguments)) {
          case Wish.Help() -> say(help());
          case Wish.One(var bench, var options) -> {
            bench.measurement().run(options.toArray(String[]::new));
            yield 0;
          }
          case Wish.Several(var benches, var quick) -> several(benches, quick);
          case Wish.Jmh(var all) -> {
            JmhRun.run(all.toArray(String[]::new));
            yield 0;
          }
          case Wish.Compare(var old, var now) -> compare(old, now);
          case Wish.Unknown(var what) -> {
            System.err.println(what);
            yield EXIT_USAGE;
          }
        });
  }

  /** Reads the command line; starts nothing. */
  static Wish read(String... arguments) {
    var words = new ArrayList<>(List.of(arguments));
    var first = words.isEmpty() ? "" : words.getFirst();
    if (List.of("list", "--help", "-h").contains(first)) {
      return new Wish.Help();
    }
    if (first.equals("--compare")) {
      return comparison(words.subList(1, words.size()));
    }
    var named = Benches.named(first);
    if (named.isPresent()) {
      return new Wish.One(named.get(), words.subList(1, words.size()));
    }
    var quick = words.removeIf("--quick"::equals);
    if (words.isEmpty()) {
      return new Wish.Several(Benches.ALL, quick);
    }
    var matching = words.size() == 1 ? Benches.matching(words.getFirst()) : List.<Named>of();
    return matching.isEmpty() ? forJmh(quick, words) : new Wish.Several(matching, quick);
  }

  private static Wish comparison(List<String> files) {
    return switch (files.size()) {
      case 1 -> new Wish.Compare(Path.of(files.get(0)), Optional.empty());
      case 2 -> new Wish.Compare(Path.of(files.get(0)), Optional.of(Path.of(files.get(1))));
      default ->
          new Wish.Unknown("--compare takes OLD.json, and NEW.json where it is not the latest");
    };
  }

  private static Wish forJmh(boolean quick, List<String> words) {
    var isOption = words.getFirst().startsWith("-") && !words.getFirst().startsWith("--");
    if (!quick && (isOption || JmhRun.knows(words.getFirst()))) {
      return new Wish.Jmh(words);
    }
    return new Wish.Unknown(
        "no measurement has %s in its name: ./whiteboard bench list tells all"
            .formatted(String.join(" ", words)));
  }

  private static int say(String text) {
    System.out.println(text);
    return 0;
  }

  private static int several(List<Named> benches, boolean quick) throws IOException {
    var outcome = AllBenches.run(benches, quick, System.out);
    System.out.printf("%n%s%n%nkept in %s%n", outcome.document().inWords(), outcome.file());
    if (!outcome.failed().isEmpty()) {
      System.err.println("failed: " + String.join(", ", outcome.failed()));
    }
    return outcome.failed().isEmpty() ? 0 : 1;
  }

  private static int compare(Path old, Optional<Path> now) {
    try {
      var before = ResultDocument.read(old);
      var file = now.isPresent() ? now.get() : latest(before.bench(), old);
      System.out.printf("%s -> %s%n", old, file);
      var comparison = Comparison.of(before, ResultDocument.read(file));
      System.out.println(comparison.inWords());
      return comparison.hasWorse() ? 1 : 0;
    } catch (IOException | IllegalArgumentException e) {
      System.err.println("not compared: " + e.getMessage());
      return EXIT_DATA;
    }
  }

  /** Of the same kind; names have the time in them. */
  private static Path latest(String bench, Path old) throws IOException {
    var name = bench.equals(ResultDocument.ALL) ? "bench" : bench;
    try (var files = Files.list(RESULTS)) {
      return files
          .filter(file -> file.getFileName().toString().matches(name + "-\\d{8}T.*\\.json"))
          .filter(file -> !file.toAbsolutePath().equals(old.toAbsolutePath()))
          .max(Comparator.naturalOrder())
          .orElseThrow(() -> new IOException("there is no other result in " + RESULTS));
    }
  }

  private static String help() {
    return """
    Usage: ./whiteboard bench [--quick] [FILTER]       all that give figures, or those with FILTER in their names
           ./whiteboard bench NAME [OPTION...]         one of them, with its own options: NAME --help tells them
           ./whiteboard bench --compare OLD.json [NEW.json]
           ./whiteboard bench CLASS [JMH OPTION...]    part of a JMH benchmark's name, and JMH's own options
           ./whiteboard bench list                     this

    All of them take about %s: three rounds or more each, behind a warm-up, with 20,000 idle
    connections and a million links. With --quick it is about %s and one short round: it shows that
    all works, and figures are rough. ^C keeps what is done. Results are in benchmarks/results.

    Give figures, and are run by FILTER:
    %s
    Print tables, and are run by their whole names:
    %s
    JMH: CachePolicy, Limiter, Ring, ...; -l has all names, -f 1 -wi 2 -i 3 makes it quick.

    --compare names what got slower or faster, or larger or smaller, by more than noise: no round of
    one is among the rounds of the other, and the medians are %d %% apart, or %d %% where one has
    fewer than %d rounds. Where the machine was slower meanwhile, as its score tells, rates and times
    are scaled; other machines are not compared. Exits 1 where something got worse. NEW.json is the
    latest result of the same kind unless it is named.\
    """
        .formatted(
            Pace.inWords(time(false)),
            Pace.inWords(time(true)),
            lines(Benches.ALL),
            lines(Benches.TABLES),
            Comparison.PERCENT_MIN,
            Comparison.PERCENT_MIN_OF_FEW,
            Comparison.ROUNDS_MIN);
  }

  private static Duration time(boolean quick) {
    return Benches.ALL.stream()
        .map(bench -> bench.share(quick).usual())
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static String lines(List<Named> benches) {
    return benches.stream()
        .map(each -> "  %-18s%s%n".formatted(each.name(), each.meaning()))
        .collect(Collectors.joining());
  }
}
