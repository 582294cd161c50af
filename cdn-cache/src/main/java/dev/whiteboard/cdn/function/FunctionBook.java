package dev.whiteboard.cdn.function;

import dev.whiteboard.cdn.function.FunctionException.Reason;
import dev.whiteboard.cdn.message.Fields;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.ResponseHead;
import dev.whiteboard.kit.metrics.LatencyTimer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The functions of the moment, by name, and where they run.
 *
 * <p>A new module is read, compiled and made an instance of once, its start function included, on a
 * thread of its own and under a deadline; only what passes takes the name over. Runs that began
 * before end with the module they began with.
 *
 * <p>Meters: {@code cdn_function_seconds{hook}}, the wait for a thread included, and {@code
 * cdn_function_failures_total{reason}}.
 */
public final class FunctionBook implements EdgeFunctions, AutoCloseable {
  /** What a name may be. */
  public static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  /** The largest module. */
  public static final int MODULE_BYTES_MAX = ModuleScan.MODULE_BYTES_MAX;

  /** Modules that wait to be compiled; a module may have a MiB. */
  private static final int COMPILE_QUEUE_MAX = 4;

  private static final RequestHead TRIAL = new RequestHead("GET", "http", "", "/", Fields.NONE);

  private static final Comparator<FunctionInfo> BY_NAME = Comparator.comparing(FunctionInfo::name);

  private static final Logger log = LoggerFactory.getLogger(FunctionBook.class);

  private final FunctionLimits limits;
  private final Predicate<String> reserved;
  private final MeterRegistry registry;
  private final Map<Hook, Timer> timers = new EnumMap<>(Hook.class);
  private final Sandbox runs;
  private final Sandbox compiler;
  private final ConcurrentMap<String, Prepared> functions = new ConcurrentHashMap<>();

  /**
   * With no functions.
   *
   * @param reserved names of fields that are the network's own: functions neither see nor set them
   */
  public FunctionBook(FunctionLimits limits, Predicate<String> reserved, MeterRegistry registry) {
    this.limits = limits;
    this.reserved = reserved;
    this.registry = registry;
    this.runs =
        new Sandbox(
            "cdn-function", limits.threads(), limits.queueMax(), limits.waitMax(), limits.runMax());
    this.compiler =
        new Sandbox(
            "cdn-function-compiler",
            1,
            COMPILE_QUEUE_MAX,
            limits.compileMax().multipliedBy(COMPILE_QUEUE_MAX + 1),
            limits.compileMax());
    for (var hook : Hook.values()) { // all are there, at 0, before anything happens
      timers.put(hook, timer(hook));
    }
    for (var reason : Reason.values()) {
      counter(reason);
    }
  }

  private Timer timer(Hook hook) {
    return LatencyTimer.builder("cdn.function")
        .description("Runs of edge functions, with the wait for a thread")
        .tag("hook", hook.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private Counter counter(Reason reason) {
    return Counter.builder("cdn.function.failures")
        .description("Edge functions that did not end as they should, or did not begin")
        .tag("reason", reason.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  /** As much as a function may be given. */
  public FunctionBounds most() {
    return limits.most();
  }

  /** Gives a module a name; it may take as much as any. */
  public CompletionStage<FunctionInfo> put(String name, byte[] module) {
    return put(name, module, limits.most());
  }

  /**
   * Gives a module a name, in place of the one that had it.
   *
   * @param bounds what it may take: {@link #most} at most
   * @return completes when it holds; fails with {@link FunctionException}, and then the old one
   *     stays
   */
  public CompletionStage<FunctionInfo> put(String name, byte[] module, FunctionBounds bounds) {
    return prepare(name, module, bounds).thenCompose(this::install);
  }

  /**
   * Does all that {@link #put} does, but that it takes the name over.
   *
   * @return fails with {@link FunctionException}
   */
  public CompletionStage<Prepared> prepare(String name, byte[] module, FunctionBounds bounds) {
    var bytes = module.clone();
    var problem = nameProblem(name).or(() -> problem(bounds));
    return counted(
        problem.isPresent()
            ? CompletableFuture.failedFuture(problem.get())
            : compiler
                .run(() -> onTrial(bytes, limits.within(bounds)))
                .thenApply(compiled -> prepared(name, bytes, compiled, bounds)));
  }

  private Prepared prepared(String name, byte[] bytes, EdgeModule compiled, FunctionBounds bounds) {
    var info = FunctionInfo.of(name, 1, bytes, compiled.hooks(), bounds);
    return new Prepared(info, bytes, compiled, limits.within(bounds));
  }

  private Optional<FunctionException> problem(FunctionBounds bounds) {
    return limits.allow(bounds)
        ? Optional.empty()
        : refused(
            "a function may have 1 to %d ms and 1 to %d pages of memory"
                .formatted(limits.runMax().toMillis(), limits.memoryPagesMax()));
  }

  private static Optional<FunctionException> nameProblem(String name) {
    return NAME.matcher(name).matches()
        ? Optional.empty()
        : refused("a function's name is 1 to 64 of a-z, 0-9 and -, not - first");
  }

  private Optional<FunctionException> roomProblem(String name) {
    return functions.containsKey(name) || functions.size() < limits.functionsMax()
        ? Optional.empty()
        : refused("there are " + limits.functionsMax() + " functions already");
  }

  private static Optional<FunctionException> refused(String why) {
    return Optional.of(new FunctionException(Reason.MODULE, why));
  }

  private EdgeModule onTrial(byte[] bytes, FunctionLimits own) throws FunctionException {
    try {
      var module = EdgeModule.compile(bytes, own);
      module.instance(calls("trial", RunState.of(TRIAL, reserved)), own);
      return module;
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      var failure = Sandbox.failure(e);
      throw failure.reason() == Reason.TRAP
          ? new FunctionException(Reason.MODULE, "the module " + failure.getMessage(), e)
          : failure;
    }
  }

  /**
   * Gives it its name, as the next version.
   *
   * @return completed; with {@link FunctionException} where there are too many meanwhile
   */
  public synchronized CompletionStage<FunctionInfo> install(Prepared prepared) {
    var name = prepared.info.name();
    var problem = roomProblem(name);
    if (problem.isPresent()) {
      return counted(CompletableFuture.failedFuture(problem.get()));
    }
    var before = functions.get(name);
    var next = prepared.withVersion(before == null ? 1 : before.info.version() + 1);
    functions.put(name, next);
    return CompletableFuture.completedFuture(next.info);
  }

  /** Whether so many may be here. */
  public boolean mayHold(int count) {
    return count <= limits.functionsMax();
  }

  /** From now on these have their names, with the versions that they say, and no others. */
  public synchronized void replaceAll(List<Prepared> all, Runnable before) {
    all.forEach(each -> functions.put(each.info.name(), each));
    before.run();
    functions.keySet().retainAll(all.stream().map(each -> each.info.name()).toList());
  }

  /** All functions, by name, with their modules. */
  public List<Prepared> prepared() {
    return functions.values().stream()
        .sorted(Comparator.comparing(Prepared::info, BY_NAME))
        .toList();
  }

  /** Takes a name away; false where nobody has it. */
  public boolean remove(String name) {
    return functions.remove(name) != null;
  }

  /** A function by its name. */
  public Optional<FunctionInfo> info(String name) {
    return Optional.ofNullable(functions.get(name)).map(Prepared::info);
  }

  /** All functions, by name. */
  public List<FunctionInfo> list() {
    return functions.values().stream().map(Prepared::info).sorted(BY_NAME).toList();
  }

  @Override
  public CompletionStage<Outcome> onRequest(String function, RequestHead request) {
    var state = RunState.of(request, reserved);
    return run(function, Hook.REQUEST, state, state::outcome);
  }

  @Override
  public CompletionStage<ResponseHead> onResponse(
      String function, RequestHead request, ResponseHead response) {
    var state = RunState.of(request, response, reserved);
    return run(function, Hook.RESPONSE, state, state::response);
  }

  /** A function without this hook changes nothing, and takes no thread. */
  private <T> CompletionStage<T> run(String name, Hook hook, RunState state, Supplier<T> result) {
    var named = functions.get(name);
    if (named == null) {
      return counted(
          CompletableFuture.failedFuture(
              new FunctionException(Reason.UNKNOWN, "no function has the name " + name)));
    }
    if (!named.module.hooks().contains(hook)) {
      return CompletableFuture.completedFuture(result.get());
    }
    var sample = Timer.start(registry);
    var run =
        runs.run(
            () -> {
              named.module.run(hook, calls(name, state), named.limits);
              return result.get();
            },
            named.limits.runMax());
    return counted(
        run.whenComplete((_, _) -> sample.stop(Objects.requireNonNull(timers.get(hook)))));
  }

  private HostCalls calls(String name, RunState state) {
    return new HostCalls(state, limits, line -> log.debug("function {} says: {}", name, line));
  }

  /** The failure itself, not wrapped as later stages wrap it. */
  private <T> CompletableFuture<T> counted(CompletableFuture<T> stage) {
    var result = new CompletableFuture<T>();
    var _ =
        stage.whenComplete((value, thrown) -> {
          if (thrown == null) {
            result.complete(value);
          } else {
            result.completeExceptionally(count(thrown));
          }
        });
    return result;
  }

  private Throwable count(Throwable thrown) {
    var cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    if (cause instanceof FunctionException failure) {
      counter(failure.reason()).increment();
    }
    return cause == null ? thrown : cause;
  }

  /** Interrupts what runs. */
  @Override
  public void close() {
    runs.close();
    compiler.close();
  }

  /** A function that was compiled and tried; it may be called by its name once that is its own. */
  public static final class Prepared {
    private final FunctionInfo info;
    private final byte[] bytes;
    private final EdgeModule module;
    private final FunctionLimits limits;

    private Prepared(FunctionInfo info, byte[] bytes, EdgeModule module, FunctionLimits limits) {
      this.info = info;
      this.bytes = bytes;
      this.module = module;
      this.limits = limits;
    }

    /** What it is. */
    public FunctionInfo info() {
      return info;
    }

    /** A copy of its module. */
    public byte[] module() {
      return bytes.clone();
    }

    /** The same, of another version. */
    public Prepared withVersion(long version) {
      return new Prepared(info.withVersion(version), bytes, module, limits);
    }
  }
}
