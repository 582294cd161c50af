package dev.whiteboard.ratelimit.check;

import dev.whiteboard.ratelimit.rule.Descriptor;
import java.util.List;

/**
 * A request that asks to go on.
 *
 * @param domain whose rules hold
 * @param descriptors what it is
 * @param cost permits that it takes of each rule that holds, 1 or more
 */
public record Check(String domain, List<Descriptor> descriptors, long cost) {
  /**
   * One that costs something.
   *
   * @throws IllegalArgumentException where it does not
   */
  public Check {
    if (cost < 1) {
      throw new IllegalArgumentException("cost: 1 or more, not " + cost);
    }
  }
}
