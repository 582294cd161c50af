package dev.whiteboard.shortener.link;

import dev.whiteboard.shortener.code.CodeGenerator;
import dev.whiteboard.shortener.link.Links.Insertion.CodeTaken;
import dev.whiteboard.shortener.link.Links.Insertion.Kept;
import dev.whiteboard.shortener.link.Links.Insertion.KeyReused;
import dev.whiteboard.shortener.link.Links.Insertion.Repeated;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Makes links: finds a code, keeps the link, tells whether it is new. */
public final class LinkCreation {
  /**
   * How often a generated code may turn out to be taken. At the end, with 1 in 19 codes in use,
   * this many random ones in a row are taken once in 10^20 links.
   */
  private static final int ATTEMPTS_MAX = 16;

  private final Links links;
  private final CodeGenerator codes;
  private final InstantSource clock;

  /** Keeps links here, under codes from there. */
  public LinkCreation(Links links, CodeGenerator codes, InstantSource clock) {
    this.links = links;
    this.codes = codes;
    this.clock = clock;
  }

  /** What came of a request for a link. */
  public sealed interface Outcome {
    /**
     * There is a link.
     *
     * @param link the link
     * @param repeated whether an earlier request with the same key made it
     */
    record Made(Link link, boolean repeated) implements Outcome {}

    /** Another link has the alias. */
    record AliasTaken() implements Outcome {}

    /** The idempotency key was used before, for another body. */
    record KeyReused() implements Outcome {}
  }

  /** Makes a link, or finds the one that the same request made before. Blocks. */
  public Outcome create(LinkDraft draft, Ownership owner, Optional<IdempotencyKey> idempotency) {
    for (var attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      var code = codeFor(draft, attempt);
      // Milliseconds: what is answered now is to the letter what is read from the database later.
      var link = draft.as(code, clock.instant().truncatedTo(ChronoUnit.MILLIS));
      switch (links.insert(new OwnedLink(link, owner), idempotency)) {
        case Kept _ -> {
          return new Outcome.Made(link, false);
        }
        case Repeated(var earlier) -> {
          return new Outcome.Made(earlier, true);
        }
        case KeyReused _ -> {
          return new Outcome.KeyReused();
        }
        case CodeTaken _ -> {
          if (draft.alias().isPresent()) {
            return new Outcome.AliasTaken();
          }
        }
      }
    }
    throw new IllegalStateException(ATTEMPTS_MAX + " generated codes in a row were taken");
  }

  private String codeFor(LinkDraft draft, int attempt) {
    return draft.alias().orElseGet(() -> codes.code(draft.url().text(), attempt));
  }
}
