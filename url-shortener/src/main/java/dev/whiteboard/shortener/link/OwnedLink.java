package dev.whiteboard.shortener.link;

/**
 * A link and who may change it.
 *
 * @param link the link
 * @param ownership who may
 */
public record OwnedLink(Link link, Ownership ownership) {}
