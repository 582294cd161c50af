package dev.whiteboard.chat.log;

import java.util.Optional;

/**
 * What a message is. All kinds share the chat's one sequence, so that every member sees an edit, a
 * join or a change of keys at the same place among the others.
 */
public enum Kind {
  /** Something said. */
  TEXT(1, "text"),
  /** New words for an earlier message of the same sender, which {@code ref} names. */
  EDIT(2, "edit"),
  /** An earlier message of the same sender is taken back; {@code ref} names it. */
  DELETE(3, "delete"),
  /** Members were added; the body is a JSON array of their ids. */
  ADDED(4, "added"),
  /** A member left or was removed; the body is a JSON array of its id. */
  REMOVED(5, "removed"),
  /** The chat has another title, the body. */
  TITLED(6, "titled"),
  /** A commit of an MLS group (RFC 9420), its bytes as ciphertext. */
  COMMIT(7, "commit");

  private final int code;
  private final String wireName;

  Kind(int code, String wireName) {
    this.code = code;
    this.wireName = wireName;
  }

  /** As it is kept. */
  public int code() {
    return code;
  }

  /** As it stands in frames. */
  public String wireName() {
    return wireName;
  }

  /** Whether a client may send it on the socket; the others are made by the service. */
  public boolean isSentByClients() {
    return this == TEXT || this == EDIT || this == DELETE;
  }

  /** Whether it changes who is a member. */
  public boolean changesMembers() {
    return this == ADDED || this == REMOVED;
  }

  /**
   * The one that is kept so.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static Kind of(int code) {
    for (var kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind of message is kept as " + code);
  }

  /** The one of that name in frames. */
  public static Optional<Kind> named(String wireName) {
    for (var kind : values()) {
      if (kind.wireName.equals(wireName)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
