package dev.whiteboard.kit.shard;

import static java.util.Collections.emptyIterator;
import static java.util.Collections.nCopies;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * One thing for each shard: its database, or what works on it and knows nothing of the others. The
 * shard of a key, a code or an id, is its bucket modulo their number, so that twice as many shards
 * move half of each one's buckets, and none between those that were there.
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

  /** The first one's, which also has what is not spread. */
  public T home() {
    return all.getFirst();
  }

  /** The one that has this code. Never blocks. */
  public T of(String code) {
    return all.get(number(code));
  }

  /** The one that has this id. Never blocks. */
  public T of(UUID id) {
    return all.get(number(id));
  }

  /** Which one has this code, from 0. */
  public int number(String code) {
    return all.size() == 1 ? 0 : Buckets.of(code) % all.size();
  }

  /** Which one has this id, from 0. */
  public int number(UUID id) {
    return all.size() == 1 ? 0 : Buckets.of(id) % all.size();
  }

  /** Another thing for each. */
  public <R> Shards<R> map(Function<? super T, ? extends R> make) {
    return new Shards<>(all.stream().<R>map(make).toList());
  }

  /** Another thing for each, made of it and of the other shards' thing with its number. */
  public <U, R> Shards<R> with(
      Shards<U> others, BiFunction<? super T, ? super U, ? extends R> make) {
    return new Shards<>(
        IntStream.range(0, all.size())
            .<R>mapToObj(number -> make.apply(all.get(number), others.all.get(number)))
            .toList());
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
   * @param number which shard an element goes to, by {@link #number}
   * @param work what is done with a share; returns something for each of it, in its order
   * @throws RuntimeException as one of them did; the others' work may be done
   */
  public <E, R> List<R> share(
      List<E> elements,
      ToIntFunction<? super E> number,
      BiFunction<? super T, List<E>, List<R>> work) {
    if (all.size() == 1) {
      return work.apply(all.getFirst(), elements);
    }
    var numbers = elements.stream().mapToInt(number).toArray();
    var shares = all.stream().map(_ -> new ArrayList<E>()).toList();
    for (var i = 0; i < numbers.length; i++) {
      shares.get(numbers[i]).add(elements.get(i));
    }
    var asked =
        IntStream.range(0, shares.size()).filter(i -> !shares.get(i).isEmpty()).boxed().toList();
    var answers = askAtOnce(asked, shard -> work.apply(all.get(shard), shares.get(shard)));
    return merged(numbers, asked, answers);
  }

  /** Each share's answers are in order already: so the next one is always that of the element. */
  private static <R> List<R> merged(int[] numbers, List<Integer> asked, List<List<R>> answers) {
    var next = new ArrayList<Iterator<R>>(nCopies(COUNT_MAX, emptyIterator()));
    for (var i = 0; i < asked.size(); i++) {
      next.set(asked.get(i), answers.get(i).iterator());
    }
    return IntStream.of(numbers).mapToObj(number -> next.get(number).next()).toList();
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
