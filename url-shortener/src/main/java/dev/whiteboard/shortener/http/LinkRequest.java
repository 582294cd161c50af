package dev.whiteboard.shortener.http;

import dev.whiteboard.kit.http.JsonFields;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Problem.FieldError;
import dev.whiteboard.kit.settings.IntRange;
import dev.whiteboard.shortener.code.Alias;
import dev.whiteboard.shortener.link.BadUrlException;
import dev.whiteboard.shortener.link.LinkDraft;
import dev.whiteboard.shortener.link.RedirectKind;
import dev.whiteboard.shortener.link.TargetUrl;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The body of {@code POST /api/v1/links}, read field by field. */
final class LinkRequest {
  private static final Set<String> FIELDS =
      Set.of("url", "alias", "expiresAt", "maxVisits", "redirect", "tags", "title");

  private static final int TITLE_CHARS_MAX = 200;
  private static final int TAGS_MAX = 20;
  private static final int TAG_CHARS_MAX = 50;
  private static final IntRange VISITS = new IntRange(1, 1_000_000_000);
  private static final IntRange STATUSES = new IntRange(301, 308);

  /** Longer than any URL may be, so that what is wrong with a long one is said by its rule. */
  private static final int URL_CHARS_READ = 65_536;

  /** Where a bad field's value would have been; never used, as {@code check} throws first. */
  private static final TargetUrl NO_URL = new TargetUrl("", "");

  private LinkRequest() {}

  /**
   * Reads a draft.
   *
   * @param ownHosts hosts that a link must not lead to
   * @throws dev.whiteboard.kit.http.ProblemException 400 naming every bad field; 422 for an alias
   *     that can't be one
   */
  static LinkDraft parse(JsonFields fields, Set<String> ownHosts, Instant now) {
    var draft =
        new LinkDraft(
            url(fields, ownHosts),
            fields.optionalText("alias", URL_CHARS_READ),
            redirect(fields),
            fields.optionalText("title", TITLE_CHARS_MAX),
            fields.texts("tags", TAGS_MAX, TAG_CHARS_MAX),
            expiry(fields, now),
            fields.optionalInteger("maxVisits", VISITS));
    fields.check();
    draft.alias().ifPresent(LinkRequest::requireUsable);
    return draft;
  }

  /** The fields that a draft may have. */
  static Set<String> fields() {
    return FIELDS;
  }

  private static TargetUrl url(JsonFields fields, Set<String> ownHosts) {
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

  private static RedirectKind redirect(JsonFields fields) {
    var status = fields.optionalInteger("redirect", STATUSES);
    var kind = status.flatMap(RedirectKind::ofStatus);
    if (status.isPresent() && kind.isEmpty()) {
      fields.reject("redirect", "must be 301, 302, 307 or 308");
    }
    return kind.orElse(RedirectKind.FOUND);
  }

  private static Optional<Instant> expiry(JsonFields fields, Instant now) {
    var expiry = fields.optionalInstant("expiresAt");
    expiry
        .filter(at -> !at.isAfter(now))
        .ifPresent(_ -> fields.reject("expiresAt", "must lie in the future"));
    return expiry;
  }

  private static void requireUsable(String alias) {
    if (!Alias.isWellFormed(alias)) {
      throw badAlias("must be 3 to 32 characters out of 0-9, A-Z, a-z, _ and -");
    }
    if (Alias.isReserved(alias)) {
      throw badAlias("is reserved");
    }
  }

  private static RuntimeException badAlias(String detail) {
    return Problem.of(422, "Unusable alias", "The alias can't be used.")
        .withErrors(List.of(new FieldError("alias", detail)))
        .asException();
  }
}
