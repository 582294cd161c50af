package dev.whiteboard.cdn.purge;

import dev.whiteboard.cdn.purge.Journal.Taken;
import dev.whiteboard.cdn.purge.Letter.Ack;
import dev.whiteboard.cdn.purge.Letter.Tell;
import dev.whiteboard.cdn.purge.Strategy.Hop;
import dev.whiteboard.cdn.purge.Strategy.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Passes invalidations on as their strategy says, and acknowledges them.
 *
 * <p>Whatever the strategy, the control plane tells those directly who have not acknowledged when
 * it should be over: heads that died, and whom a gossip left out.
 */
final class Telling {
  /** Through a head and back takes 290 ms where regions are 140 ms apart. */
  static final Duration REPAIR_AFTER = Duration.ofMillis(300);

  private final Desk desk;
  private final Deliveries deliveries;
  private final Reports reports;
  private final Map<Long, Set<String>> unconfirmed = new HashMap<>();

  Telling(Desk desk) {
    this.desk = desk;
    this.deliveries = new Deliveries(desk.parts().scheduler(), desk::send);
    this.reports = new Reports(desk.parts().scheduler(), deliveries, desk::send);
  }

  /** Begins at the control plane, which has applied it. */
  void begin(Tell tell) {
    pass(tell);
    if (isAcknowledged()) {
      var names = new HashSet<String>();
      desk.members().nodes().forEach(node -> names.add(node.name()));
      unconfirmed.put(tell.invalidation().sequence(), names);
      desk.parts().scheduler().after(REPAIR_AFTER, () -> repair(tell.invalidation()));
    }
  }

  private void repair(Invalidation invalidation) {
    var missing = unconfirmed.remove(invalidation.sequence());
    if (missing != null) {
      var directly = new Tell(invalidation, Kind.FLOOD);
      missing.forEach(node -> deliveries.start(node, directly, Duration.ZERO));
    }
  }

  /** Somebody told this node. */
  void told(String from, Tell tell) {
    var taken = desk.journal().take(tell.invalidation());
    if (taken == Taken.REFUSED) {
      return;
    }
    acknowledge(from, tell, taken);
    if (taken == Taken.APPLIED) {
      desk.advanced();
      pass(tell);
    }
  }

  /** In a gossip the control plane alone wants to know, and once. */
  private void acknowledge(String from, Tell tell, Taken taken) {
    var gossip = tell.kind() == Kind.GOSSIP;
    if (isAcknowledged() && (!gossip || taken == Taken.APPLIED)) {
      var self = List.of(desk.parts().self());
      var to = gossip ? desk.members().control() : from;
      desk.send(to, new Ack(tell.invalidation().sequence(), self));
    }
  }

  private void pass(Tell tell) {
    var strategy = Strategy.of(tell.kind());
    var hops = strategy.next(desk.place(), tell.invalidation(), desk.parts().random());
    if (!desk.isControl() && !hops.isEmpty() && tell.kind() == Kind.TREE) {
      reports.open(tell.invalidation().sequence(), reportTo(strategy));
    }
    hops.forEach(hop -> pass(hop, tell));
  }

  private List<String> reportTo(Strategy strategy) {
    var all = new HashSet<>(strategy.reportTo(desk.place()));
    all.add(desk.members().control());
    return List.copyOf(all);
  }

  private void pass(Hop hop, Tell tell) {
    if (isAcknowledged() && tell.kind() != Kind.GOSSIP) {
      deliveries.start(hop.node(), tell, hop.after());
    } else if (hop.after().isZero()) {
      desk.send(hop.node(), tell);
    } else {
      desk.parts().scheduler().after(hop.after(), () -> desk.send(hop.node(), tell));
    }
  }

  /** These have applied it. */
  void acknowledged(String from, Ack ack) {
    for (var node : ack.nodes()) {
      deliveries.acknowledged(ack.sequence(), node);
      confirm(ack.sequence(), node);
    }
    if (ack.nodes().equals(List.of(from))) {
      reports.acknowledged(ack.sequence(), from);
    }
  }

  private void confirm(long sequence, String node) {
    if (desk.isControl()) {
      desk.parts().listener().applied(sequence, node);
      var missing = unconfirmed.get(sequence);
      if (missing != null) {
        missing.remove(node);
      }
    }
  }

  /** Sequences mean something else from now on. */
  void clear() {
    deliveries.clear();
    unconfirmed.clear();
  }

  private boolean isAcknowledged() {
    return desk.parts().options().acknowledged();
  }
}
