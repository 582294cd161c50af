package dev.whiteboard.cdn.caching;

import dev.whiteboard.cdn.caching.CachingRules.Storing;
import dev.whiteboard.cdn.message.ConnectionFields;
import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.HttpDate;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.ResponseHead;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a response may be kept (RFC 9111, 3), and what of it.
 *
 * @param settings what is left to the cache
 */
record Storability(RuleSettings settings) {
  /** Those of the connection are gone already; these a cache may not keep (RFC 9111, 3.1). */
  private static final Set<String> NEVER_KEPT =
      Set.of(
          // Tells which caches were passed when this was kept, not when it answers.
          "cache-status", "proxy-authenticate", "proxy-authentication-info", "proxy-authorization");

  /** What is to be done with a response. */
  Storing of(RequestHead request, ResponseHead response, Freshness.Times times) {
    var targeted = settings.obeysTargeted() ? TargetedControl.of(response.fields()) : null;
    var control = targeted == null ? CacheControl.of(response.fields()) : targeted;
    var freshness = Freshness.of(response, control, targeted != null, times, settings);
    var byRequest = forbiddenByRequest(request, response, control, freshness);
    if (byRequest != null) {
      return new Storing.Pass(byRequest, false);
    }
    var byResponse = forbiddenByResponse(response, control, freshness);
    if (byResponse != null) {
      return new Storing.Pass(byResponse, true);
    }
    return new Storing.Keep(head(request, response, control, times));
  }

  /** Null where nothing does. */
  private @Nullable String forbiddenByRequest(
      RequestHead request, ResponseHead response, CacheControl control, Freshness freshness) {
    if (!isStorableMethod(request, response, freshness)) {
      return "method";
    }
    if (settings.obeysRequests() && CacheControl.of(request.fields()).has("no-store")) {
      return "request-no-store";
    }
    return request.fields().has("authorization") && !isForAllAuthorized(control)
        ? "authorization"
        : null;
  }

  /** What answers a {@code POST} may answer a {@code GET} where it says so (RFC 9110, 9.3.3). */
  private static boolean isStorableMethod(
      RequestHead request, ResponseHead response, Freshness freshness) {
    return switch (request.method()) {
      case "GET" -> true;
      case "POST" ->
          freshness.explicit()
              && response.status() == Statuses.OK
              && request
                  .url()
                  .equals(Urls.resolve(request, response.fields().only("content-location")));
      default -> false;
    };
  }

  /** RFC 9111, 3.5. */
  private static boolean isForAllAuthorized(CacheControl control) {
    return control.has("public")
        || control.has("must-revalidate")
        || control.sharedMaxAge() != CacheControl.ABSENT;
  }

  /** Null where nothing does. */
  private static @Nullable String forbiddenByResponse(
      ResponseHead response, CacheControl control, Freshness freshness) {
    var status = response.status();
    var fields = response.fields();
    if (!isStorableStatus(response, control)) {
      return "status";
    }
    if (control.has("no-store") && !control.has("must-understand")) {
      return "no-store";
    }
    if (control.has("private")) {
      return "private";
    }
    if (Selection.names(fields).contains("*")) {
      return "vary";
    }
    if (fields.has("set-cookie") && !freshness.explicit()) {
      return "set-cookie";
    }
    var mayBeKept =
        freshness.explicit() || control.has("public") || Statuses.isHeuristicallyCacheable(status);
    return mayBeKept && isOfUse(fields, control, freshness) ? null : "no-freshness";
  }

  private static boolean isStorableStatus(ResponseHead response, CacheControl control) {
    return switch (response.status()) {
      case Statuses.NOT_MODIFIED, Statuses.PRECONDITION_FAILED, Statuses.RANGE_NOT_SATISFIABLE ->
          false;
      case Statuses.PARTIAL_CONTENT ->
          ContentRange.parse(response.fields().only("content-range")) != null;
      default -> Statuses.isUnderstood(response.status()) || !control.has("must-understand");
    };
  }

  /** Whether it will ever answer: fresh, validated, or stale. */
  private static boolean isOfUse(Fields fields, CacheControl control, Freshness freshness) {
    return fields.has("etag")
        || fields.has("last-modified")
        || (!control.has("no-cache")
            && (freshness.lifetimeSeconds() > 0
                || control.staleIfError() > 0
                || control.staleWhileRevalidate() > 0));
  }

  private static StoredHead head(
      RequestHead request, ResponseHead response, CacheControl control, Freshness.Times times) {
    var selecting = Selection.selecting(request.fields(), response.fields());
    var asked =
        new RequestHead("GET", request.scheme(), request.authority(), request.target(), selecting);
    var kept = response.withFields(kept(response.fields(), control, times.receivedAtMillis()));
    return new StoredHead(asked, kept, times.askedAtMillis(), times.receivedAtMillis());
  }

  /** Those fields that may be kept; with a {@code Date}, which every stored response has. */
  static Fields kept(Fields fields, CacheControl control, long receivedAtMillis) {
    var gone = new HashSet<>(NEVER_KEPT);
    control.withheld().stream()
        .filter(name -> !ConnectionFields.isProtected(name))
        .forEach(gone::add);
    var kept = ConnectionFields.without(fields).without(gone);
    var date = kept.first("date");
    return date == null || HttpDate.parse(date, receivedAtMillis) == HttpDate.INVALID
        ? kept.with("date", HttpDate.format(receivedAtMillis))
        : kept;
  }
}
