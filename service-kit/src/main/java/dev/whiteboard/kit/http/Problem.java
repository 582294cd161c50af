package dev.whiteboard.kit.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What went wrong, for a client to read (RFC 9457).
 *
 * <p>Nothing of the inside is in it: no exception text, no class, no host.
 *
 * @param type the kind, as in {@code urn:whiteboard:problem:alias-taken}
 * @param title the kind in words, the same for each occurrence
 * @param status the HTTP status
 * @param detail this occurrence in a sentence
 * @param errors the fields at fault, none where the request as a whole is
 * @param retryAfter how long to wait before trying again, where that helps
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    List<FieldError> errors,
    Optional<Duration> retryAfter) {

  /** The media type of a problem. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String TYPES = "urn:whiteboard:problem:";

  /**
   * One bad field.
   *
   * @param field its name in the request
   * @param detail what is wrong with it
   */
  public record FieldError(String field, String detail) {}

  /** Copies the errors. */
  public Problem {
    errors = List.copyOf(errors);
  }

  /** A problem of a kind; {@code "Alias taken"} has the type {@code …:alias-taken}. */
  public static Problem of(int status, String title, String detail) {
    var kind = title.toLowerCase(Locale.ROOT).replace(' ', '-');
    return new Problem(TYPES + kind, title, status, detail, List.of(), Optional.empty());
  }

  /** 400: fields that are missing or malformed. */
  public static Problem badFields(List<FieldError> errors) {
    return of(400, "Bad request", "Some fields are missing or malformed.").withErrors(errors);
  }

  /** 404: nothing is there. */
  public static Problem notFound(String detail) {
    return of(404, "Not found", detail);
  }

  /** 503: a part is away; says nothing of which, and when to come back. */
  public static Problem unavailable(Duration retryAfter) {
    return of(503, "Temporarily unavailable", "A part of this service is away. Try again soon.")
        .withRetryAfter(retryAfter);
  }

  /** The same problem, naming fields. */
  public Problem withErrors(List<FieldError> fields) {
    return new Problem(type, title, status, detail, fields, retryAfter);
  }

  /** The same problem, with a {@code Retry-After}. */
  public Problem withRetryAfter(Duration wait) {
    return new Problem(type, title, status, detail, errors, Optional.of(wait));
  }

  /** As an exception, to leave a straight-line endpoint with. */
  public ProblemException asException() {
    return new ProblemException(this);
  }

  /** The answer that carries it; no cache keeps it. */
  public Reply toReply(HttpServerRequest request) {
    var path = request.path();
    var instance = path != null && path.startsWith("/") ? path : "/";
    return toReply(instance, RequestId.of(request));
  }

  Reply toReply(String instance, String requestId) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", MEDIA_TYPE);
    headers.put("Cache-Control", "no-store");
    if (status == 401) {
      headers.put("WWW-Authenticate", "Bearer");
    }
    retryAfter.ifPresent(wait -> headers.put("Retry-After", Long.toString(wholeSeconds(wait))));
    return new Reply(status, headers, toJson(instance, requestId).toBuffer());
  }

  /**
   * The JSON object of RFC 9457.
   *
   * @param instance this occurrence: the request's path
   * @param requestId the id under which the log has it
   */
  public JsonObject toJson(String instance, String requestId) {
    return toJson().put("instance", instance).put("requestId", requestId);
  }

  /** The JSON object without the request, for an answer that holds more than one problem. */
  public JsonObject toJson() {
    var json =
        new JsonObject()
            .put("type", type)
            .put("title", title)
            .put("status", status)
            .put("detail", detail);
    if (!errors.isEmpty()) {
      var fields = new JsonArray();
      errors.forEach(error ->
          fields.add(new JsonObject().put("field", error.field).put("detail", error.detail)));
      json.put("errors", fields);
    }
    return json;
  }

  /** Rounded up: who comes a moment too early is refused again. */
  private static long wholeSeconds(Duration wait) {
    return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
  }
}
