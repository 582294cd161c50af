package dev.whiteboard.chat.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.push.RankQueue.Handle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever is done to it, the queue gives what a list gives that is kept sorted. */
final class RankQueuePropertyTest {
  private static final int STEPS = 400;

  /** A list's order is that of arrival; its sort keeps that among equals. */
  private record Waiting(long rank, int number) {}

  @Property(tries = 300)
  void queue_anySteps_givesWhatASortedListWould(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int ranks) {
    var random = new Random(seed);
    var queue = new RankQueue<Integer>();
    var model = new ArrayList<Waiting>();
    var handles = new HashMap<Integer, Handle<Integer>>();
    for (var step = 0; step < STEPS; step++) {
      switch (random.nextInt(5)) {
        case 0, 1, 2 -> {
          var rank = random.nextLong(ranks);
          handles.put(step, queue.add(rank, step));
          model.add(new Waiting(rank, step));
        }
        case 3 -> assertThat(queue.poll().orElse(-1)).isEqualTo(first(model));
        default -> assertRemoves(queue, model, handles, random.nextInt(step + 1));
      }
      assertThat(queue.size()).isEqualTo(model.size());
    }
    assertEmpties(queue, model);
  }

  private static int first(List<Waiting> model) {
    model.sort(Comparator.comparingLong(Waiting::rank));
    return model.isEmpty() ? -1 : model.removeFirst().number;
  }

  private static void assertRemoves(
      RankQueue<Integer> queue,
      List<Waiting> model,
      Map<Integer, Handle<Integer>> handles,
      int number) {
    var handle = handles.get(number);
    if (handle != null) {
      var waited = model.removeIf(waiting -> waiting.number == number);
      assertThat(queue.contains(handle)).isEqualTo(waited);
      assertThat(queue.remove(handle)).isEqualTo(waited);
      assertThat(queue.contains(handle)).isFalse();
    }
  }

  private static void assertEmpties(RankQueue<Integer> queue, List<Waiting> model) {
    while (!model.isEmpty()) {
      assertThat(queue.poll()).contains(first(model));
    }
    assertThat(queue.poll()).isEmpty();
  }

  /**
   * One sender, urgent pushes without end, some quiet ones among them: a quiet one is overtaken by
   * those alone that are due within the handicap, and so it always has its turn.
   */
  @Property(tries = 200)
  void quiet_underAStreamOfUrgent_isOvertakenOnlyWithinItsHandicap(@ForAll long seed) {
    var random = new Random(seed);
    var queue = new RankQueue<Push>();
    var handicapMs = PushTimes.HANDICAP.toMillis();
    var told = new ArrayList<Push>();
    for (var dueMs = 0L; dueMs < 4 * handicapMs; dueMs += 100) {
      var urgent = random.nextInt(10) != 0;
      queue.add(urgent ? dueMs : dueMs + handicapMs, new Push(dueMs, urgent));
      if (random.nextBoolean()) { // half as fast as they come: the line only grows
        queue.poll().ifPresent(told::add);
      }
    }
    for (var each = queue.poll(); each.isPresent(); each = queue.poll()) {
      told.add(each.get());
    }
    for (var i = 0; i < told.size(); i++) {
      var quiet = told.get(i);
      if (!quiet.urgent) {
        assertThat(told.subList(0, i)).allMatch(other -> other.dueMs <= quiet.dueMs + handicapMs);
      }
    }
  }

  private record Push(long dueMs, boolean urgent) {}
}
