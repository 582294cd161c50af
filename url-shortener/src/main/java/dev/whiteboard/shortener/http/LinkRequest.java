package dev.whiteboard.shortener.http;

import dev.whiteboard.kit.http.JsonFields;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Problem.FieldError;
import dev.whiteboard.shortener.code.Alias;
import dev.whiteboard.shortener.link.LinkDraft;
import dev.whiteboard.shortener.link.RedirectKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The body of {@code POST /api/v1/links}, read field by field. */
final class LinkRequest {
  private static final Set<String> FIELDS =
      Set.of("url", "alias", "expiresAt", "maxVisits", "redirect", "tags", "title");

  private LinkRequest() {}

  /**
   * Reads a draft.
   *
   * @param ownHosts hosts that a link must not lead to
   * @throws dev.whiteboard.kit.http.ProblemException 400 naming every bad field; 422 where nothing
   *     but the alias is wrong, which can't be one
   */
  static LinkDraft parse(JsonFields fields, Set<String> ownHosts, Instant now) {
    var link = new LinkFields(fields, ownHosts, now);
    var draft =
        new LinkDraft(
            link.url(),
            link.alias(),
            link.redirect().orElse(RedirectKind.FOUND),
            link.title(),
            link.tags(),
            link.expiresAt(),
            link.maxVisits());
    var aliasError = draft.alias().flatMap(LinkRequest::whyUnusable);
    if (fields.hasErrors()) {
      aliasError.ifPresent(detail -> fields.reject("alias", detail));
    }
    fields.check();
    aliasError.ifPresent(LinkRequest::refuseAlias);
    return draft;
  }

  /** The fields that a draft may have. */
  static Set<String> fields() {
    return FIELDS;
  }

  private static Optional<String> whyUnusable(String alias) {
    if (!Alias.isWellFormed(alias)) {
      return Optional.of("must be 3 to 32 characters out of 0-9, A-Z, a-z, _ and -");
    }
    return Alias.isReserved(alias) ? Optional.of("is reserved") : Optional.empty();
  }

  private static void refuseAlias(String detail) {
    throw Problem.of(422, "Unusable alias", "The alias can't be used.")
        .withErrors(List.of(new FieldError("alias", detail)))
        .asException();
  }
}
