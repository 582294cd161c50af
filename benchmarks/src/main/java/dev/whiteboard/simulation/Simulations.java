package dev.whiteboard.simulation;

import dev.whiteboard.simulation.cdn.HitRatios;
import dev.whiteboard.simulation.cdn.Invalidations;
import dev.whiteboard.simulation.cdn.TierPlan;
import dev.whiteboard.simulation.chat.Returns;
import dev.whiteboard.simulation.shard.ShardPlan;
import dev.whiteboard.simulation.shard.Shardings;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * All simulations, of what the interviews ask for, with what one node was measured to do.
 *
 * @param welcomes clients that a gateway welcomes a second: {@code chat-reconnect.per-second}
 * @param linkBytes bytes that a link takes on disk: {@code creations.bytes-a-link}
 */
public record Simulations(double welcomes, double linkBytes) {
  /** Clients a second, of one core that has a crowd and PostgreSQL beside it. */
  public static final int WELCOMES_USUAL = 300;

  /** Of links with URLs of 100 characters, with their indexes. */
  public static final int LINK_BYTES_USUAL = 300;

  /** Each by what it simulates, in the order in which they are shown. */
  public SequencedMap<String, Simulation> all() {
    var all = new LinkedHashMap<String, Simulation>();
    all.put("who answers 50 M requests/s", new HitRatios(TierPlan.DEFAULT));
    all.put("an invalidation around the earth", new Invalidations());
    all.put("10 M sockets lose a gateway", new Returns(welcomes));
    all.put("182.5 billion links on shards", new Shardings(ShardPlan.ofInterview(linkBytes)));
    return all;
  }
}
