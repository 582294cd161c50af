package dev.whiteboard.shortener.link;

import java.util.Optional;

/**
 * A link on its way into the store.
 *
 * @param link the link and who may change it
 * @param idempotency the request's key, to be kept with it in the same transaction
 */
public record NewLink(OwnedLink link, Optional<IdempotencyKey> idempotency) {
  /** The code that it asks for. */
  public String code() {
    return link.link().code();
  }

  /** The same under another code. */
  NewLink under(String code) {
    return new NewLink(new OwnedLink(link.link().under(code), link.ownership()), idempotency);
  }
}
