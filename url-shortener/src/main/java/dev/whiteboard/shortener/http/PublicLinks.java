package dev.whiteboard.shortener.http;

import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.shortener.link.Links;
import dev.whiteboard.shortener.link.StoredLink;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * Links, for anybody who has a code. Who asks for many that are none is as limited here as by
 * redirects: a guess is a guess.
 */
public final class PublicLinks {
  private final Shards<? extends Links> links;
  private final UnknownCodes unknownCodes;

  /** Over these links. */
  public PublicLinks(Shards<? extends Links> links, UnknownCodes unknownCodes) {
    this.links = links;
    this.unknownCodes = unknownCodes;
  }

  /** What is under a code. */
  sealed interface Found {
    /**
     * A link.
     *
     * @param link it
     */
    record Some(StoredLink link) implements Found {}

    /** No link. */
    record None() implements Found {}

    /**
     * Its asker has guessed too often.
     *
     * @param retryAfter when to come back
     */
    record Limited(Duration retryAfter) implements Found {}
  }

  /** Looks for a link. Blocks. */
  Found find(HttpServerRequest request, String code) {
    var retryAfter = unknownCodes.retryAfter(request);
    if (retryAfter.isPresent()) {
      return new Found.Limited(retryAfter.get());
    }
    var found = links.of(code).find(code);
    if (found.isEmpty()) {
      unknownCodes.count(request);
    }
    return found.<Found>map(Found.Some::new).orElseGet(Found.None::new);
  }
}
