package dev.whiteboard.cdn.book;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.cdn.function.FunctionBook;
import dev.whiteboard.cdn.function.FunctionBook.Prepared;
import dev.whiteboard.cdn.function.FunctionBounds;
import dev.whiteboard.cdn.function.FunctionInfo;
import dev.whiteboard.cdn.route.BadRoutesException;
import dev.whiteboard.cdn.route.Route;
import dev.whiteboard.cdn.route.RouteBook;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The routes and functions of a process as one book with a version. All changes come through here:
 * those that an operator makes, and newer books of other processes.
 *
 * <p>A book is taken whole or not at all: what it lacks is compiled and its routes are read before
 * any of it holds. Changes are made one after another; to read waits for nobody.
 */
public final class Books {
  private static final int TAG_CHARS = 16;

  /** For one module, with those that wait before it. */
  private static final Duration COMPILE_MAX = Duration.ofSeconds(30);

  private final RouteBook routes;
  private final FunctionBook functions;
  private final InstantSource clock;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile BookVersion version;
  private boolean hasTaken;

  /** Of what a process is started with. */
  public Books(RouteBook routes, FunctionBook functions, InstantSource clock) {
    this.routes = routes;
    this.functions = functions;
    this.clock = clock;
    this.version = new BookVersion(0, tag());
  }

  /** What this process has. */
  public BookVersion version() {
    return version;
  }

  /** Told whenever the version has become another, on the thread that changed it. */
  public void onChanged(Runnable listener) {
    listeners.add(listener);
  }

  /**
   * From now on these routes hold.
   *
   * @see RouteBook#replaceIf
   */
  public synchronized Optional<List<Route>> replaceRoutes(Predicate<String> seen, String text) {
    var replaced = routes.replaceIf(seen, text);
    if (replaced.isPresent()) {
      changed();
    }
    return replaced;
  }

  /**
   * Gives a module a name.
   *
   * @see FunctionBook#put
   */
  public CompletionStage<FunctionInfo> putFunction(
      String name, byte[] module, FunctionBounds bounds) {
    return functions.prepare(name, module, bounds).thenCompose(this::install);
  }

  private synchronized CompletionStage<FunctionInfo> install(Prepared prepared) {
    return functions
        .install(prepared)
        .thenApply(info -> {
          changed();
          return info;
        });
  }

  /**
   * Gives a module a name as the process starts. A book of another process that came meanwhile
   * knows better, which functions there are.
   *
   * @return completes when that is done; fails as {@link #putFunction} does
   */
  public CompletionStage<Void> beginWith(String name, byte[] module) {
    return functions
        .prepare(name, module, functions.most())
        .thenCompose(this::installFirst)
        .thenAccept(_ -> {});
  }

  private synchronized CompletionStage<FunctionInfo> installFirst(Prepared prepared) {
    if (hasTaken) {
      return CompletableFuture.completedFuture(prepared.info());
    }
    return version.number() > 0 ? install(prepared) : functions.install(prepared);
  }

  /** Takes a name away; false where nobody has it. */
  public synchronized boolean removeFunction(String name) {
    var removed = functions.remove(name);
    if (removed) {
      changed();
    }
    return removed;
  }

  private void changed() {
    become(version.next(clock.millis(), tag()));
  }

  private void become(BookVersion next) {
    version = next;
    listeners.forEach(Runnable::run);
  }

  /** Modules that are here. */
  public Set<String> modules() {
    return functions.list().stream().map(FunctionInfo::sha256).collect(Collectors.toSet());
  }

  /**
   * All of it.
   *
   * @param known modules that are not put in
   */
  public synchronized Book book(Set<String> known) {
    var all = functions.prepared().stream().map(each -> function(each, known)).toList();
    return new Book(version, routes.json(), all);
  }

  private static Book.Function function(Prepared each, Set<String> known) {
    var info = each.info();
    var module =
        known.contains(info.sha256()) ? Optional.<byte[]>empty() : Optional.of(each.module());
    return new Book.Function(info.name(), info.version(), info.bounds(), info.sha256(), module);
  }

  /**
   * Takes a book of another process, where it is newer. Compiles, so it may wait for long: not on
   * an event loop.
   *
   * @return whether it holds now
   * @throws BadBookException where it can't hold here; all stays as it was
   */
  public boolean take(Book book) throws BadBookException, InterruptedException {
    if (!book.version().isNewerThan(version)) {
      return false;
    }
    requireRoutes(book);
    requireNames(book);
    var prepared = new ArrayList<Prepared>();
    for (var function : book.functions()) {
      prepared.add(prepare(function));
    }
    return hold(book, prepared);
  }

  private void requireRoutes(Book book) throws BadBookException {
    try {
      routes.check(book.routes());
    } catch (BadRoutesException e) {
      throw new BadBookException("its routes can't hold here: " + e.getMessage(), e);
    }
  }

  private void requireNames(Book book) throws BadBookException {
    var names = book.functions().stream().map(Book.Function::name).distinct().count();
    if (names < book.functions().size() || !functions.mayHold(book.functions().size())) {
      throw new BadBookException("it has a name twice, or more functions than are taken here");
    }
  }

  private Prepared prepare(Book.Function function) throws BadBookException, InterruptedException {
    var all = functions.prepared();
    var same = all.stream().filter(each -> isSame(each.info(), function)).findAny();
    if (same.isPresent()) {
      return same.get().withVersion(function.version());
    }
    var module =
        function
            .module()
            .or(() -> module(all, function.sha256()))
            .orElseThrow(() -> new BadBookException("a module is missing: " + function.name()));
    var prepared = prepare(function, module);
    if (!prepared.info().sha256().equals(function.sha256())) {
      throw new BadBookException("a module is another: " + function.name());
    }
    return prepared.withVersion(function.version());
  }

  private static boolean isSame(FunctionInfo info, Book.Function function) {
    return info.name().equals(function.name())
        && info.sha256().equals(function.sha256())
        && info.bounds().equals(function.bounds());
  }

  private static Optional<byte[]> module(List<Prepared> all, String sha256) {
    return all.stream()
        .filter(each -> each.info().sha256().equals(sha256))
        .findAny()
        .map(Prepared::module);
  }

  private Prepared prepare(Book.Function function, byte[] module)
      throws BadBookException, InterruptedException {
    try {
      return functions
          .prepare(function.name(), module, function.bounds())
          .toCompletableFuture()
          .get(COMPILE_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new BadBookException("a function can't run here: " + function.name(), e);
    }
  }

  /** Functions come before routes that may name them, and go after those that did. */
  private synchronized boolean hold(Book book, List<Prepared> prepared) {
    if (!book.version().isNewerThan(version)) {
      return false;
    }
    functions.replaceAll(prepared, () -> routes.replace(book.routes()));
    hasTaken = true;
    become(book.version());
    return true;
  }

  private String tag() {
    var text = new StringBuilder(routes.tag());
    functions.list().forEach(each -> text.append('\n').append(each));
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, TAG_CHARS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
