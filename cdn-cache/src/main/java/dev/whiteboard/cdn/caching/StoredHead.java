package dev.whiteboard.cdn.caching;

import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.ResponseHead;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the rules know of a response that is kept. Immutable; two are equal where all that was said
 * to make them is.
 *
 * <p>No record: beside its parts it remembers what follows from them, so that it is worked out
 * once.
 */
public final class StoredHead {
  private final RequestHead request;
  private final ResponseHead response;
  private final long askedAtMillis;
  private final long receivedAtMillis;

  /** Worked out by whoever asks first; without a lock, since all come to the same. */
  @Nullable Facts facts;

  /**
   * A head to keep.
   *
   * @param request what it answered, with those fields alone that its {@code Vary} names
   * @param response as it may be stored: fields of the connection are gone
   * @param askedAtMillis when the request was sent, since the epoch
   * @param receivedAtMillis when its head was there, since the epoch
   */
  public StoredHead(
      RequestHead request, ResponseHead response, long askedAtMillis, long receivedAtMillis) {
    this.request = request;
    this.response = response;
    this.askedAtMillis = askedAtMillis;
    this.receivedAtMillis = receivedAtMillis;
  }

  /**
   * What it answered, as a {@code GET}, with those fields alone that its {@code Vary} names,
   * normalized: two variants that are equal in this are the same.
   */
  public RequestHead request() {
    return request;
  }

  /** As it may be stored: fields of the connection are gone. */
  public ResponseHead response() {
    return response;
  }

  /** When the request was sent, since the epoch. */
  public long askedAtMillis() {
    return askedAtMillis;
  }

  /** When its head was there, since the epoch. */
  public long receivedAtMillis() {
    return receivedAtMillis;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoredHead head
        && askedAtMillis == head.askedAtMillis
        && receivedAtMillis == head.receivedAtMillis
        && request.equals(head.request)
        && response.equals(head.response);
  }

  @Override
  public int hashCode() {
    return Objects.hash(request, response, askedAtMillis, receivedAtMillis);
  }

  @Override
  public String toString() {
    return "%s, asked at %d, received at %d: %s"
        .formatted(request.url(), askedAtMillis, receivedAtMillis, response);
  }
}
