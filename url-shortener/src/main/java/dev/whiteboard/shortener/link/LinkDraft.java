package dev.whiteboard.shortener.link;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A link as asked for, each field checked by itself.
 *
 * @param url where it shall lead
 * @param alias the code that its owner wants; empty for a generated one
 * @param redirect how a browser is sent there
 * @param title its owner's name for it
 * @param tags its owner's labels
 * @param expiresAt from when on it shall lead nowhere
 * @param maxVisits after how many visits it shall lead nowhere
 */
public record LinkDraft(
    TargetUrl url,
    Optional<String> alias,
    RedirectKind redirect,
    Optional<String> title,
    List<String> tags,
    Optional<Instant> expiresAt,
    Optional<Integer> maxVisits) {

  /** Copies the tags. */
  public LinkDraft {
    tags = List.copyOf(tags);
  }

  /** The link that it becomes under this code. */
  public Link as(String code, Instant createdAt) {
    return new Link(code, url, redirect, title, tags, createdAt, expiresAt, maxVisits);
  }
}
