package dev.whiteboard.shortener.link;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * What one node tells all others about links, by PostgreSQL's NOTIFY: sent with the transaction,
 * and so never before it counts, and never where it failed.
 *
 * <pre>
 *  made n3Xk0aQ 8Zt1pLw my-alias     new links
 *  changed n3Xk0aQ 4                 a link has version 4 now
 * </pre>
 */
public sealed interface LinkNotice {
  /** The channel that all nodes listen on. */
  String CHANNEL = "shortener_links";

  /** A notice has less than 8,000 bytes: as many codes of 32 characters, and some to spare. */
  int CODES_MAX = 200;

  /**
   * There are new links.
   *
   * @param codes theirs, up to {@link #CODES_MAX}
   */
  record Made(List<String> codes) implements LinkNotice {
    /** Copies the codes. */
    public Made {
      codes = List.copyOf(codes);
    }
  }

  /**
   * A link was edited or deleted.
   *
   * @param code the link
   * @param version what it has now
   */
  record Changed(String code, long version) implements LinkNotice {}

  /** As many notices as these codes need. */
  static List<LinkNotice> ofMade(List<String> codes) {
    var notices = new ArrayList<LinkNotice>();
    for (var from = 0; from < codes.size(); from += CODES_MAX) {
      notices.add(new Made(codes.subList(from, Math.min(codes.size(), from + CODES_MAX))));
    }
    return notices;
  }

  /** Sends it when the transaction commits. */
  default void send(Handle handle) {
    handle.execute("SELECT pg_notify(?, ?)", CHANNEL, text());
  }

  /** As it is sent. */
  default String text() {
    return switch (this) {
      case Made(var codes) -> "made " + String.join(" ", codes);
      case Changed(var code, var version) -> "changed " + code + " " + version;
    };
  }

  /**
   * Reads a notice.
   *
   * @throws IllegalArgumentException where it is none
   */
  static LinkNotice parse(String text) {
    var words = List.of(text.split(" ", -1));
    if (words.getFirst().equals("made")) {
      return new Made(words.subList(1, words.size()));
    }
    if (words.getFirst().equals("changed") && words.size() == 3) {
      return new Changed(words.get(1), Long.parseLong(words.get(2)));
    }
    throw new IllegalArgumentException("not a notice about links");
  }
}
