package dev.whiteboard.chat.push;

import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.push.channel.Target;
import dev.whiteboard.kit.run.Turns;
import java.net.URI;
import java.util.Locale;

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

  private final Turns<UserId> users;
  private final Turns<String> hosts;

  /** Of so many senders. */
  Shares(int senders) {
    this.users = new Turns<>(Math.max(MIN, senders / USER_DIVISOR));
    this.hosts = new Turns<>(Math.max(MIN, senders / HOST_DIVISOR));
  }

  /**
   * Takes a sender, to be given back by {@link #leave}. One at a time: a user whose host has no
   * more must not seem to have one more meanwhile.
   *
   * @return false where the user, or the host, has as many as it may
   */
  synchronized boolean enter(UserId user, Target target) {
    if (!users.take(user)) {
      return false;
    }
    if (hosts.take(host(target))) {
      return true;
    }
    users.giveBack(user);
    return false;
  }

  /** Gives one back that was taken. */
  void leave(UserId user, Target target) {
    users.giveBack(user);
    hosts.giveBack(host(target));
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
