package dev.whiteboard.stack;

import dev.whiteboard.stack.process.ServerException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The servers of a stack, brought up and taken down at the same time: the slowest decides. What is
 * done for each has deadlines of its own, so nothing here needs one.
 */
final class SideBySide {
  private SideBySide() {}

  /**
   * Brings all up, or none: what came up is taken down when another failed.
   *
   * @throws RuntimeException the first failure, the others with it
   */
  static <T> Map<Server, T> start(
      Set<Server> servers, Function<Server, T> start, Consumer<T> stop) {
    Map<Server, Future<T>> starting = new EnumMap<>(Server.class);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      servers.forEach(server -> starting.put(server, threads.submit(() -> start.apply(server))));
    }
    Map<Server, T> started = new EnumMap<>(Server.class);
    starting.forEach((server, future) -> {
      if (future.state() == Future.State.SUCCESS) {
        started.put(server, future.resultNow());
      }
    });
    if (started.size() < servers.size()) {
      stop(started.values(), stop);
      throw failure(starting.values());
    }
    return started;
  }

  /** Takes all down, each whether or not another failed. */
  static <T> void stop(Collection<T> started, Consumer<T> stop) {
    List<Future<?>> stopping = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      started.forEach(each -> stopping.add(threads.submit(() -> stop.accept(each))));
    }
    if (stopping.stream().anyMatch(SideBySide::failed)) {
      throw failure(stopping);
    }
  }

  private static boolean failed(Future<?> future) {
    return future.state() != Future.State.SUCCESS;
  }

  private static RuntimeException failure(Collection<? extends Future<?>> done) {
    List<Throwable> failures =
        done.stream()
            .filter(future -> future.state() == Future.State.FAILED)
            .<Throwable>map(Future::exceptionNow)
            .toList();
    if (failures.isEmpty()) {
      return new ServerException("interrupted while starting or stopping servers");
    }
    RuntimeException first = asRuntime(failures.getFirst());
    failures.stream().skip(1).forEach(first::addSuppressed);
    return first;
  }

  private static RuntimeException asRuntime(Throwable failure) {
    return failure instanceof RuntimeException e
        ? e
        : new ServerException(String.valueOf(failure.getMessage()), failure);
  }
}
