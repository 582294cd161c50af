package dev.whiteboard.ratelimit.http;

import java.util.concurrent.CompletionException;

/** What went wrong, without what stages wrap it in: a store that is away is a 503, no 500. */
final class Causes {
  private Causes() {}

  static Throwable of(Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : null;
    return cause == null ? failure : cause;
  }
}
