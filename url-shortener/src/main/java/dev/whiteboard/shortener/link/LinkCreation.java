package dev.whiteboard.shortener.link;

import dev.whiteboard.kit.shard.Shards;
import dev.whiteboard.shortener.code.CodeGenerator;
import dev.whiteboard.shortener.link.KeyClaims.Claim;
import dev.whiteboard.shortener.link.Links.Insertion;
import dev.whiteboard.shortener.link.Links.Insertion.CodeTaken;
import dev.whiteboard.shortener.link.Links.Insertion.Failed;
import dev.whiteboard.shortener.link.Links.Insertion.Kept;
import dev.whiteboard.shortener.link.Links.Insertion.KeyReused;
import dev.whiteboard.shortener.link.Links.Insertion.Repeated;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Makes links: finds a code, keeps the link, tells whether it is new. */
public final class LinkCreation implements AutoCloseable {
  /**
   * How often a generated code may turn out to be taken. At the end, with 1 in 19 codes in use,
   * this many random ones in a row are taken once in 10^20 links.
   */
  private static final int ATTEMPTS_MAX = 16;

  private final Shards<Lane> lanes;
  private final KeyClaims claims;
  private final CodeGenerator codes;
  private final InstantSource clock;

  /**
   * Keeps links here, under codes from there.
   *
   * @param claims which codes repeated requests are to get; closed with this
   */
  public LinkCreation(
      Shards<? extends Links> links, KeyClaims claims, CodeGenerator codes, InstantSource clock) {
    this.lanes = links.map(Lane::into);
    this.claims = claims;
    this.codes = codes;
    this.clock = clock;
  }

  /** The ways into one shard: none waits for another's. */
  private record Lane(BatchInserts inserts, GroupCommit<NewLink, Insertion> groupCommit) {
    static Lane into(Links links) {
      var inserts = new BatchInserts(links);
      return new Lane(inserts, new GroupCommit<>("link", inserts::insert));
    }
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

    /**
     * It could not be made.
     *
     * @param reason why; a {@link dev.whiteboard.kit.store.StoreAwayException} passes
     */
    record Failed(RuntimeException reason) implements Outcome {}
  }

  /** Makes a link, or finds the one that the same request made before. Blocks. */
  public Outcome create(LinkDraft draft, Ownership owner, Optional<IdempotencyKey> idempotency) {
    for (var attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      var outcome = tryOnce(draft, newLink(draft, attempt, owner, idempotency));
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
    return codesExhausted();
  }

  /** Makes many links at once; what came of each, in their order. Blocks. */
  public List<Outcome> createAll(List<LinkDraft> drafts, Ownership owner) {
    var outcomes = new TreeMap<Integer, Outcome>();
    for (var attempt = 0; attempt < ATTEMPTS_MAX && outcomes.size() < drafts.size(); attempt++) {
      tryAll(drafts, attempt, owner, outcomes);
    }
    for (var i = 0; i < drafts.size(); i++) {
      outcomes.computeIfAbsent(i, _ -> codesExhausted());
    }
    return List.copyOf(outcomes.values());
  }

  /** Ends what works in the background; call when nobody makes links any more. */
  @Override
  public void close() {
    claims.close();
    lanes.all().forEach(lane -> lane.groupCommit.close());
  }

  private Optional<Outcome> tryOnce(LinkDraft draft, NewLink drawn) {
    return switch (claims.claim(drawn)) {
      case Claim.Granted(var link) -> {
        var insertion = lanes.of(link.code()).groupCommit.keep(link);
        if (insertion instanceof CodeTaken) {
          claims.release(link);
        }
        yield outcome(link, draft, insertion);
      }
      case Claim.OtherBody _ -> Optional.of(new Outcome.KeyReused());
    };
  }

  /** Tries all that have no outcome yet. */
  private void tryAll(
      List<LinkDraft> drafts, int attempt, Ownership owner, Map<Integer, Outcome> outcomes) {
    var open =
        IntStream.range(0, drafts.size()).filter(i -> !outcomes.containsKey(i)).boxed().toList();
    var links =
        open.stream().map(i -> newLink(drafts.get(i), attempt, owner, Optional.empty())).toList();
    var came =
        lanes.share(
            links, link -> lanes.number(link.code()), (lane, share) -> lane.inserts.insert(share));
    for (var i = 0; i < open.size(); i++) {
      var place = open.get(i);
      outcome(links.get(i), drafts.get(place), came.get(i))
          .ifPresent(outcome -> outcomes.put(place, outcome));
    }
  }

  private NewLink newLink(
      LinkDraft draft, int attempt, Ownership owner, Optional<IdempotencyKey> idempotency) {
    var code = draft.alias().orElseGet(() -> codes.code(draft.url().text(), attempt));
    // Milliseconds: what is answered now is to the letter what is read from the database later.
    var link = draft.as(code, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    return new NewLink(new OwnedLink(link, owner), idempotency);
  }

  /** Nothing where a generated code was taken, and another may not be. */
  private static Optional<Outcome> outcome(NewLink link, LinkDraft draft, Insertion insertion) {
    return switch (insertion) {
      case Kept _ -> Optional.of(new Outcome.Made(link.link().link(), false));
      case Repeated(var earlier) -> Optional.of(new Outcome.Made(earlier, true));
      case KeyReused _ -> Optional.of(new Outcome.KeyReused());
      case CodeTaken _ -> draft.alias().map(_ -> new Outcome.AliasTaken());
      case Failed(var reason) -> Optional.of(new Outcome.Failed(reason));
    };
  }

  private static Outcome codesExhausted() {
    return new Outcome.Failed(
        new IllegalStateException(ATTEMPTS_MAX + " generated codes in a row were taken"));
  }
}
