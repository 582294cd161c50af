package dev.whiteboard.shortener.shard;

import static java.util.stream.Collectors.groupingBy;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * One thing for each shard: its database, or what works on it and knows nothing of the others. A
 * code's shard is its bucket modulo their number, so that twice as many shards move half of each
 * one's buckets, and none between those that were there.
 *
 * @param <T> the thing
 */
public final class Shards<T> {
  /** More would be left without a bucket. */
  public static final int COUNT_MAX = Buckets.COUNT;

  /** Whoever asks has a thread of the bounded ones already; these wait along with it. */
  private static final Executor THREADS = task -> Thread.ofVirtual().name("shard").start(task);

  private final List<T> all;

  private Shards(List<T> all) {
    this.all = List.copyOf(all);
  }

  /**
   * One for each shard, in their order.
   *
   * @param all up to {@link #COUNT_MAX}
   * @throws IllegalArgumentException where there are more, or none
   */
  public static <T> Shards<T> inOrder(List<T> all) {
    if (all.isEmpty() || all.size() > COUNT_MAX) {
      throw new IllegalArgumentException("1 to " + COUNT_MAX + " shards, not " + all.size());
    }
    return new Shards<>(all);
  }

  /** Of all, in their order. */
  public List<T> all() {
    return all;
  }

  /** Whether there is more than one. */
  public boolean areSeveral() {
    return all.size() > 1;
  }

  /** The first one's, which also has what is no link's. */
  public T home() {
    return all.getFirst();
  }

  /** The one that has this code. Never blocks. */
  public T of(String code) {
    return all.get(number(code));
  }

  /** Which one has this code, from 0. */
  public int number(String code) {
    return all.size() == 1 ? 0 : Buckets.of(code) % all.size();
  }

  /** Another thing for each. */
  public <R> Shards<R> map(Function<? super T, ? extends R> make) {
    return new Shards<>(all.stream().<R>map(make).toList());
  }

  /**
   * Asks all at once; what each said, in their order. Blocks for the slowest.
   *
   * @throws RuntimeException as one of them did
   */
  public <R> List<R> askAll(Function<? super T, ? extends R> question) {
    return askAtOnce(all, question);
  }

  /**
   * Gives each its share of some elements, all at once; what it said of them, in the order that
   * they were given. Blocks for the slowest.
   *
   * @param code which shard an element goes to
   * @param work what is done with a share; returns something for each of it, in its order
   * @throws RuntimeException as one of them did; the others' work may be done
   */
  public <E, R> List<R> share(
      List<E> elements,
      Function<? super E, String> code,
      BiFunction<? super T, List<E>, List<R>> work) {
    if (all.size() == 1) {
      return work.apply(all.getFirst(), elements);
    }
    var places =
        IntStream.range(0, elements.size())
            .boxed()
            .collect(groupingBy(place -> number(code.apply(elements.get(place)))));
    var answers = new TreeMap<Integer, R>();
    askAtOnce(
            places.entrySet(),
            share -> {
              var own = share.getValue().stream().map(elements::get).toList();
              var said = work.apply(all.get(share.getKey()), own);
              var placed = new HashMap<Integer, R>();
              for (var i = 0; i < own.size(); i++) {
                placed.put(share.getValue().get(i), said.get(i));
              }
              return placed;
            })
        .forEach(answers::putAll);
    return List.copyOf(answers.values());
  }

  /** Does something with each, all at once. Blocks for the slowest. */
  public void forAll(Consumer<? super T> work) {
    var _ =
        askAll(one -> {
          work.accept(one);
          return one;
        });
  }

  private static <S, R> List<R> askAtOnce(
      Collection<S> asked, Function<? super S, ? extends R> question) {
    if (asked.size() == 1) {
      return List.of(question.apply(asked.iterator().next()));
    }
    var answers =
        asked.stream()
            .map(one -> CompletableFuture.<R>supplyAsync(() -> question.apply(one), THREADS))
            .toList();
    return answers.stream().map(Shards::join).toList();
  }

  private static <R> R join(CompletableFuture<R> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException reason ? reason : e;
    }
  }
}
