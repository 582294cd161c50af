package dev.whiteboard.shortener.http;

import dev.whiteboard.kit.http.JsonFields;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.shortener.link.BadUrlException;
import dev.whiteboard.shortener.link.RedirectKind;
import dev.whiteboard.shortener.link.TargetUrl;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The fields of a link that a client may set, each with its bounds. */
final class LinkFields {
  private static final int TITLE_CHARS_MAX = 200;
  private static final int TAGS_MAX = 20;
  private static final int TAG_CHARS_MAX = 50;
  private static final IntRange VISITS = new IntRange(1, 1_000_000_000);
  private static final IntRange STATUSES = new IntRange(301, 308);

  /** Longer than any URL may be, so that what is wrong with a long one is said by its rule. */
  private static final int URL_CHARS_READ = 65_536;

  /** Where a bad field's value would have been; never used, as {@code check} throws first. */
  private static final TargetUrl NO_URL = new TargetUrl("", "");

  private final JsonFields fields;
  private final Set<String> ownHosts;
  private final Instant now;

  /**
   * Reads from these fields.
   *
   * @param ownHosts hosts that a link must not lead to
   */
  LinkFields(JsonFields fields, Set<String> ownHosts, Instant now) {
    this.fields = fields;
    this.ownHosts = ownHosts;
    this.now = now;
  }

  TargetUrl url() {
    var text = fields.text("url", URL_CHARS_READ);
    if (text.isEmpty()) {
      return NO_URL;
    }
    try {
      return TargetUrl.parse(text, ownHosts);
    } catch (BadUrlException e) {
      fields.reject("url", e.reason());
      return NO_URL;
    }
  }

  Optional<String> alias() {
    return fields.optionalText("alias", URL_CHARS_READ);
  }

  Optional<RedirectKind> redirect() {
    var status = fields.optionalInteger("redirect", STATUSES);
    var kind = status.flatMap(RedirectKind::ofStatus);
    if (status.isPresent() && kind.isEmpty()) {
      fields.reject("redirect", "must be 301, 302, 307 or 308");
    }
    return kind;
  }

  Optional<String> title() {
    return fields.optionalText("title", TITLE_CHARS_MAX);
  }

  List<String> tags() {
    return fields.texts("tags", TAGS_MAX, TAG_CHARS_MAX);
  }

  Optional<Instant> expiresAt() {
    // A redirect judges it by the millisecond, and nothing finer is kept.
    var expiry = fields.optionalInstant("expiresAt").map(at -> at.truncatedTo(ChronoUnit.MILLIS));
    expiry
        .filter(at -> !at.isAfter(now))
        .ifPresent(_ -> fields.reject("expiresAt", "must lie in the future"));
    return expiry;
  }

  Optional<Integer> maxVisits() {
    return fields.optionalInteger("maxVisits", VISITS);
  }
}
