package dev.whiteboard.chat.push.channel;

import java.util.Optional;

/** The kinds of ways to tell somebody. */
public enum Channel {
  /** Through the push service of a browser. */
  WEBPUSH(0, "webpush"),
  /** By a request to a web server of the user's. */
  WEBHOOK(1, "webhook"),
  /** By mail. */
  EMAIL(2, "email"),
  /** By a line in this service's log: to try it out. */
  LOG(3, "log");

  private final int code;
  private final String wireName;

  Channel(int code, String wireName) {
    this.code = code;
    this.wireName = wireName;
  }

  /** As it is kept. */
  public int code() {
    return code;
  }

  /** As it stands in JSON and in metrics. */
  public String wireName() {
    return wireName;
  }

  /**
   * The one that is kept so.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static Channel of(int code) {
    for (var channel : values()) {
      if (channel.code == code) {
        return channel;
      }
    }
    throw new IllegalArgumentException("no channel is kept as " + code);
  }

  /** The one of that name. */
  public static Optional<Channel> named(String wireName) {
    for (var channel : values()) {
      if (channel.wireName.equals(wireName)) {
        return Optional.of(channel);
      }
    }
    return Optional.empty();
  }
}
