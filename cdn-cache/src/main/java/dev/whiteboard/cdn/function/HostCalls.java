package dev.whiteboard.cdn.function;

import static com.dylibso.chicory.wasm.types.ValType.I32;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All that a function can call: module {@code edge}, every parameter and result an {@code i32}.
 *
 * <pre>
 * Texts are bytes at (ptr, len) in the function's memory. A call that reads takes a buffer
 * (ptr, max), returns the text's length, and copies it if it fits; -1: there is none.
 *
 *   method(ptr, max)      scheme(ptr, max)      authority(ptr, max)      target(ptr, max)
 *   request_header(name_ptr, name_len, ptr, max)      all lines of that name, joined by ", "
 *   response_header(name_ptr, name_len, ptr, max)
 *   status()                                          0 in on_request
 *
 *   set_target(ptr, len)                                            on_request only
 *   set_request_header(name_ptr, name_len, ptr, len)                on_request only
 *   remove_request_header(name_ptr, name_len)                       on_request only
 *   set_response_header(name_ptr, name_len, ptr, len)               in on_request: the answer's
 *   remove_response_header(name_ptr, name_len)
 *   set_status(status)                                              on_response only
 *   answer(status, body_ptr, body_len)                              on_request only
 *   log(ptr, len)
 * </pre>
 *
 * <p>Bytes are characters of ISO 8859-1, as in header fields, so that whatever comes in goes out
 * again. What is out of memory, out of bounds or no field ends the run, as a trap does.
 */
final class HostCalls {
  /** What modules import from. */
  static final String MODULE = "edge";

  /** Lines that one run may log. */
  private static final int LOG_LINES_MAX = 16;

  private static final int NONE = -1;

  private static final Map<String, Signature> CALLS = calls();

  private final RunState state;
  private final Consumer<String> log;
  private int callsLeft;
  private int outputBytesLeft;
  private int logLinesLeft = LOG_LINES_MAX;

  HostCalls(RunState state, FunctionLimits limits, Consumer<String> log) {
    this.state = state;
    this.callsLeft = limits.hostCallsMax();
    this.outputBytesLeft = limits.outputBytesMax();
    this.log = log;
  }

  /** What there is to import. */
  static Set<String> names() {
    return CALLS.keySet();
  }

  /** The calls as the library wants them, for one instance. */
  ImportValues imports() {
    var functions =
        CALLS.entrySet().stream()
            .map(call -> function(call.getKey(), call.getValue()))
            .toArray(ImportFunction[]::new);
    return ImportValues.builder().addFunction(functions).build();
  }

  private HostFunction function(String name, Signature signature) {
    return new HostFunction(
        MODULE,
        name,
        signature.type(),
        (instance, args) -> {
          if (--callsLeft < 0) {
            throw new HostCallException("too many calls to the host");
          }
          var result = signature.call().run(this, new Guest(instance, args));
          return signature.type().returns().isEmpty() ? null : new long[] {result};
        });
  }

  private static Map<String, Signature> calls() {
    var calls = new TreeMap<String, Signature>();
    calls.put("method", reads(2, (host, in) -> in.give(0, host.state.request().method())));
    calls.put("scheme", reads(2, (host, in) -> in.give(0, host.state.request().scheme())));
    calls.put("authority", reads(2, (host, in) -> in.give(0, host.state.request().authority())));
    calls.put("target", reads(2, (host, in) -> in.give(0, host.state.target())));
    calls.put(
        "request_header",
        reads(4, (host, in) -> in.give(2, host.state.requestField(host.name(in)))));
    calls.put(
        "response_header",
        reads(4, (host, in) -> in.give(2, host.state.responseField(host.name(in)))));
    calls.put("status", reads(0, (host, _) -> host.state.status()));
    calls.put("set_target", writes(2, (host, in) -> host.state.setTarget(host.text(in, 0))));
    calls.put(
        "set_request_header",
        writes(4, (host, in) -> host.state.setRequestField(host.name(in), host.text(in, 2))));
    calls.put(
        "remove_request_header",
        writes(2, (host, in) -> host.state.setRequestField(host.name(in), null)));
    calls.put(
        "set_response_header",
        writes(4, (host, in) -> host.state.setResponseField(host.name(in), host.text(in, 2))));
    calls.put(
        "remove_response_header",
        writes(2, (host, in) -> host.state.setResponseField(host.name(in), null)));
    calls.put("set_status", writes(1, (host, in) -> host.state.setStatus(in.number(0))));
    calls.put(
        "answer", writes(3, (host, in) -> host.state.answer(in.number(0), host.bytes(in, 1))));
    calls.put("log", writes(2, (host, in) -> host.log(host.text(in, 0))));
    return Collections.unmodifiableMap(calls);
  }

  private static Signature reads(int parameters, Call call) {
    return new Signature(FunctionType.of(Collections.nCopies(parameters, I32), List.of(I32)), call);
  }

  private static Signature writes(int parameters, Effect effect) {
    return new Signature(
        FunctionType.of(Collections.nCopies(parameters, I32), List.<ValType>of()),
        (host, in) -> {
          effect.run(host, in);
          return 0;
        });
  }

  private void log(String line) {
    if (--logLinesLeft >= 0) {
      log.accept(Words.shown(line));
    }
  }

  /** Fields are in lower case here. */
  private String name(Guest in) {
    return text(in, 0).toLowerCase(Locale.ROOT);
  }

  private String text(Guest in, int argument) {
    return new String(bytes(in, argument), StandardCharsets.ISO_8859_1);
  }

  /** The length is checked before anything is copied. */
  private byte[] bytes(Guest in, int argument) {
    outputBytesLeft -= (int) Math.min(in.unsigned(argument + 1), Integer.MAX_VALUE);
    if (outputBytesLeft < 0) {
      throw new HostCallException("too many bytes handed to the host");
    }
    return in.take(argument);
  }

  /** One call's arguments, and the memory that they point into. */
  private static final class Guest {
    private final Instance instance;
    private final long[] args;

    Guest(Instance instance, long[] args) {
      this.instance = instance;
      this.args = args;
    }

    int number(int argument) {
      return (int) args[argument];
    }

    /** Pointers and lengths have no sign; as longs no sum of two overflows. */
    long unsigned(int argument) {
      return args[argument] & 0xffff_ffffL;
    }

    byte[] take(int argument) {
      return instance.memory().readBytes(offset(argument), number(argument + 1));
    }

    int give(int argument, @Nullable String text) {
      if (text == null) {
        return NONE;
      }
      var offset = offset(argument);
      if (text.length() <= unsigned(argument + 1)) {
        instance.memory().write(offset, text.getBytes(StandardCharsets.ISO_8859_1));
      }
      return text.length();
    }

    /** Where the bytes begin, all of which are in memory. */
    private int offset(int argument) {
      var memoryBytes = (long) instance.memory().pages() * FunctionLimits.PAGE_BYTES;
      if (unsigned(argument) + unsigned(argument + 1) > memoryBytes) {
        throw new HostCallException("a pointer leads out of memory");
      }
      return number(argument);
    }
  }

  private record Signature(FunctionType type, Call call) {}

  /** A call with a result. */
  @FunctionalInterface
  private interface Call {
    int run(HostCalls host, Guest in);
  }

  /** A call without one. */
  @FunctionalInterface
  private interface Effect {
    void run(HostCalls host, Guest in);
  }
}
