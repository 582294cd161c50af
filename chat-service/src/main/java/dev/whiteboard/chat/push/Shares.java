package dev.whiteboard.chat.push;

import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.push.channel.Target;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How many of a node's senders one user and one host have at most: a sixteenth and a half, or two.
 * Targets that take all their time, however many one user names, leave senders to all others.
 *
 * <p>For any thread.
 */
final class Shares {
  private static final int MIN = 2;
  private static final int USER_DIVISOR = 16;
  private static final int HOST_DIVISOR = 2;

  private final int ofUserMax;
  private final int ofHostMax;

  // Guarded by this; without those who have none.
  private final Map<UserId, Integer> users = new HashMap<>();
  private final Map<String, Integer> hosts = new HashMap<>();

  /** Of so many senders. */
  Shares(int senders) {
    this.ofUserMax = Math.max(MIN, senders / USER_DIVISOR);
    this.ofHostMax = Math.max(MIN, senders / HOST_DIVISOR);
  }

  /**
   * Takes a sender, to be given back by {@link #leave}.
   *
   * @return false where the user, or the host, has as many as it may
   */
  synchronized boolean enter(UserId user, Target target) {
    var host = host(target);
    if (users.getOrDefault(user, 0) >= ofUserMax || hosts.getOrDefault(host, 0) >= ofHostMax) {
      return false;
    }
    users.merge(user, 1, Integer::sum);
    hosts.merge(host, 1, Integer::sum);
    return true;
  }

  /** Gives one back that was taken. */
  synchronized void leave(UserId user, Target target) {
    users.computeIfPresent(user, (_, count) -> count > 1 ? count - 1 : null);
    hosts.computeIfPresent(host(target), (_, count) -> count > 1 ? count - 1 : null);
  }

  /** Mails all go to our own server, and lines to our own log. No host begins with a slash. */
  private static String host(Target target) {
    return switch (target) {
      case Target.Browser(var endpoint, _) -> host(endpoint);
      case Target.Hook(var url, _) -> host(url);
      case Target.Mailbox _, Target.Log _ -> "/" + target.channel().wireName();
    };
  }

  private static String host(URI url) {
    return url.getHost().toLowerCase(Locale.ROOT);
  }
}
