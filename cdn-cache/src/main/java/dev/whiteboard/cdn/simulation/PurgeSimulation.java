package dev.whiteboard.cdn.simulation;

import dev.whiteboard.cdn.purge.PurgeOptions;
import dev.whiteboard.cdn.purge.Strategy.Kind;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Prints how one invalidation reaches 200 edges in 20 regions, 20 to 140 ms apart, for each
 * strategy and with parts left out.
 *
 * <pre>{@code
 * java -cp 'cdn-cache.jar:lib/*' dev.whiteboard.cdn.simulation.PurgeSimulation [RUNS]
 * }</pre>
 *
 * <p>Time is virtual: the figures are the same on every machine. What Kafka takes to accept an
 * invalidation comes on top of them.
 */
public final class PurgeSimulation {
  private static final int RUNS = 300;
  private static final int[] LOSSES = {0, 5, 10, 20};
  private static final int LOSS = 5;

  private final PrintStream out;
  private final int runs;

  private PurgeSimulation(PrintStream out, int runs) {
    this.out = out;
    this.runs = runs;
  }

  /**
   * Prints the table.
   *
   * @param args how many worlds for each line; none for 300
   */
  public static void main(String[] args) {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    new PurgeSimulation(out, args.length == 0 ? RUNS : Integer.parseInt(args[0])).print();
  }

  private void print() {
    out.printf("%d worlds a line; 200 edges, 20 regions; last edge from accepted on%n%n", runs);
    out.println("| strategy | loss | without | all reached | last edge p50 / p99 ms | letters |");
    out.println("|---|---|---|---|---|---|");
    for (var kind : Kind.values()) {
      for (var loss : LOSSES) {
        print(kind, loss, "-", PurgeOptions.DEFAULT);
      }
      print(kind, LOSS, "comparing", PurgeOptions.DEFAULT.without(false, true));
      print(kind, LOSS, "acknowledgements", PurgeOptions.DEFAULT.without(true, false));
      print(kind, LOSS, "both", PurgeOptions.DEFAULT.without(true, true));
    }
  }

  private void print(Kind kind, int loss, String without, PurgeOptions options) {
    var summary = new SpreadRuns(kind, loss, options).summary(runs);
    out.printf(
        Locale.ROOT,
        "| %s | %d %% | %s | %.1f %% | %.0f / %.0f | %.0f |%n",
        kind.name().toLowerCase(Locale.ROOT),
        loss,
        without,
        summary.completePercent(),
        summary.p50Millis(),
        summary.p99Millis(),
        summary.letters());
  }
}
