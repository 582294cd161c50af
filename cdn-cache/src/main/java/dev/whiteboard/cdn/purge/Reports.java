package dev.whiteboard.cdn.purge;

import dev.whiteboard.cdn.purge.Letter.Ack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A head's reports: who of its region has acknowledged, in one letter to the control plane and to
 * the other head instead of one for each node.
 */
final class Reports {
  /** From the first acknowledgement to a report, where some are still missing. */
  private static final Duration GATHER = Duration.ofMillis(12);

  /** Longer than a delivery is tried. */
  private static final Duration OPEN = Duration.ofSeconds(3);

  private final Scheduler scheduler;
  private final Deliveries deliveries;
  private final BiConsumer<String, Ack> send;
  private final Map<Long, Report> open = new HashMap<>();

  Reports(Scheduler scheduler, Deliveries deliveries, BiConsumer<String, Ack> send) {
    this.scheduler = scheduler;
    this.deliveries = deliveries;
    this.send = send;
  }

  /** Begins to gather for these. */
  void open(long sequence, List<String> to) {
    open.put(sequence, new Report(sequence, to));
    scheduler.after(OPEN, () -> open.remove(sequence));
  }

  /** Somebody whom this node told has it. */
  void acknowledged(long sequence, String node) {
    var report = open.get(sequence);
    if (report != null) {
      report.add(node);
    }
  }

  /** The nodes of one invalidation. */
  private final class Report {
    private final long sequence;
    private final List<String> to;
    private final List<String> nodes = new ArrayList<>();
    private boolean timed;

    Report(long sequence, List<String> to) {
      this.sequence = sequence;
      this.to = to;
    }

    void add(String node) {
      nodes.add(node);
      if (deliveries.isDone(sequence) || nodes.size() == LetterCodec.NAMES_MAX) {
        send();
      } else if (!timed) {
        timed = true;
        scheduler.after(GATHER, this::send);
      }
    }

    private void send() {
      timed = false;
      if (!nodes.isEmpty()) {
        var ack = new Ack(sequence, List.copyOf(nodes));
        nodes.clear();
        to.forEach(name -> send.accept(name, ack));
      }
    }
  }
}
