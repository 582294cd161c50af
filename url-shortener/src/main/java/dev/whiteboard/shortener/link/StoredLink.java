package dev.whiteboard.shortener.link;

/**
 * A link as the store has it.
 *
 * @param link the link
 * @param ownership who may read and change it
 * @param version 1 for a new one, one more with each change
 * @param deleted whether its owner took it away; its code stays taken
 */
public record StoredLink(Link link, Ownership ownership, long version, boolean deleted) {
  /** The version of a link that was never changed. */
  public static final long VERSION_FIRST = 1;
}
