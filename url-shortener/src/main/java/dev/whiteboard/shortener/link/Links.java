package dev.whiteboard.shortener.link;

import java.util.Optional;

/** Where links are kept. All calls block. */
public interface Links {
  /**
   * Keeps a new link.
   *
   * @param idempotency the request's key, to be kept with it in the same transaction
   * @return what came of it
   */
  Insertion insert(OwnedLink link, Optional<IdempotencyKey> idempotency);

  /** The link under this code, to the letter; also where it was deleted. */
  Optional<StoredLink> find(String code);

  /** What came of an insertion. */
  sealed interface Insertion {
    /** It is kept. */
    record Kept() implements Insertion {}

    /** Another link has the code. */
    record CodeTaken() implements Insertion {}

    /**
     * The request was answered before, with this link.
     *
     * @param link what it made then
     */
    record Repeated(Link link) implements Insertion {}

    /** The request's key was used before, with another body. */
    record KeyReused() implements Insertion {}
  }
}
