package dev.whiteboard.shortener.http;

import dev.whiteboard.kit.http.JsonFields;
import dev.whiteboard.shortener.link.Change;
import dev.whiteboard.shortener.link.LinkEdit;
import dev.whiteboard.shortener.link.RedirectKind;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The body of {@code PATCH /api/v1/links/{code}}, a JSON merge patch, read field by field. */
final class LinkPatch {
  private static final Set<String> FIELDS =
      Set.of("url", "expiresAt", "maxVisits", "redirect", "tags", "title");

  private final JsonFields fields;
  private final LinkFields links;

  private LinkPatch(JsonFields fields, LinkFields links) {
    this.fields = fields;
    this.links = links;
  }

  /**
   * Reads an edit.
   *
   * @param ownHosts hosts that a link must not lead to
   * @throws dev.whiteboard.kit.http.ProblemException 400 naming every bad field
   */
  static LinkEdit parse(RoutingContext request, Set<String> ownHosts, Instant now) {
    var fields = JsonFields.ofPatch(request, FIELDS);
    var edit = new LinkPatch(fields, new LinkFields(fields, ownHosts, now)).edit();
    fields.check();
    return edit;
  }

  private LinkEdit edit() {
    return new LinkEdit(
        whereGiven("url", links::url),
        whereGiven("redirect", () -> links.redirect().orElse(RedirectKind.FOUND)),
        whereGiven("tags", links::tags).map(List::copyOf),
        change("title", links::title),
        change("expiresAt", links::expiresAt),
        change("maxVisits", links::maxVisits));
  }

  private <T> Optional<T> whereGiven(String field, Supplier<T> value) {
    return fields.has(field) ? Optional.of(value.get()) : Optional.empty();
  }

  private <T> Change<T> change(String field, Supplier<Optional<T>> value) {
    return fields.has(field) ? new Change.To<>(value.get()) : new Change.Keep<>();
  }
}
