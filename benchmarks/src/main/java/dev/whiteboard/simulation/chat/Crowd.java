package dev.whiteboard.simulation.chat;

/**
 * Who comes back, and to whom.
 *
 * @param clients of the gateway that died
 * @param survivors that they come to
 * @param perSecond clients that each of those welcomes
 * @param loss how they lost it
 * @param policy whom a survivor takes
 * @param inTurn whether all have the survivors in one order, and try the next of it each time, as
 *     the client does with a list of nodes; else a load balancer sends each try anywhere
 */
record Crowd(
    int clients,
    int survivors,
    double perSecond,
    Loss loss,
    Gateway.Policy policy,
    boolean inTurn) {
  /** Refuses a crowd that has nowhere to go. */
  Crowd {
    if (clients < 1 || survivors < 1 || !(perSecond > 0)) {
      throw new IllegalArgumentException(
          "%d clients to %d gateways at %f/s".formatted(clients, survivors, perSecond));
    }
  }

  /** One survivor and its part of all: behind a load balancer the others see the same. */
  static Crowd ofOne(long sockets, int gateways, double perSecond, Loss loss) {
    var lost = sockets / gateways;
    return new Crowd(
        Math.toIntExact(Math.max(1, lost / (gateways - 1))),
        1,
        perSecond,
        loss,
        Gateway.Policy.TAKES_ALL,
        false);
  }

  /** The same before gateways with another policy. */
  Crowd with(Gateway.Policy other) {
    return new Crowd(clients, survivors, perSecond, loss, other, inTurn);
  }

  /** How long the welcomes alone take, were nobody's work in vain. */
  double secondsOfWork() {
    return clients / (survivors * perSecond);
  }
}
