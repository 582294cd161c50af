package dev.whiteboard.shortener.link;

import dev.whiteboard.kit.store.StoreAwayException;
import dev.whiteboard.shortener.link.Links.Insertion;
import dev.whiteboard.shortener.link.Links.Insertion.CodeTaken;
import dev.whiteboard.shortener.link.Links.Insertion.Failed;
import dev.whiteboard.shortener.link.Links.Insertion.Kept;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Keeps links of many requests together, and none of them pays for another: each has the outcome
 * that it would have had alone, one after the other.
 */
final class BatchInserts {
  /*
   * Two requests that ask for the same code, or come with the same idempotency key, may not go into
   * one statement: which of them was first could not be told afterwards. So a batch is kept in
   * rounds, each a transaction of its own, and of two alike the second waits for the next round. It
   * is not the same transaction, as a round that takes locks after another would take them out of
   * order, and two nodes could wait for one another.
   *
   * A round that fails for what is in it is kept again in two halves, down to the one link that is
   * to blame: a bad one among n costs 2 log2(n) transactions more. A round that fails because the
   * database is away fails as it is; asking again would only take longer.
   */

  private final Links links;

  /** Keeps them here. */
  BatchInserts(Links links) {
    this.links = links;
  }

  /** Keeps links, alike or not; what came of each, in their order. Throws nothing. */
  List<Insertion> insert(List<NewLink> batch) {
    var outcomes = new TreeMap<Integer, Insertion>();
    while (outcomes.size() < batch.size()) {
      keepRound(batch, outcomes);
    }
    return List.copyOf(outcomes.values());
  }

  private void keepRound(List<NewLink> batch, Map<Integer, Insertion> outcomes) {
    var round = nextRound(batch, outcomes.keySet());
    var came = insertDistinct(round.stream().map(batch::get).toList());
    var codesInUse = new HashSet<String>();
    for (var i = 0; i < round.size(); i++) {
      outcomes.put(round.get(i), came.get(i));
      if (came.get(i) instanceof Kept || came.get(i) instanceof CodeTaken) {
        codesInUse.add(batch.get(round.get(i)).code());
      }
    }
    refuse(batch, codesInUse, outcomes);
  }

  /** The first of each that are alike, out of those without an outcome. */
  private static List<Integer> nextRound(List<NewLink> batch, Set<Integer> done) {
    var seen = new HashSet<Object>();
    return IntStream.range(0, batch.size())
        .filter(i -> !done.contains(i))
        .filter(i -> seen.add(batch.get(i).code()))
        .filter(i -> batch.get(i).idempotency().map(key -> seen.add(key.id())).orElse(true))
        .boxed()
        .toList();
  }

  /**
   * Who waits for a code that is in use by now has lost; only an idempotency key would still have
   * to be looked up. Without this, n lines for one URL under the hash generator would be n rounds.
   */
  private static void refuse(
      List<NewLink> batch, Set<String> codesInUse, Map<Integer, Insertion> outcomes) {
    for (var i = 0; i < batch.size(); i++) {
      var link = batch.get(i);
      if (codesInUse.contains(link.code()) && link.idempotency().isEmpty()) {
        outcomes.putIfAbsent(i, new CodeTaken());
      }
    }
  }

  private List<Insertion> insertDistinct(List<NewLink> round) {
    try {
      return links.insert(round);
    } catch (StoreAwayException e) {
      return Collections.nCopies(round.size(), new Failed(e));
    } catch (RuntimeException e) {
      return round.size() == 1 ? List.of(new Failed(e)) : insertHalves(round);
    }
  }

  private List<Insertion> insertHalves(List<NewLink> round) {
    var middle = round.size() / 2;
    var outcomes = new ArrayList<>(insertDistinct(round.subList(0, middle)));
    outcomes.addAll(insertDistinct(round.subList(middle, round.size())));
    return outcomes;
  }
}
