package dev.whiteboard.shortener.http;

import dev.whiteboard.kit.http.ClientAddress;
import dev.whiteboard.shortener.limit.AddressKey;
import dev.whiteboard.shortener.limit.RateLimit;
import dev.whiteboard.shortener.limit.RateLimit.Decision;
import io.vertx.core.http.HttpServerRequest;

/** Codes without a link, counted by who asks for them: many of them are somebody guessing. */
public final class UnknownCodes {
  private final RateLimit limit;
  private final ClientAddress addresses;

  /** Within this limit. */
  public UnknownCodes(RateLimit limit, ClientAddress addresses) {
    this.limit = limit;
    this.addresses = addresses;
  }

  /** Whether its address may ask for one more code that may lead nowhere. */
  Decision peek(HttpServerRequest request) {
    return limit.peek(key(request));
  }

  /** Counts a code that led nowhere; those under way together may be a few more than the limit. */
  void count(HttpServerRequest request) {
    var _ = limit.tryAcquire(key(request), 1);
  }

  private String key(HttpServerRequest request) {
    return AddressKey.of(addresses.of(request));
  }
}
