package dev.whiteboard.portal.live;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The figures of all that runs, read once a second however many look at them, and not at all while
 * nobody does.
 *
 * <p>Safe to use from any thread.
 */
public final class LiveFigures implements AutoCloseable {
  /** From the end of a reading to the next. */
  public static final Duration EVERY = Duration.ofSeconds(1);

  /** So long after a look somebody may look again. */
  static final Duration WATCHED = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(LiveFigures.class);

  private final Supplier<Map<String, List<URI>>> systems;
  private final LongSupplier nanos;
  private final MetricsReader reader = new MetricsReader();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("figures").factory());

  private final Map<String, History> histories = new HashMap<>();
  private long watchedUntilNanos;

  private LiveFigures(Supplier<Map<String, List<URI>>> systems, LongSupplier nanos) {
    this.systems = systems;
    this.nanos = nanos;
    this.watchedUntilNanos = nanos.getAsLong();
  }

  /**
   * Begins to read once somebody looks.
   *
   * @param systems where the processes of each running system are, by its name; asked each time
   */
  public static LiveFigures start(Supplier<Map<String, List<URI>>> systems) {
    var figures = new LiveFigures(systems, System::nanoTime);
    var _ =
        figures.thread.scheduleWithFixedDelay(
            figures::readIfWatched, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return figures;
  }

  /** The figures of each system that runs, by its name. The first look finds none yet. */
  public synchronized Map<String, List<FigureLine>> look() {
    var now = nanos.getAsLong();
    watchedUntilNanos = now + WATCHED.toNanos();
    var lines = new LinkedHashMap<String, List<FigureLine>>();
    systems.get().keySet().forEach(system -> lines.put(system, of(system).lines(now)));
    return lines;
  }

  private History of(String system) {
    return histories.computeIfAbsent(system, name -> new History(Figures.of(name)));
  }

  private void readIfWatched() {
    try {
      if (isWatched()) {
        read();
      }
    } catch (RuntimeException e) { // thrown on, it would end the readings
      log.atWarn().setCause(e).log("could not read the figures");
    }
  }

  private synchronized boolean isWatched() {
    return nanos.getAsLong() - watchedUntilNanos < 0;
  }

  /** Waits for the answers outside of the lock: who looks waits for nobody. */
  private void read() {
    var running = systems.get();
    var processes = running.values().stream().flatMap(List::stream).toList();
    var names =
        running.keySet().stream()
            .flatMap(system -> Figures.of(system).stream())
            .flatMap(Figure::names)
            .collect(Collectors.toSet());
    var said = reader.read(processes, names);
    keep(running, said);
  }

  private synchronized void keep(Map<String, List<URI>> running, Map<URI, List<Sample>> said) {
    var now = nanos.getAsLong();
    running.forEach((system, processes) ->
        of(system)
            .add(
                now,
                processes.stream()
                    .filter(said::containsKey)
                    .collect(Collectors.toMap(process -> process, said::get))));
  }

  @Override
  public void close() {
    thread.shutdownNow();
    reader.close();
  }
}
