package dev.whiteboard.shortener.link;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an owner changes of a link. Its code stays: it is on paper somewhere.
 *
 * @param url where it shall lead; empty to leave it
 * @param redirect how a browser is sent there; empty to leave it
 * @param tags its labels; empty to leave them
 * @param title its name
 * @param expiresAt from when on it leads nowhere
 * @param maxVisits after how many visits it leads nowhere; visits that are spent stay spent
 */
public record LinkEdit(
    Optional<TargetUrl> url,
    Optional<RedirectKind> redirect,
    Optional<List<String>> tags,
    Change<String> title,
    Change<Instant> expiresAt,
    Change<Integer> maxVisits) {

  /** Copies the tags. */
  public LinkEdit {
    tags = tags.map(List::copyOf);
  }

  /** The link after the edit. */
  public Link of(Link before) {
    return new Link(
        before.code(),
        url.orElse(before.url()),
        redirect.orElse(before.redirect()),
        title.of(before.title()),
        tags.orElse(before.tags()),
        before.createdAt(),
        expiresAt.of(before.expiresAt()),
        maxVisits.of(before.maxVisits()));
  }
}
