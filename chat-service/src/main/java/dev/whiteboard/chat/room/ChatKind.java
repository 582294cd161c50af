package dev.whiteboard.chat.room;

import java.util.Optional;

/** What a chat is. */
public enum ChatKind {
  /** Of two, for good: nobody joins and nobody leaves. */
  DIRECT(0, "direct"),
  /** Of any number, who come and go. */
  GROUP(1, "group");

  private final int code;
  private final String wireName;

  ChatKind(int code, String wireName) {
    this.code = code;
    this.wireName = wireName;
  }

  /** As it is kept. */
  public int code() {
    return code;
  }

  /** As it stands in JSON. */
  public String wireName() {
    return wireName;
  }

  /** The one that is kept so. */
  public static ChatKind of(int code) {
    return code == DIRECT.code ? DIRECT : GROUP;
  }

  /** The one of that name. */
  public static Optional<ChatKind> named(String wireName) {
    return DIRECT.wireName.equals(wireName)
        ? Optional.of(DIRECT)
        : Optional.of(GROUP).filter(kind -> kind.wireName.equals(wireName));
  }
}
