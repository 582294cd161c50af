package dev.whiteboard.shortener.link;

import java.util.List;
import java.util.Optional;

/** Where links are kept. All calls block. */
public interface Links {
  /**
   * Keeps new links, in one transaction: where it fails, none of them is kept.
   *
   * @param batch no two with the same code, or with the same idempotency key
   * @return what came of each, in their order
   */
  List<Insertion> insert(List<NewLink> batch);

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

    /**
     * It could not be kept.
     *
     * @param reason why
     */
    record Failed(RuntimeException reason) implements Insertion {}
  }
}
