package dev.whiteboard.shortener.link;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A short link.
 *
 * @param code what stands behind the slash: generated, or an alias; {@code Abc} is not {@code aBc}
 * @param url where it leads
 * @param redirect how a browser is sent there
 * @param title its owner's name for it
 * @param tags its owner's labels
 * @param createdAt when it was made
 * @param expiresAt from when on it leads nowhere
 * @param maxVisits after how many visits it leads nowhere
 */
public record Link(
    String code,
    TargetUrl url,
    RedirectKind redirect,
    Optional<String> title,
    List<String> tags,
    Instant createdAt,
    Optional<Instant> expiresAt,
    Optional<Integer> maxVisits) {

  /** Copies the tags. */
  public Link {
    tags = List.copyOf(tags);
  }

  /** The same under another code. */
  Link under(String code) {
    return new Link(code, url, redirect, title, tags, createdAt, expiresAt, maxVisits);
  }
}
