package dev.whiteboard.simulation.chat;

import dev.whiteboard.chat.session.SessionSettings;
import dev.whiteboard.simulation.Figure;
import dev.whiteboard.simulation.Outcome;
import dev.whiteboard.simulation.RunOptions;
import dev.whiteboard.simulation.Simulation;
import dev.whiteboard.simulation.Table;
import dev.whiteboard.simulation.Unit;
import dev.whiteboard.simulation.chat.Comeback.Result;
import dev.whiteboard.simulation.chat.Gateway.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * 10 million sockets on gateways, of which one dies.
 *
 * @param perSecond clients that a gateway welcomes: the figure {@code chat-reconnect.per-second}
 */
public record Returns(double perSecond) implements Simulation {
  /** As many as the interview says. */
  public static final long SOCKETS = 10_000_000;

  private static final Duration TIME_MAX = Duration.ofMinutes(10);
  private static final Duration TIME_MAX_QUICK = Duration.ofMinutes(1);
  private static final List<Integer> GATEWAYS = List.of(30, 50, 60, 100, 200, 1_000);
  private static final List<Double> RATES = List.of(100.0, 300.0, 1_000.0, 3_000.0);

  /** What the figures are of, and the rig's nodes hold: 100,000 sockets each. */
  private static final int USUAL = 100;

  private static final int SEEDS = 3;
  private static final List<Double> MESSAGES = List.of(57_870.0, 173_611.0);
  private static final Duration COUNTED = Duration.ofSeconds(250);
  private static final int COUNTED_CLIENTS = 20_000;

  /** One size of the fleet. */
  private record Case(String name, Crowd crowd) {
    Result run(RunOptions options) {
      return Comeback.run(crowd, timeMax(options), options.seed());
    }
  }

  @Override
  public Outcome run(RunOptions options) {
    return new Outcome(
        List.of(byGateways(options), byRate(), byLoss(options), heartbeats(options)),
        figures(options));
  }

  private static Duration timeMax(RunOptions options) {
    return options.quick() ? TIME_MAX_QUICK : TIME_MAX;
  }

  private Crowd crowd(int gateways, Loss loss) {
    return Crowd.ofOne(SOCKETS, gateways, perSecond, loss);
  }

  private Table byGateways(RunOptions options) {
    var cases = new ArrayList<Case>();
    for (var gateways : GATEWAYS) {
      var all = crowd(gateways, Loss.KILLED);
      cases.add(new Case(gateways + ", takes all", all));
      cases.add(new Case(gateways + ", admission", all.with(Policy.ADMISSION)));
    }
    var note =
        Table.cell(
            "The process of one gateway is killed; each of the others welcomes %.0f "
                + "clients/s. Simulated is one survivor with its part of the clients. Work "
                + "is clients/rate: what it takes were nothing in vain. A client gives up "
                + "after 10 s, so beyond that a survivor that takes all works in vain; from"
                + " 20 s on it does not recover. Admission is the chat's own: 128 welcomes "
                + "under way, everybody else is told when to come back. A dash: not within "
                + "%d s.",
            perSecond, timeMax(options).toSeconds());
    return table("One of N gateways dies: 10 M sockets", "gateways", cases, options, note);
  }

  private Table byLoss(RunOptions options) {
    var cases = new ArrayList<Case>();
    for (var loss : Loss.values()) {
      var name = loss.name().toLowerCase(Locale.ROOT);
      cases.add(new Case(name, crowd(USUAL, loss).with(Policy.ADMISSION)));
    }
    var lost = Math.toIntExact(SOCKETS / USUAL);
    for (var policy : List.of(Policy.TAKES_ALL, Policy.ADMISSION)) {
      var listed = new Crowd(lost, USUAL - 1, perSecond, Loss.KILLED, policy, true);
      cases.add(new Case("killed, one list, " + name(policy), listed));
    }
    return table(
        "The way it dies, and the way back: 100 gateways",
        "lost how",
        cases,
        options,
        "Silent: the machine dies, and clients notice when nothing came for two "
            + "heartbeats of 25 s. Stopped: each is told when to come, within 5 s. One "
            + "list: all clients have the nodes in the same order, without a load balancer,"
            + " and come to the same one first.");
  }

  private static String name(Policy policy) {
    return policy.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static Table table(
      String title, String first, List<Case> cases, RunOptions options, String note) {
    var head =
        List.of(
            first,
            "clients each",
            "work, s",
            "p50, s",
            "p99, s",
            "all, s",
            "back",
            "peak/s",
            "tries",
            "in vain");
    var results = cases.parallelStream().map(each -> each.run(options)).toList();
    var rows =
        IntStream.range(0, cases.size()).mapToObj(i -> row(cases.get(i), results.get(i))).toList();
    return new Table(title, head, rows, note);
  }

  private static List<String> row(Case each, Result result) {
    var crowd = each.crowd;
    return List.of(
        each.name,
        Table.cell("%,d", crowd.clients() / crowd.survivors()),
        Table.cell("%.1f", crowd.secondsOfWork()),
        seconds(result.p50Seconds()),
        seconds(result.p99Seconds()),
        seconds(result.lastSeconds()),
        Table.cell("%.1f %%", result.backPercent()),
        Table.cell("%,.0f", result.peakPerSecond()),
        Table.cell("%.1f", result.attempts()),
        Table.cell("%.0f %%", result.inVainPercent()));
  }

  private static String seconds(double seconds) {
    return Double.isNaN(seconds) ? "-" : Table.cell("%.1f", seconds);
  }

  private static Table byRate() {
    var head = List.of("welcomes/s of each", "10 s", "30 s", "60 s");
    var rows = new ArrayList<List<String>>();
    for (var rate : RATES) {
      var row = new ArrayList<String>();
      row.add(Table.cell("%.0f", rate));
      for (var within : List.of(10, 30, 60)) {
        row.add(Table.cell("%,d", gatewaysFor(rate, within)));
      }
      rows.add(row);
    }
    return new Table(
        "Gateways that it takes until all can be back in time",
        head,
        rows,
        "Computed, not simulated: the least N with 10 M / N / (N - 1) / rate within "
            + "the time. It falls with the square root of the rate. Within 10 s nobody has "
            + "to come twice, whatever the gateways do.");
  }

  /** The least number of gateways that leaves each survivor no more than it can do in time. */
  public static int gatewaysFor(double perSecond, double seconds) {
    var gateways = 2;
    while ((double) SOCKETS / gateways / (gateways - 1) / perSecond > seconds) {
      gateways++;
    }
    return gateways;
  }

  private static Table heartbeats(RunOptions options) {
    var heartbeat = SessionSettings.DEFAULT.heartbeat();
    var pings = Heartbeats.perSecond(SOCKETS, heartbeat);
    var counted =
        Heartbeats.counted(COUNTED_CLIENTS, heartbeat, COUNTED, options.seed())
            * SOCKETS
            / COUNTED_CLIENTS;
    var rows =
        MESSAGES.stream()
            .map(messages ->
                List.of(
                    Table.cell("%,.0f", messages),
                    Table.cell("%,.0f", pings),
                    Table.cell("%,.0f", counted),
                    Table.cell("%.1f", pings / messages)))
            .toList();
    return new Table(
        "Heartbeats against messages",
        List.of("messages/s", "pings/s", "counted", "pings a message"),
        rows,
        Table.cell(
            "10 M sockets, a ping every 25 s or up to a quarter earlier, and a pong "
                + "for each. Counted: %,d clients, scaled up.",
            COUNTED_CLIENTS));
  }

  private List<Figure> figures(RunOptions options) {
    var bounded = crowd(USUAL, Loss.KILLED).with(Policy.ADMISSION);
    var results =
        options.seeds(options.quick() ? 1 : SEEDS).stream()
            .map(seed -> Comeback.run(bounded, TIME_MAX, seed))
            .toList();
    return List.of(
        new Figure(
            "sim.chat.return-all",
            Unit.SECONDS,
            results.stream().map(Result::lastSeconds).toList()),
        new Figure(
            "sim.chat.return-p50", Unit.SECONDS, results.stream().map(Result::p50Seconds).toList()),
        new Figure(
            "sim.chat.return-peak",
            Unit.PER_SECOND,
            results.stream().map(Result::peakPerSecond).toList()),
        Figure.of("sim.chat.gateways-for-10s", Unit.ONE, gatewaysFor(perSecond, 10)),
        Figure.of("sim.chat.gateways-for-60s", Unit.ONE, gatewaysFor(perSecond, 60)),
        Figure.of(
            "sim.chat.heartbeats",
            Unit.PER_SECOND,
            Heartbeats.perSecond(SOCKETS, SessionSettings.DEFAULT.heartbeat())));
  }
}
